using CausalLoom.Data;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;
using CausalLoom.Evaluation.Covariates;
using CausalLoom.Sandbox.PaperEvaluation;

namespace CausalLoom.Tests.Sandbox.PaperEvaluation;

/// <summary>The new figures against closed forms; statistical bounds are 4.5 standard errors or wider, seeds are fixed.</summary>
public sealed class PaperClosedFormTests
{
    [Fact]
    public void InformationOfNormals()
    {
        const double rho = 0.8;
        (double[] a, double[] b) = Normals(3000, rho, 1);
        Assert.InRange(NeighbourInformation.Mutual(a, b) + (0.5 * Math.Log(1 - (rho * rho))), -0.08, 0.08);
        Assert.InRange(NeighbourInformation.Entropy(a) - (0.5 * Math.Log(2 * Math.PI * Math.E)), -0.1, 0.1);

        // A shift and a scale change the entropy by the logarithm of the scale, and the information not at all.
        double[] moved = Array.ConvertAll(a, v => 5 + (3 * v));
        Assert.Equal(NeighbourInformation.Entropy(a) + Math.Log(3), NeighbourInformation.Entropy(moved), 9);
    }

    [Fact]
    public void BinnedUncertaintyIsOneOfACopyAndNoneOfStrangersTiesOrNot()
    {
        RandomStream stream = RandomStream.Of(2);
        int[] a = [.. Enumerable.Range(0, 5000).Select(_ => stream.NextInt(7))],
            b = [.. Enumerable.Range(0, 5000).Select(_ => stream.NextInt(5))];
        Assert.InRange(SymmetricUncertainty.Of(a, a), 0.998, 1);
        Assert.InRange(SymmetricUncertainty.Of(a, b), 0, 0.002);

        // P = [.4 .1; .1 .4]: I = log 2 + .8 log .8 + .2 log .2, H = log 2 each.
        int[] left = [.. Enumerable.Range(0, 10_000).Select(i => i % 2)],
            right = [.. Enumerable.Range(0, 10_000).Select(i => i % 10 < 8 ? i % 2 : 1 - (i % 2))];
        double expected = (Math.Log(2) + (0.8 * Math.Log(0.8)) + (0.2 * Math.Log(0.2)) - (1 / 20_000.0)) / Math.Log(2);
        Assert.Equal(expected, SymmetricUncertainty.Of(left, right), 10);

        // Whole numbers, on which neighbours find radii of 0: a table is like itself, and a monotone map of a column changes nothing.
        Table whole = new(
            [new IntegerColumn("a", Array.ConvertAll(a, v => (long)v)), new ContinuousColumn("b", Array.ConvertAll(b, v => (double)v))]);
        Table mapped = new([new IntegerColumn("a", Array.ConvertAll(a, v => (long)(v * v * v))), whole.Columns[1]]);
        Assert.Equal(1, new SymmetricUncertainty(whole).Similarity(whole), 12);
        Assert.Equal(new SymmetricUncertainty(whole).Similarity(Table(left, right)),
            new SymmetricUncertainty(whole).Similarity(Table(left, right)), 12);
        Assert.Equal(1, new SymmetricUncertainty(mapped).Similarity(mapped), 12);
    }

    [Fact]
    public void DiscrepancyOfShiftedNormals()
    {
        // E exp(−γ(x − y)²) = (1 + 4γ)^(−½) exp(−γδ²/(1 + 4γ)) for unit normals δ apart.
        const double gamma = 0.5, delta = 1;
        RandomStream stream = RandomStream.Of(3);
        MixedRows a = Rows(1500, 0, stream), b = Rows(1500, delta, stream), c = Rows(1500, 0, stream);
        double root = 1 / Math.Sqrt(1 + (4 * gamma)), expected = 2 * root * (1 - Math.Exp(-gamma * delta * delta / (1 + (4 * gamma))));
        Assert.InRange(ConditionalDiscrepancy.Between(a, b, gamma), expected - 0.025, expected + 0.025);
        Assert.InRange(ConditionalDiscrepancy.Between(a, c, gamma), -0.002, 0.003);
        Assert.Equal(ConditionalDiscrepancy.Between(a, b, gamma), ConditionalDiscrepancy.Between(b, a, gamma), 10);
    }

