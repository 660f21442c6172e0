using System.Globalization;
using CausalLoom.Data;
using CausalLoom.Sandbox.Expressions;

namespace CausalLoom.Tests.Sandbox.Expressions;

/// <summary>
/// Expressions against R itself (tools/reference/knob_expressions.R): every function, and 250 random chains for precedence.
/// </summary>
public sealed class KnobReferenceTests
{
    [Fact]
    public void EveryExpressionHasTheValuesThatRGivesIt()
    {
        int compared = 0;
        foreach ((string text, double[] expected) in KnobData.Cases)
        {
            double[] values = KnobData.Bind(text).Values(KnobData.Covariates);
            for (int i = 0; i < expected.Length; i++)
            {
                double tolerance = 1e-12 * Math.Max(1, Math.Abs(expected[i]));
                Assert.True(Math.Abs(values[i] - expected[i]) <= tolerance,
                    string.Create(CultureInfo.InvariantCulture, $"{text} in row {i + 1}: {values[i]:R}, in R {expected[i]:R}"));
                compared++;
            }
        }

        Assert.True(compared > 2000);
    }

    [Fact]
    public void WhatRDoesNotParseIsRefused()
    {
        string[] refused = [.. KnobData.Refused];
        Assert.True(refused.Length >= 50);
        Assert.All(refused, text => Assert.Contains("comparisons do not chain",
            Assert.Throws<CausalLoomException>(() => KnobExpression.Parse(text, "tau")).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void ARowsValueDoesNotDependOnTheRowsBesideIt()
    {
        foreach ((string text, double[] expected) in KnobData.Cases)
        {
            Table single = KnobData.Covariates.Take([4]);
            Assert.Equal(KnobData.Bind(text).Values(KnobData.Covariates)[4], Assert.Single(KnobData.Bind(text).Values(single)));
        }
    }

    [Fact]
    public void SavedKnobsGiveTheSameNumbers()
    {
        foreach ((string text, _) in KnobData.Cases)
        {
            ExpressionKnob knob = KnobData.Bind(text), loaded = KnobExpression.Load(KnobExpression.Save(knob, "tau"));
            Assert.Equal(knob.Values(KnobData.Covariates), loaded.Values(KnobData.Covariates));
            Assert.Equal(knob.Text, loaded.Text);
        }
    }
}
