using System.Text.Json;
using CausalLoom.Data;
using CausalLoom.Evaluation;
using CausalLoom.Evaluation.Covariates;
using CausalLoom.Numerics.Random;
using CausalLoom.Sandbox.PaperEvaluation;
using CausalLoom.Tests.Evaluation;

namespace CausalLoom.Tests.Sandbox.PaperEvaluation;

/// <summary>
/// The new figures against numpy, scipy and scikit-learn (tools/reference/sandbox_evaluation.py); column c stands for treatment.
/// </summary>
public sealed class PaperReferenceTests
{
    private static readonly JsonElement Root = JsonDocument.Parse(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "sandbox_evaluation.json"))).RootElement;
    private static readonly Table Real = ReferenceFixture.RealTable, Synthetic = ReferenceFixture.SyntheticTable;

    [Fact]
    public void MarginsAndPairsOfLevels()
    {
        Dictionary<string, double> found = MarginalRows.Of(Real, Synthetic).ToDictionary(p => p.Key, p => p.Value);
        Assert.Equal(Value("contingency"), found["contingency_similarity"], 12);
        Assert.Equal(CorrelationSimilarity.Between(PaperTable.Numbers(Real), PaperTable.Numbers(Synthetic)),
            found["correlation_similarity_as_coded"], 12);

        // A third number, so that ranks are taken: constant in both tables, its pairs count 1 each.
        Table third = Real.With(new ContinuousColumn("z", new double[Real.Rows])),
            other = Synthetic.With(new ContinuousColumn("z", new double[Synthetic.Rows]));
        double ranked = MarginalRows.Of(third, other).Single(p => p.Key == "correlation_similarity_as_coded").Value;
        Assert.Equal((Value("spearman") + 2) / 3, ranked, 12);
    }

    [Fact]
    public void SymmetricUncertainties()
    {
        Assert.Equal(Value("su_binned"), new SymmetricUncertainty(Real).Similarity(Synthetic), 12);
        Table smooth = Smooth();
        Assert.Equal(Value("entropy"), NeighbourInformation.Entropy(smooth.Columns[1].ToNumbers()), 10);
        Assert.Equal(Value("mutual"), NeighbourInformation.Mutual(smooth.Columns[0].ToNumbers(), smooth.Columns[1].ToNumbers()), 10);
        double[] expected = Values("su_neighbours"), found = NeighbourUncertainty.Pairs(smooth);
        Assert.Equal(expected.Length, found.Length);
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 9));
        Assert.Contains(expected, v => v > 0.1);
    }

    [Fact]
    public void ConditionalDiscrepancies()
    {
        ConditionalDiscrepancy discrepancy = new(Real.Without("c"), Codes(Real), 10, FitContext.ForSeed(1));
        Dictionary<string, double> found = discrepancy.Measure(Synthetic.Without("c"), Codes(Synthetic), RandomStream.Of(1))
            .ToDictionary(p => p.Key, p => p.Value);
        Assert.Equal(Value("mmd"), found["mmd"], 10);
        Assert.Equal(Value("mmd_coded"), found["mmd_as_coded"], 10);
    }

    [Fact]
    public void DistancesToTheClosestRecord()
    {
        Dictionary<string, double> found = new DistanceRows(Real, FitContext.ForSeed(1)).Measure(Synthetic, FitContext.ForSeed(1))
            .ToDictionary(p => p.Key, p => p.Value);
        Assert.Equal(Value("energy"), found["energy"], 10);
        Assert.Equal(Value("protection"), found["dcr_protection"], 12);
        double[] expected = Values("ratios");
        string[] keys = ["dcr_ratio_mean", "dcr_ratio_p5", "dcr_ratio_p50", "dcr_ratio_p95"];
        Assert.All(keys.Zip(expected), pair => Assert.Equal(pair.Second, found[pair.First], 9));
    }

    [Fact]
    public void Propensities()
    {
        Dictionary<string, double> found = OverlapRows.Of(Real.Without("c"), Codes(Real), FitContext.ForSeed(1))
            .ToDictionary(p => p.Key, p => p.Value);
        Assert.Equal(Value("propensity_auc"), found["propensity_auc_as_coded"], 10);
        Assert.Equal(Value("histogram"), found["histogram_overlap_as_coded"], 10);
        double[] inside = Values("inside");
        Assert.Equal(inside[0], found["common_support_as_coded"], 12);
        Assert.Equal(inside[1], found["common_support_t0_as_coded"], 12);
        Assert.Equal(inside[2], found["common_support_t1_as_coded"], 12);
        Assert.Equal(Value("kernel_overlap"), OverlapRows.KernelOverlap(Values("kernel_left"), Values("kernel_right")), 10);
    }

    private static Table Smooth()
    {
        double[][] rows =
            [.. Root.GetProperty("smooth").EnumerateArray().Select(row => row.EnumerateArray().Select(v => v.GetDouble()).ToArray())];
        return new Table(
        [
            new ContinuousColumn("x", [.. rows.Select(r => r[0])]),
            new ContinuousColumn("y", [.. rows.Select(r => r[1])]),
            new BinaryColumn("c", [.. rows.Select(r => (int)r[2])], ["0", "1"]),
            new CategoricalColumn("k", [.. rows.Select(r => (int)r[3])], ["u", "v", "w"]),
        ]);
    }

    private static int[] Codes(Table table) => ((BinaryColumn)table["c"]).Codes;

    private static double Value(string name) => Root.GetProperty(name).GetDouble();

    private static double[] Values(string name) => [.. Root.GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];
}
