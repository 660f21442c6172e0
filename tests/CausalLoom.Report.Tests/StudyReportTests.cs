using System.Text.Json.Nodes;
using CausalLoom.Studies;
using CausalLoom.Studies.Evaluations;

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
        Assert.Equal(summary.Rows.Take(4).Select(r => r.Measures["bias"].Value), bias.Select(v => (double)v!["v"]!), (a, b) =>
            Math.Abs(a - b) < 1e-4);
        double low = (double)bias[0]!["lo"]!, half = 1.96 * summary.Rows[0].Measures["bias"].MonteCarloSe;
        Assert.Equal(summary.Rows[0].Measures["bias"].Value - half, low, 3);
        Assert.Contains("Type I error", page, StringComparison.Ordinal);
        Assert.Contains("1 of 4", page, StringComparison.Ordinal);
        Assert.Contains("are not done", page, StringComparison.Ordinal);
        Assert.Contains("<li>Source toy: Read as &lt;missing&gt;: bp</li>", page, StringComparison.Ordinal);
        Assert.Contains("pid (an &lt;id&gt;); 3 rows: no outcome", page, StringComparison.Ordinal);
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

    [Fact]
    public void EvaluationsHaveADotAndARangeAFitAndTheTable()
    {
        const string Measured = """
            name: "<script>fits</script>"
            sources:
              - { name: toy, simulator: toy }
              - { name: a, synthesizer: toy, seed_rows: 200, fits: 3, method: sandbox, scenario: toy-s1 }
              - { name: b, synthesizer: toy, seed_rows: 200, fits: 3, method: sandbox, scenario: toy-s2, preset: causalmix-paper }
            evaluations: [{ evaluate: verification }]
            table:
              columns: [S1, "<b>S2</b>"]
              rows: { "<i>ours</i>": [a, b] }
              figures:
                - { figure: tau_skill, label: "skill & <u>", chart: true, published: { "<img src=x>": [.5, "-"] } }
                - { figure: tau_mae }
                - { figure: passed }
            """;
        Study study = StudyFile.Parse(Measured, "s.yaml");
        StudySummary summary = new(study, 4, 6, []) { Figures = [.. Figures(study)] };
        string page = StudyReport.Render(new StudyReportInput(null, "1", summary), Page.Bundle);
        JsonObject spec = Assert.Single(Page.Specs(page));
        JsonArray ours = spec["layer"]![1]!["data"]!["values"]!.AsArray(), theirs = spec["layer"]![2]!["data"]!["values"]!.AsArray();
        JsonNode point = Assert.Single(ours)!;
        Assert.Equal(("S1", 0.8, 0.7, 0.9, 3),
            ((string)point["c"]!, (double)point["v"]!, (double)point["lo"]!, (double)point["hi"]!, (int)point["n"]!));
        Assert.Equal(("S1", 0.5), ((string)Assert.Single(theirs)!["c"]!, (double)theirs[0]!["v"]!));
        Assert.Contains("2 of 3", page, StringComparison.Ordinal);
        Assert.Contains("b, verification", page, StringComparison.Ordinal);
        Assert.Contains("are not done", page, StringComparison.Ordinal);
        Assert.Contains("sandbox, penalty, causalmix-paper", page, StringComparison.Ordinal);
        string plain = StudyReport.Render(new StudyReportInput(null, "1", summary), null);
        Assert.All(new[] { "<script", "<img", "<b>", "<i>", "<u>" }, tag => Assert.DoesNotContain(tag, plain, StringComparison.Ordinal));
        Assert.Contains(".800 (.100)", plain, StringComparison.Ordinal);
    }

    private static IEnumerable<StudyFigureRow> Figures(Study study)
    {
        foreach (StudyFigure figure in study.Evaluations[0].Create().Figures)
        {
            double[] values = figure.IsCheck ? [1, 0, 1] : [0.9, 0.8, 0.7];
            yield return new StudyFigureRow("a", "verification", figure, 3,
                [.. values.Select((v, k) => Row("a", k + 1, figure.Key, v, string.Empty))]);
            yield return new StudyFigureRow("b", "verification", figure, 3, [Row("b", 1, figure.Key, double.NaN, "It <b>broke</b>")]);
        }
    }

    private static StudyFitRow Row(string source, int fit, string figure, double value, string failure) =>
        new(source, fit, "verification", figure, value, double.NaN, 1, string.Empty, failure);

    private static StudySummary Made()
    {
        Study study = StudyFile.Parse(Yaml, "s.yaml");
        List<StudySummaryRow> rows = [];
        foreach (StudyCell cell in new StudyPlan(study).Cells)
        {
            foreach (StudyMethodSpec method in study.Methods)
            {
                double shift = rows.Count * 0.01, truth = cell.Source == "toy" ? 0.3 : 0;
                StudyEstimate[] estimates =
                    [.. new[] { 0.1, 0.3, 0.4 }.Select(e => new StudyEstimate(e + shift, 0.1, e + shift - 0.2, e + shift + 0.2))];
                rows.Add(new StudySummaryRow(cell, method.Name, "ate", truth, 0, 4, 1, [("All rows are <b>treated</b>", 1)], 0.3,
                    Performance.Of(estimates, truth)));
            }
        }

        return new StudySummary(study, 3, 4, rows)
        {
            Reading = [new StudyReading("toy", (System.Text.Json.Nodes.JsonObject)System.Text.Json.Nodes.JsonNode.Parse("""
                {"columns_left_out": [{"column": "pid", "reason": "an <id>"}], "rows_dropped": [{"reason": "no outcome", "rows": 3}],
                 "warnings": ["Read as <missing>: bp"]}
                """)!)],
        };
    }
}
