using System.Text.Json.Nodes;
using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Mechanisms;
using CausalLoom.Numerics.Random;
using CausalLoom.Sandbox;
using CausalLoom.Sandbox.Exact;
using CausalLoom.Sandbox.Verification;
using CausalLoom.Simulators;

namespace CausalLoom.Report.Tests;

public sealed class SandboxReportTests
{
    private static readonly Lazy<SandboxReportInput> Input = new(Make);

    [Fact]
    public void TheNumbersOfTheVerificationAreOnThePage()
    {
        SandboxVerification v = Input.Value.Verification;
        string page = SandboxReport.Render(Input.Value, Page.Bundle);
        JsonObject[] specs = Page.Specs(page);

        // τ, κ₀, κ₁, overlap, the front, associations.
        Assert.Equal(6, specs.Length);
        double[] shown = [.. specs[0]["layer"]![2]!["data"]!["values"]!.AsArray().Select(p => (double)p!["d"]!)];
        Assert.Equal(v.Tau.Bins.Select(b => b.Delivered), shown, (a, b) => Math.Abs(a - b) <= 1e-4 * Math.Abs(a) + 1e-12);
        Assert.Contains(v.Passed ? "Delivered as asked" : "Not delivered as asked", page, StringComparison.Ordinal);
        Assert.Contains("Rosenbaum", page, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatFailedIsSaid()
    {
        SandboxVerification failed = Input.Value.Verification with { Tau = Input.Value.Verification.Tau with { Passed = false } };
        string page = SandboxReport.Render(Input.Value with { Verification = failed }, null);
        Assert.Contains("Not delivered as asked", page, StringComparison.Ordinal);
        Assert.Contains("<th scope=\"row\">Effect τ</th><td class=\"fail\"><span class=\"badge\">FAIL</span></td>", page,
            StringComparison.Ordinal);

        // Before anything else, and what it was.
        int first = page.IndexOf("Do not use these data as what was asked for. Failed: Effect τ", StringComparison.Ordinal);
        Assert.InRange(first, 1, page.IndexOf("Asked and delivered", StringComparison.Ordinal));
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.02, "It is 0.020 below")]
    [InlineData(-0.02, "It is 0.020 above")]
    public void TheRequestIsSaidToBeOnTheRightSideOfTheRealContrast(double realLessRequest, string expected)
    {
        ExactFacts facts = Input.Value.Facts! with { Gap = Input.Value.Facts!.Gap with { Mean = realLessRequest } };
        string page = SandboxReport.Render(Input.Value with { Facts = facts }, null);
        Assert.Contains(expected, page, StringComparison.Ordinal);
    }

    [Fact]
    public void SymbolsUnitsAndTheConfounderAreExplained()
    {
        string page = SandboxReport.Render(Input.Value, Page.Bundle);
        Assert.Contains("E[Y(1) − Y(0) | x]; risk difference", page, StringComparison.Ordinal);
        Assert.Contains("is not among the columns of the data", page, StringComparison.Ordinal);
        Assert.Contains("as in the real data", page, StringComparison.Ordinal);
        Assert.Equal(["τ asked", "κ₀ asked", "κ₁ asked"],
            Page.Specs(page).Take(3).Select(s => (string)s["layer"]![2]!["encoding"]!["x"]!["title"]!));
    }

    [Fact]
    public void NamesReachThePageAsTextOnly()
    {
        SandboxReportInput hostile = Input.Value with { Title = "<script>alert(1)</script>", Knobs = Input.Value.Knobs with
            { Tau = Knob.Of("</script><img src=x>", x => new double[x.Rows]) } };
        string page = SandboxReport.Render(hostile, Page.Bundle);
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
    }

    private static SandboxReportInput Make()
    {
        CausalData real = CausalData.From(new ToySimulator().Draw(600, RandomStream.Of(5)).Table, "T", "Y");
        SandboxKnobs knobs = new(Knob.Of("0.1 + x", x => Array.ConvertAll(x["X_uniform"].ToNumbers(), v => 0.1 + (0.02 * v))),
            Knob.Constant(0.05), Knob.Zero, null);
        ExactModel model = new ExactSandbox(knobs, new ExactOptions
            { Generator = Catalogues.Default.Generators.Create("bootstrap"), PoolRows = 2000 })
            .Plan(TwoArms.Of(real, "The sandbox"), FitContext.ForSeed(1)).Fit(FitContext.ForSeed(1));
        SandboxVerification seen = Verifier.Run(model, real, new VerificationOptions { Units = 2000, DrawsEach = 20, Splits = 2 },
            FitContext.ForSeed(2));
        RunFacts facts = new("causalloom sandbox toy.csv", "toy.csv", "synth.csv", Product.Version, 1, "sandbox", "bootstrap",
            [new("Mode", "exact")]);
        return new SandboxReportInput("Sandbox", facts, real, knobs, model.Facts, seen);
    }
}
