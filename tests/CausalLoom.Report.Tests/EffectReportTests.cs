using System.Text.Json.Nodes;
using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Numerics.Random;
using CausalLoom.Report.Html;
using CausalLoom.Simulators;

namespace CausalLoom.Report.Tests;

public sealed class EffectReportTests
{
    private static readonly Lazy<EffectReportInput> Input = new(Make);

    [Fact]
    public void TheNumbersOfTheEstimatesAreOnThePage()
    {
        string page = EffectReport.Render(Input.Value, Page.Bundle);
        JsonObject[] specs = Page.Specs(page);
        Assert.Equal(2, specs.Length);
        double[] shown = [.. specs[0]["layer"]![1]!["data"]!["values"]!.AsArray().Select(v => (double)v!["lo"]!)];
        Assert.Equal(Input.Value.Effects.Effects.Select(e => e.Lower), shown, (a, b) => Math.Abs(a - b) < 1e-3 * Math.Abs(a));
        Assert.Contains("The true effect is −5.44", page, StringComparison.Ordinal);
        Assert.Contains("Effective sample size", page, StringComparison.Ordinal);
        Assert.Contains("outcome model alone", page, StringComparison.Ordinal);
    }

    // Four levels on the scale of ratios: intervals as estimated, not ± 1.96 SE; 1 is no effect; levels by their names.
    [Fact]
    public void RatiosOfManyLevelsAreShownAsTheyAre()
    {
        CausalData data = CausalData.From(
            new FourArmSimulator(new FourArmSimulatorOptions { Outcome = FourArmOutcome.Binary })
                .Draw(500, RandomStream.Of(5)).Table, "dose", "y");
        AverageEffects effects = AverageEffects.Estimate(data, new AverageEffectOptions
        {
            Nuisances = Catalogues.Default.CreateNuisances("linear"), Estimators = ["aipw"], Scale = EffectScale.OddsRatio,
        }, FitContext.ForSeed(1));
        string page = EffectReport.Render(Input.Value with { Data = data, Effects = effects, Truth = null }, Page.Bundle);
        JsonArray layers = Page.Specs(page)[0]["layer"]!.AsArray();
        Assert.Equal(1, (int)layers[0]!["data"]!["values"]![0]!["v"]!);
        JsonArray rows = layers[1]!["data"]!["values"]!.AsArray();
        Assert.All(rows.Zip(effects.Effects), row =>
        {
            string label = (string)row.First!["name"]!;
            Assert.StartsWith($"aipw, {row.Second.Level} against control|", label, StringComparison.Ordinal);
            Assert.EndsWith(
                $"({Numbers.Short(row.Second.Lower)} to {Numbers.Short(row.Second.Upper)})", label, StringComparison.Ordinal);
        });
        Assert.Contains("odds-ratio of the levels", page, StringComparison.Ordinal);
        Assert.DoesNotContain("treated (", page, StringComparison.Ordinal);
        Assert.All(new[] { "high against control", "low against control", "mid against control" },
            title => Assert.Contains($"<h3>{title}</h3>", page, StringComparison.Ordinal));
    }

    [Fact]
    public void WithoutChartsTheTablesRemain()
    {
        string page = EffectReport.Render(Input.Value, null);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.Contains("targeted maximum likelihood (tmle)", page, StringComparison.Ordinal);
    }

    [Fact]
    public void NamesReachThePageAsTextOnly()
    {
        EffectReportInput hostile = Input.Value with
            { Title = "<script>alert(1)</script>", Run = Input.Value.Run with { InputName = "</table><img src=x>" } };
        string page = EffectReport.Render(hostile, Page.Bundle);
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
    }

    private static EffectReportInput Make()
    {
        DemoSimulator demo = new();
        CausalData data = CausalData.From(demo.Draw(400, RandomStream.Of(5)).Table, demo.Treatment, demo.Outcome);
        AverageEffects effects = AverageEffects.Estimate(data, new AverageEffectOptions
            { Nuisances = Catalogues.Default.CreateNuisances("linear") }, FitContext.ForSeed(1));
        return new EffectReportInput("Average effects", new RunFacts("causalloom estimate demo.csv", "demo.csv", null, Product.Version, 1,
            null, null, [new("Folds", "5")]), data, effects, demo.AverageEffect);
    }
}
