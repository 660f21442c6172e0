using System.Text.Json.Nodes;
using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Mechanisms;
using CausalLoom.Numerics.Random;
using CausalLoom.Overlap;
using CausalLoom.Simulators;

namespace CausalLoom.Report.Tests;

public sealed class AugmentReportTests
{
    private static readonly Lazy<AugmentReportInput> Input = new(() => Make(new AugmentOptions { Averaging = Averaging.Pooled }));

    [Fact]
    public void TheNumbersOfEveryApproachAreOnThePage()
    {
        string page = AugmentReport.Render(Input.Value, Page.Bundle);
        JsonObject[] specs = Page.Specs(page);
        Assert.Equal(3, specs.Length);
        double[] shown = [.. specs[0]["layer"]![1]!["data"]!["values"]!.AsArray().Select(v => (double)v!["lo"]!)];
        AugmentAnalysis analysis = Input.Value.Analysis;
        double[] expected = [.. analysis.Approaches.Select(a => a.Effects!.Effects.First(e => e.Estimator == "aipw").Lower)];
        Assert.Equal(expected, shown, (a, b) => Math.Abs(a - b) < 1e-3 * Math.Abs(a));
        Assert.Contains("pooled ★", page, StringComparison.Ordinal);
        Assert.Contains("effect of another population", page, StringComparison.Ordinal);
        Assert.Equal(2 * analysis.Shift.Count, specs[2]["layer"]![3]!["data"]!["values"]!.AsArray().Count);
    }

    [Fact]
    public void WithoutChartsTheTablesRemainAndWithoutDonorsThereIsNoShift()
    {
        string page = AugmentReport.Render(Input.Value, null);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.Contains("overlap weights", page, StringComparison.Ordinal);
        AugmentReportInput none = Make(new AugmentOptions { Extremes = new ExtremeRule { Lower = 0, Upper = 1 } });
        Assert.Equal(2, Page.Specs(AugmentReport.Render(none, Page.Bundle)).Length);
        Assert.Contains("nothing was added", AugmentReport.Render(none, null), StringComparison.Ordinal);
    }

    [Fact]
    public void NamesReachThePageAsTextOnly()
    {
        AugmentReportInput hostile = Input.Value with { Title = "<script>alert(1)</script>", Run = Input.Value.Run with
            { InputName = "</table><img src=x>", SyntheticName = "<b>pool</b>" } };
        string page = AugmentReport.Render(hostile, Page.Bundle);
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>pool", page, StringComparison.Ordinal);
    }

    private static AugmentReportInput Make(AugmentOptions options)
    {
        CausalData data = Draw("poor", 200, 1), donors = Draw("randomized", 300, 2);
        AugmentAnalysisOptions how = new()
            { Augment = options, Effects = new AverageEffectOptions { Nuisances = Catalogues.Default.CreateNuisances("linear") } };
        AugmentAnalysis analysis = AugmentAnalysis.Run(
            TwoArms.Of(data, "Augmentation"), DonorPool.Of(data, donors, DonorOrigin.Real), how, FitContext.ForSeed(1));
        return new AugmentReportInput("Augmented", new RunFacts("causalloom augment data.csv", "data.csv", "pool.csv", Product.Version, 1,
            null, null, [new("Folds", "5")]), analysis, 0.4);
    }

    private static CausalData Draw(string overlap, int rows, long seed)
    {
        ISimulator simulator = Catalogues.Default.CreateSimulator("hybrid", [$"overlap={overlap}"]);
        return CausalData.From(simulator.Draw(rows, RandomStream.Of(seed)).Table, simulator.Treatment, simulator.Outcome);
    }
}
