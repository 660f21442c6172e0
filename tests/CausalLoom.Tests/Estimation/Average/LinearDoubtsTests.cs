using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Estimation.Average;

/// <summary>Curves and products that linear nuisances leave are named; of what is linear nothing is said.</summary>
public sealed class LinearDoubtsTests
{
    private static readonly NuisanceOptions Linear = NuisanceCatalogue.BuiltIn.Create("linear");

    // At one false alarm in a thousand, three in 200 have a probability of .001.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void OfLinearRowsNothingIsSaid(bool binary) =>
        Assert.InRange(Enumerable.Range(1, 200).Count(seed =>
            LinearDoubts.Of(Rows(200, seed, 0, 0, binary), Linear, true).Count > 0), 0, 2);

    [Fact]
    public void WhatIsLeftIsNamedWhereItIs()
    {
        string product = Assert.Single(LinearDoubts.Of(Rows(500, 1, 0.8, 0, false), Linear, true));
        Assert.StartsWith("The linear model of the treatment leaves 'a' × 'b'", product, StringComparison.Ordinal);
        IReadOnlyList<string> curves = LinearDoubts.Of(Rows(500, 1, 0, 1, false), Linear, true);
        Assert.Equal(2, curves.Count);
        Assert.All(curves, text => Assert.Contains("leaves a curve in 'a'", text, StringComparison.Ordinal));
        Assert.Contains("the outcome with w = 1", curves[1], StringComparison.Ordinal);

        // Not of what is not learnt, not linear, or too little to tell.
        Assert.Empty(LinearDoubts.Of(Rows(500, 1, 0, 1, false), Linear, false));
        Assert.Empty(LinearDoubts.Of(Rows(500, 1, 0.8, 0, false), Linear with { KnownPropensity = 0.5 }, true));
        Assert.Empty(LinearDoubts.Of(Rows(500, 1, 0.8, 1, false), new NuisanceOptions(), true));
        Assert.Empty(LinearDoubts.Of(Rows(25, 1, 0.8, 1, false), Linear, true));
    }

    // Copies of rows say nothing new: as clusters they are not counted as if they did.
    [Fact]
    public void CopiesOfRowsAsClustersAreNoEvidence()
    {
        CausalData once = Rows(120, 7, 0, 0.25, false);
        int[] twentyfold = [.. Enumerable.Range(0, 2400).Select(i => i % 120)];
        CausalData copies = once.Take(twentyfold);
        Assert.Empty(LinearDoubts.Of(once, Linear, true));
        Assert.NotEmpty(LinearDoubts.Of(copies, Linear, true));
        Assert.Empty(LinearDoubts.Of(copies.WithClusters(twentyfold), Linear, true));
    }

    private static CausalData Rows(int rows, int seed, double product, double curve, bool binary)
    {
        RandomStream stream = RandomStream.Of(seed);
        double[] a = [.. Enumerable.Range(0, rows).Select(_ => stream.NextNormal())], b = Array.ConvertAll(a, _ => stream.NextNormal());
        int[] w = [.. a.Select((x, i) => stream.NextDouble() < 1 / (1 + Math.Exp((-0.5 * x) - (product * x * b[i]))) ? 1 : 0)];
        double[] mean = [.. a.Select((x, i) => x + (0.5 * b[i]) + (curve * x * x) + w[i])];
        Column y = binary ? new BinaryColumn("y", [.. mean.Select(m => stream.NextDouble() < 1 / (1 + Math.Exp(-m)) ? 1 : 0)], ["0", "1"])
            : new ContinuousColumn("y", [.. mean.Select(m => m + (Math.Exp(0.15 * m) * stream.NextNormal()))]);
        return CausalData.From(new Table([new ContinuousColumn("a", a), new ContinuousColumn("b", b), new BinaryColumn("w", w, ["0", "1"]),
            y]), "w", "y");
    }
}
