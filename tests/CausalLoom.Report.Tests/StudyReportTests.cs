using System.Text.Json.Nodes;
using CausalLoom.Studies;

namespace CausalLoom.Report.Tests;

public sealed class StudyReportTests
{
    private const string Yaml = """
        name: "<script>alert(1)</script>"
        aims: "</table><img src=x>"
        replicates: 4
        n: [50, 100]
        sources: [{ simulator: toy }, { simulator: kang-schafer }]
        methods: [{ estimator: aipw }, { estimator: or }]
        """;

    [Fact]
    public void ChartsShowBiasAndCoverageOfEachCell()
    {
        StudySummary summary = Made();
        string page = StudyReport.Render(new StudyReportInput("causalloom study report d", "1", summary), Page.Bundle);
        JsonObject[] specs = Page.Specs(page);
        Assert.Equal(4, specs.Length);
        JsonArray bias = specs[0]["layer"]![2]!["data"]!["values"]!.AsArray();
        Assert.Equal(["50", "50", "100", "100"], bias.Select(v => (string)v!["n"]!));
        Assert.Equal(summary.Rows.Take(4).Select(r => r.Measures["bias"].Value), bias.Select(v => (double)v!["v"]!), (a, b) => Math.Abs(a - b) < 1e-4);
        double low = (double)bias[0]!["lo"]!, half = 1.96 * summary.Rows[0].Measures["bias"].MonteCarloSe;
        Assert.Equal(summary.Rows[0].Measures["bias"].Value - half, low, 3);
        Assert.Contains("Type I error", page, StringComparison.Ordinal);
        Assert.Contains("1 of 4", page, StringComparison.Ordinal);
        Assert.Contains("are not done", page, StringComparison.Ordinal);
    }

    [Fact]
    public void NamesReachThePageAsTextAndTablesNeedNoScript()
    {
        string page = StudyReport.Render(new StudyReportInput(null, "1", Made()), null);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.Contains("Coverage", page, StringComparison.Ordinal);
        Assert.Equal(page, StudyReport.Render(new StudyReportInput(null, "1", Made()), null));
    }

    private static StudySummary Made()
    {
        Study study = StudyFile.Parse(Yaml, "s.yaml");
        List<StudySummaryRow> rows = [];
        foreach (StudyCell cell in new StudyPlan(study).Cells)
        {
            foreach (StudyMethodSpec method in study.Methods)
            {
                double shift = rows.Count * 0.01, truth = cell.Source == "toy" ? 0.3 : 0;
                StudyEstimate[] estimates = [.. new[] { 0.1, 0.3, 0.4 }.Select(e => new StudyEstimate(e + shift, 0.1, e + shift - 0.2, e + shift + 0.2))];
                rows.Add(new StudySummaryRow(cell, method.Name, "ate", truth, 0, 4, 1, [("All rows are <b>treated</b>", 1)], 0.3, Performance.Of(estimates, truth)));
            }
        }

        return new StudySummary(study, 3, 4, rows);
    }
}