    [Fact]
    public void DiscrepancyOfOneLawIsWithinItsYardstickAndAnotherScaleHidesNothing()
    {
        (Table real, int[] arms) = Drawn(600, 1, 4);
        ConditionalDiscrepancy discrepancy = new(real, arms, 20, FitContext.ForSeed(1));
        (Table same, int[] sameArms) = Drawn(600, 1, 5);
        (Table wide, int[] wideArms) = Drawn(600, 2, 6);
        Dictionary<string, double> null0 = Measure(same, sameArms), scaled = Measure(wide, wideArms);
        Assert.InRange(null0["mmd_ratio"], -4.5, 4.5);

        // Numbers twice as wide: the code's own scale for each side takes the difference away.
        Assert.True(scaled["mmd_ratio"] > 10, $"{scaled["mmd_ratio"]}");
        Assert.True(scaled["mmd_as_coded"] < 0.2 * scaled["mmd"], $"{scaled["mmd_as_coded"]} {scaled["mmd"]}");

        Dictionary<string, double> Measure(Table table, int[] t) =>
            discrepancy.Measure(table, t, RandomStream.Of(1)).ToDictionary(p => p.Key, p => p.Value);
    }

    [Fact]
    public void OverlapOfTwoNormalsOneApart()
    {
        // Kernels add their variance to each: 2 Φ(−δ/(2 √(1 + h²))).
        RandomStream stream = RandomStream.Of(7);
        double[] a = [.. Enumerable.Range(0, 3000).Select(_ => stream.NextNormal())],
            b = [.. Enumerable.Range(0, 3000).Select(_ => 1 + stream.NextNormal())];
        double width = 0.9 * Math.Sqrt(1.25) * Math.Pow(6000, -0.2);
        double expected = 2 * MathNet.Numerics.Distributions.Normal.CDF(0, 1, -0.5 / Math.Sqrt(1 + (width * width)));
        Assert.InRange(OverlapRows.KernelOverlap(a, b), expected - 0.035, expected + 0.035);
        Assert.Equal(1, OverlapRows.KernelOverlap(a, a), 3);
        Dictionary<string, double> figures = OverlapRows.Figures(string.Empty, [.01, .5, .5, .99], [0, 0, 1, 1])
            .ToDictionary(p => p.Key, p => p.Value);
        Assert.Equal(0.875, figures["propensity_auc"], 12);
        Assert.Equal(0.5, figures["histogram_overlap"], 12);
        Assert.Equal(0.5, figures["common_support"], 12);
    }

    [Fact]
    public void DistancesTellCopiesFromStrangers()
    {
        (Table real, _) = Drawn(300, 1, 8);
        (Table fresh, _) = Drawn(300, 1, 9);
        DistanceRows distances = new(real, FitContext.ForSeed(1));
        Dictionary<string, double> copies = distances.Measure(real, FitContext.ForSeed(1)).ToDictionary(p => p.Key, p => p.Value);
        Dictionary<string, double> strangers = distances.Measure(fresh, FitContext.ForSeed(1)).ToDictionary(p => p.Key, p => p.Value);
        Assert.Equal(0, copies["dcr_protection"]);
        Assert.Equal(0, copies["energy"], 12);
        Assert.Equal(0, copies["dcr_ratio_p95"]);

        // Of independent rows as many as real ones are as near: ½, SE .029.
        Assert.InRange(strangers["dcr_protection"], 0.37, 0.63);
        BaselineDistance baseline = new(real, RandomStream.Of(1));
        Assert.Equal(0, baseline.Score(real));
        Assert.InRange(baseline.Score(fresh), 0.2, 0.95);
    }

