using CausalLoom.Studies;

namespace CausalLoom.Tests.Studies.Evaluations;

/// <summary>Reading `evaluations` and `table` of study files.</summary>
public sealed class StudyEvaluationFileTests
{
    private const string Good = """
        name: measured
        sources:
          - { name: toy, simulator: toy }
          - { name: a, synthesizer: toy, seed_rows: 200, fits: 3, method: sandbox, scenario: toy-s1 }
          - { name: b, synthesizer: toy, seed_rows: 200, fits: 3, method: sandbox, scenario: toy-s2 }
          - { name: steam, synthesizer: toy, seed_rows: 200, fits: 2, method: steam }
        evaluations:
          - { evaluate: verification, units: 1000, unit_draws: 20 }
          - { name: paper, evaluate: causalmix, draws: 3, sources: [b], figures: [wasserstein, tau_r] }
          - { evaluate: metrics, repeats: 2, rows: 90 }
        table:
          columns: [S1, S2]
          rows: { exact: [a, b] }
          figures:
            - { figure: wasserstein, label: W1, published: { "paper, BGMM": [.071, "-"] } }
            - { figure: tau_r, evaluation: verification }
        """;

    [Fact]
    public void EverythingIsReadAndWhatMethodsNeedMayBeLeftOut()
    {
        Study study = StudyFile.Parse(Good, "s.yaml");
        Assert.Equal((0, 0, 0), (study.Replicates, study.Sizes.Count, study.Methods.Count));
        Assert.Equal(["verification", "paper", "metrics"], study.Evaluations.Select(e => e.Name));
        Assert.Equal(["a", "b"], study.Evaluations[0].Sources);
        Assert.Equal((1000, 20), (study.Evaluations[0].Verification.Units, study.Evaluations[0].Verification.DrawsEach));
        Assert.Equal(["b"], study.Evaluations[1].Sources);
        Assert.Equal(3, study.Evaluations[1].CausalMix.Draws);
        Assert.Equal(["wasserstein", "tau_r"], study.Evaluations[1].Shown);
        Assert.Equal(["a", "b", "steam"], study.Evaluations[2].Sources);
        Assert.Equal((2, 90), (study.Evaluations[2].Metrics.Repeats, study.Evaluations[2].Rows));
        Assert.Equal("paper", study.Table!.Figures[0].Evaluation);
        Assert.Equal([(0.071, ".071"), (double.NaN, "n/a")], study.Table.Figures[0].Published[0].Cells);

        // Two sandboxes of three fits and one generator of two: each fit is one unit; the target is no unit at all.
        StudyPlan plan = new(study);
        Assert.Empty(plan.Cells);
        Assert.Equal(["a-fit1.csv", "a-fit2.csv", "a-fit3.csv", "b-fit1.csv", "b-fit2.csv", "b-fit3.csv", "steam-fit1.csv",
            "steam-fit2.csv"], plan.Units.Select(u => u.FileName));
    }

    [Theory]
    [InlineData("evaluate: verification", "evaluate: verificaton", 8, 17, "Did you mean 'verification'?")]
    [InlineData("units: 1000", "unit: 1000", 8, 31, "Did you mean 'units'?")]
    [InlineData("units: 1000", "units: 10", 8, 38, "whole number from 1000")]
    [InlineData("units: 1000", "draws: 2", 8, 38, "`draws` has no meaning with `evaluate: verification`")]
    [InlineData("rows: 90", "units: 1000", 10, 45, "`units` has no meaning with `evaluate: metrics`")]
    [InlineData("draws: 3", "draws: none", 9, 48, "whole number")]
    [InlineData("sources: [b]", "sources: [c]", 9, 61, "measures sandboxes")]
    [InlineData("sources: [b]", "sources: [steam]", 9, 61, "'steam' is none")]
    [InlineData("figures: [wasserstein,", "figures: [waserstein,", 9, 75, "Did you mean 'wasserstein'?")]
    [InlineData("name: paper", "name: verification", 9, 5, "'verification' is there twice")]
    [InlineData("rows: { exact: [a, b] }", "rows: { exact: [a] }", 13, 18, "1 cells for 2 columns")]
    [InlineData("rows: { exact: [a, b] }", "rows: { exact: [a, toy] }", 13, 22, "is no 'toy'")]
    [InlineData("rows: { exact: [a, b] }", "rows: {}", 13, 9, "needs a row at least")]
    [InlineData("label: W1", "lable: W1", 15, 30, "Did you mean 'label'?")]
    [InlineData("[.071, \"-\"]", "[.071, x]", 15, 76, "a number or -")]
    [InlineData("figure: tau_r, evaluation: verification", "figure: tau_r", 16, 17, "verification and paper: say which with `evaluation:`")]
    [InlineData("figure: tau_r, evaluation: verification", "figure: tau_r, evaluation: metrics", 16, 17, "is no 'tau_r'")]
    public void AMistakeIsOneLineWithItsPlace(string right, string wrong, int line, int column, string expected) =>
        StudyMistake.IsOneLine(Good, right, wrong, line, column, expected);

    [Theory]
    [InlineData("name: x\nn: 50\nsources: [{simulator: toy}]", "needs `methods:`, `evaluations:` or both")]
    [InlineData("name: x\nsources: [{simulator: toy}]\nmethods: [{estimator: or}]", "needs `n:`")]
    [InlineData("name: x\nsources: [{simulator: toy}]\nmethods: [{estimator: or}]\nn: 50", "needs `replicates:`")]
    [InlineData("name: x\nsources: [{simulator: toy}]\nevaluations: [{evaluate: metrics}]",
        "`metrics` measures `synthesizer:` sources, and there is none")]
    [InlineData("name: x\nsources: [{simulator: toy}, {name: s, synthesizer: toy, seed_rows: 99}]\nevaluations: [{evaluate: causalmix}]",
        "`causalmix` measures sandboxes")]
    [InlineData("name: x\nsources: [{simulator: toy}]\nmethods: [{estimator: or}]\nn: 50\nreplicates: 2\ntable: {columns: a}",
        "there are none")]
    public void WhatIsMissingIsNamed(string yaml, string expected)
    {
        CausalLoomException e = Assert.Throws<CausalLoomException>(() => StudyFile.Parse(yaml, "s.yaml"));
        Assert.Matches("^s.yaml, line [0-9]+, column [0-9]+: ", e.Message);
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }
}
