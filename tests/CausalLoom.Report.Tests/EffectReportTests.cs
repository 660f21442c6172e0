using System.Text.Json.Nodes;
using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Numerics.Random;
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
