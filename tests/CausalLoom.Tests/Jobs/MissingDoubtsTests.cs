using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Jobs;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Jobs;

/// <summary>Missing cells of a confounder are said, with what they leave; others are not.</summary>
public sealed class MissingDoubtsTests
{
    [Theory]
    [InlineData(1.5, 0.4, true)]
    [InlineData(1.5, 0.005, false)]
    [InlineData(0, 0.4, false)]
    public void ConfoundingThatIsLeftIsSaid(double confounds, double share, bool said)
    {
        CausalData data = Rows(confounds, share);
        string[] doubts = [.. Of(data)];
        Assert.Equal(said ? 1 : 0, doubts.Length);
        if (said)
        {
            Assert.Contains("'x' is missing in 39 % of rows", doubts[0], StringComparison.Ordinal);
            Assert.Contains("‹impute›", doubts[0], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void WhatIsLeftIsNearWhatTheEstimateIsOffBy()
    {
        CausalData data = Rows(1.5, 0.4);
        double off = Estimate(data).Effects[0].Estimate - 1;
        string amount = Of(data).Single().Split("about ")[1].Split(' ')[0];
        Assert.Equal(off, double.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), 0.3 * Math.Abs(off));
    }

    [Fact]
    public void CompleteRowsHaveNone() => Assert.Empty(Of(Rows(1.5, 0)));

    private static IEnumerable<string> Of(CausalData data) => MissingDoubts.Of(data, Estimate(data));

    private static AverageEffects Estimate(CausalData data) => AverageEffects.Estimate(data,
        new AverageEffectOptions { Estimators = ["aipw"], Nuisances = NuisanceCatalogue.BuiltIn.Create("linear") }, FitContext.ForSeed(1));

    private static CausalData Rows(double confounds, double share)
    {
        RandomStream stream = RandomStream.Of(4).Child("missing doubts");
        const int rows = 1500;
        double[] x = new double[rows], z = new double[rows], y = new double[rows];
        int[] w = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            (x[i], z[i]) = (stream.NextNormal(), stream.NextNormal());
            w[i] = stream.NextBernoulli(1 / (1 + Math.Exp(-confounds * x[i]))) ? 1 : 0;
            y[i] = w[i] + x[i] + z[i] + stream.NextNormal();
            x[i] = stream.NextBernoulli(share) ? double.NaN : x[i];
        }

        return CausalData.From(new Table([new ContinuousColumn("x", x), new ContinuousColumn("z", z), new BinaryColumn("w", w, ["0", "1"]),
            new ContinuousColumn("y", y)]), "w", "y");
    }
}