    [Fact]
    public void OneSplitOfALogisticClassifierSeesMeansAndNotDependence()
    {
        (double[] a, double[] b) = Normals(1500, 0.9, 10);
        (double[] c, double[] d) = Normals(1500, 0, 11);
        Table together = Numbers(a, b), apart = Numbers(c, d), moved = Numbers(Array.ConvertAll(a, v => v + 2), b);
        Assert.InRange(ClassifierTest.LogisticSplit(together, apart, FitContext.ForSeed(1)), 0.88, 1);
        Assert.InRange(ClassifierTest.LogisticSplit(together, moved, FitContext.ForSeed(1)), 0, 0.1);
        Assert.InRange(ClassifierTest.Boosting(together, apart, FitContext.ForSeed(1)), 0, 0.6);
    }

    [Fact]
    public void SkillAndDrawnKnobs()
    {
        Assert.Equal(1, StatedKnobs.Skill([1, 2, 3, 4], [1, 2, 3, 4]));
        Assert.Equal(0, StatedKnobs.Skill([1, 2, 3, 4], [2.5, 2.5, 2.5, 2.5]), 12);
        Assert.True(double.IsNaN(StatedKnobs.Skill([1, 1], [1, 2])));
        Assert.True(double.IsNaN(StatedKnobs.Correlation([1, 1], [1, 2])));

        // Half of what was asked, with noise: W1 is the mean gap, r stays 1.
        RandomStream stream = RandomStream.Of(12);
        double[] asked = [.. Enumerable.Range(0, 20_000).Select(i => i / 20_000.0)],
            drawn = Array.ConvertAll(asked, v => (0.5 * v) + stream.NextNormal());
        Dictionary<string, double> found = DrawnKnobs.Figures("tau", asked, drawn, 20).ToDictionary(p => p.Key, p => p.Value);
        Assert.InRange(found["tau_mean_error"], 0.22, 0.28);
        Assert.InRange(found["tau_w1"], 0.2, 0.3);
        Assert.InRange(found["tau_r"], 0.97, 1);
        Assert.InRange(found["tau_mae"], 0.2, 0.3);
    }

    [Fact]
    public void RanksShareTies() => Assert.Equal([2.5, 1, 2.5, double.NaN, 4], Ranks.Mid([3, 1, 3, double.NaN, 7]));

    private static Table Numbers(double[] a, double[] b) => new([new ContinuousColumn("a", a), new ContinuousColumn("b", b)]);

    private static Table Table(int[] a, int[] b) =>
        new([new IntegerColumn("a", Array.ConvertAll(a, v => (long)v)), new ContinuousColumn("b", Array.ConvertAll(b, v => (double)v))]);

    private static (double[] A, double[] B) Normals(int n, double rho, long seed)
    {
        RandomStream stream = RandomStream.Of(seed);
        double[] a = [.. Enumerable.Range(0, n).Select(_ => stream.NextNormal())];
        return (a, Array.ConvertAll(a, v => (rho * v) + (Math.Sqrt(1 - (rho * rho)) * stream.NextNormal())));
    }

    private static MixedRows Rows(int n, double mean, RandomStream stream) =>
        new(new Matrix(n, 1, [.. Enumerable.Range(0, n).Select(_ => mean + stream.NextNormal())]),
            [.. Enumerable.Repeat(Array.Empty<int>(), n)]);

    private static (Table Table, int[] Arms) Drawn(int n, double width, long seed)
    {
        RandomStream stream = RandomStream.Of(seed);
        int[] arms = [.. Enumerable.Range(0, n).Select(_ => stream.NextInt(2))];
        return (new Table(
        [
            new ContinuousColumn("a", [.. arms.Select(t => (t + stream.NextNormal()) * width)]),
            new ContinuousColumn("b", [.. arms.Select(_ => stream.NextNormal() * width)]),
            new CategoricalColumn("k", [.. arms.Select(_ => stream.NextInt(3))], ["x", "y", "z"]),
        ]), arms);
    }
}
