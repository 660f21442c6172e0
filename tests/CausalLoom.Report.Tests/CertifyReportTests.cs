using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Jobs;
using CausalLoom.Methods;
using CausalLoom.Releases;

namespace CausalLoom.Report.Tests;

public sealed class CertifyReportTests
{
    [Fact]
    public void SharesStandWithTheirMonteCarloErrors()
    {
        string page = CertifyReport.Render(Input(0.95), Page.Bundle);
        JsonObject[] specs = Page.Specs(page);
        Assert.Equal(4, specs.Length);
        JsonArray layers = specs[0]["layer"]!.AsArray();
        Assert.Equal(0.95, (double)layers[0]!["data"]!["values"]![0]!["v"]!);
        JsonArray rows = layers[1]!["data"]!["values"]!.AsArray();
        Assert.Equal([0.94, 0.6, 0.95], rows.Select(row => (double)row!["v"]!));
        Assert.Equal(0.6 - (1.96 * Math.Sqrt(0.24 / 400)), (double)rows[1]!["lo"]!, 3);
        Assert.Equal(1, (double)specs[1]["layer"]!.AsArray()[1]!["data"]!["values"]![0]!["hi"]!, 1e-12);

        // Type I error has its own line; power has none.
        Assert.Equal((2, 3), (specs[1]["layer"]!.AsArray().Count, specs[3]["layer"]!.AsArray().Count));
        Assert.Equal(0.05, (double)specs[3]["layer"]![0]!["data"]!["values"]![0]!["v"]!);
        Assert.Contains("Type I error", page, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatToWriteBesideTheDataStandsOnTop()
    {
        string page = CertifyReport.Render(Input(0.95), null);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.Contains("5 copies of 800 synthetic rows of a model (joint, copula) of 500 real rows.", page, StringComparison.Ordinal);
        Assert.Contains("effect in 60.0 % (± 4.8 %, 400 worlds)", page, StringComparison.Ordinal);
        Assert.Contains("the release file &lt;b&gt;.json (all copies, ‹release›) they hold it in 95.0 %", page, StringComparison.Ordinal);
        Assert.Contains("find one in 5.0 % (± 2.1 %, 400 worlds)", page, StringComparison.Ordinal);
        Assert.Contains("3 worlds could not be gone through and are in no share below: an &lt;arm&gt; is empty", page,
            StringComparison.Ordinal);
        Assert.Contains("cannot tell", page, StringComparison.Ordinal);
        Assert.Contains("Not certified", CertifyReport.Render(Input(0.7), null), StringComparison.Ordinal);
        Assert.Contains("Certified:", CertifyReport.Render(Input(0.97), null), StringComparison.Ordinal);
    }

    private static CertifyReportInput Input(double coverage)
    {
        ReleaseColumns columns = new("w", ["0", "1"], "y", null, ["x"]);
        CertifyJob job = new()
        {
            Release = new ReleaseNote(columns, 500, 800, new Dictionary<Population, PopulationError>()) { Copies = 5 },
            Data = new DataTable(new Table([new ContinuousColumn("x", [1])]), "w", "y"), Worlds = 403,
        };
        ReleaseTally Tally(double truth) => new(
        [
            Line("real", 0.94, truth), Line("rows", 0.6, truth), Line("release", coverage, truth),
            Line("between", double.NaN, truth) with { NoInterval = 400 },
        ], 400, truth == 0 ? [("an <arm> is empty", 3)] : []);
        SynthesisPlan plan = SynthesisPlan.Of(new SynthesisRequest { Method = "joint", Options = [("generator", "copula")] });
        CertifyResult result = new(job, plan, new ReadFacts { Treatment = "w", Levels = ["0", "1"], Outcome = "y" },
            Tally(2), Tally(0));
        return new CertifyReportInput("A <title>", new RunFacts("causalloom certify", "d.csv", "<b>.json", "1", 1, null, null, []), result);
    }

    private static ReleasePerformance Line(string analysis, double coverage, double truth) =>
        new(analysis, "aipw", "1", "0", truth, 400, 0)
        {
            Coverage = coverage, Rejection = truth == 0 ? 0.05 : 1, Bias = 0.1, EmpiricalSe = 1, SeRatio = 1, SeOverReal = 1.1,
        };
}
