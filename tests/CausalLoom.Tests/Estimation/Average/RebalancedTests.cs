using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Mechanisms;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;
using CausalLoom.Tests.Mechanisms;

namespace CausalLoom.Tests.Estimation.Average;

/// <summary>Flexible propensities are brought to balance before rows are weighted by them.</summary>
public sealed class RebalancedTests
{
    private static readonly NuisanceOptions Forest = new() { Propensity = new ForestPropensity(), Outcome = new LinearOutcome() };

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void WhatIsSolvedIsBalance(int levels)
    {
        CausalData data = Rows(400, levels);
        Nuisances nuisances = Nuisances.Fit(data, Forest, FitContext.ForSeed(1));
        RowView z = FeatureEncoder.FitRows(data.Covariates).Features;
        ScoreInput input = ScoreInput.Of(data, nuisances) with { Equations = NuisanceEquations.Of(data, nuisances, Forest, z) };
        ScoreInput balanced = Rebalanced.Of(input);
        Assert.True(balanced.Equations!.Assignment!.InSample);
        double[][] g = balanced.Equations.Assignment.Learnt;
        for (int level = 0; level < levels; level++)
        {
            double[] left = [.. data.Treatment.Codes.Select((w, i) => data.Normalised![i] * ((w == level ? 1 : 0) - g[level][i]))];
            Assert.Equal(0, left.Sum(), 1e-5);
            for (int j = 0; j < z.Columns; j++)
            {
                Assert.Equal(0, left.Zip(z.Column(j), (r, x) => r * x).Sum(), 1e-4);
            }

            // And along what was learnt.
            Assert.Equal(0, left.Select((r, i) => r * Math.Log(nuisances.Unclipped[1][i] / nuisances.Unclipped[0][i])).Sum(), 1e-4);
        }

        Assert.All(Enumerable.Range(0, 400), i => Assert.Equal(1, g.Sum(level => level[i]), 1e-12));
    }

    [Fact]
    public void WhatWasNotLearntOutOfFoldOrOfTooFewRowsStaysAsItIs()
    {
        CausalData data = Rows(400, 2);
        Assert.False(Moves(data, new NuisanceOptions { Propensity = new LogisticPropensity(), Outcome = new LinearOutcome() }));
        Assert.False(Moves(data, Forest with { Folds = 1 }));
        Assert.False(Moves(data, Forest with { KnownPropensity = 0.5 }));
        Assert.False(Moves(Rows(40, 2), Forest));
        Assert.True(Moves(data, Forest));
    }

    private static bool Moves(CausalData data, NuisanceOptions options)
    {
        Nuisances nuisances = Nuisances.Fit(data, options, FitContext.ForSeed(1));
        ScoreInput input = ScoreInput.Of(data, nuisances) with
            { Equations = NuisanceEquations.Of(data, nuisances, options, FeatureEncoder.FitRows(data.Covariates).Features) };
        return !ReferenceEquals(Rebalanced.Of(input), input);
    }

    private static CausalData Rows(int rows, int levels)
    {
        RandomStream stream = RandomStream.Of(3);
        double[] a = [.. Enumerable.Range(0, rows).Select(_ => stream.NextNormal())], b = Array.ConvertAll(a, _ => stream.NextNormal());
        int[] w = [.. a.Select(x => Math.Clamp((int)Math.Floor((levels / 2.0) + (0.3 * x) + stream.NextNormal()), 0, levels - 1))];
        double[] y = [.. a.Select((x, i) => x + w[i] + stream.NextNormal())], s = Array.ConvertAll(a, x => Math.Exp(0.3 * x));
        return CausalData.From(new Table([new ContinuousColumn("a", a), new ContinuousColumn("b", b),
            new CategoricalColumn("w", w, [.. Enumerable.Range(0, levels).Select(level => $"{level}")]), new ContinuousColumn("y", y)]),
            "w", "y").WithWeights(s);
    }
}
