using CausalLoom.Studies;
using CausalLoom.Studies.Evaluations;

namespace CausalLoom.Tests.Studies.Evaluations;

/// <summary>The table of a study's evaluations, on made-up rows.</summary>
public sealed class StudyTableTests
{
    private const string Yaml = """
        name: measured
        sources:
          - { name: toy, simulator: toy }
          - { name: a, synthesizer: toy, seed_rows: 200, fits: 3, method: sandbox, scenario: toy-s1 }
          - { name: b, synthesizer: toy, seed_rows: 200, fits: 3, method: sandbox, scenario: toy-s2 }
        evaluations:
          - { evaluate: verification, figures: [passed, tau_skill] }
        """;

    private const string Table = """

        table:
          columns: [S1, "S|2"]
          rows: { exact: [a, b] }
          figures:
            - { figure: tau_skill, label: "skill ↑", published: { "BGMM | Gaussian": [.5, "-"] } }
            - { figure: passed }
        """;

    [Fact]
    public void TheTableIsAsTheFileSetsItOut() => Assert.Equal(
        """
        | figure | of | S1 | S\|2 |
        |---|---|---|---|
        | skill ↑ | BGMM \| Gaussian | .5 | n/a |
        | | exact | .950 (.050) | failed |
        | passed | exact | 2 of 3 | failed |

        """.ReplaceLineEndings("\n"),
        StudyTable.Of(Summary(Yaml + Table)).Markdown());

    [Fact]
    public void FitsThatFailedOrAreNotDoneAreCountedBehindWhatTheOthersGave()
    {
        StudyFigure check = new("passed", "all", IsCheck: true), number = new("tau_skill", "skill");
        Assert.Equal("1 of 2, 1 failed, 2 not done", StudyTableBlock.Text(new("a", "verification", check, 5,
            [Row("a", 1, "passed", 1, string.Empty), Row("a", 2, "passed", 0, string.Empty), Row("a", 3, "passed", double.NaN, "no")])));
        Assert.Equal(".900, 2 not done",
            StudyTableBlock.Text(new("a", "verification", number, 3, [Row("a", 1, "tau_skill", 0.9, string.Empty)])));
        Assert.Equal("1 of 1", StudyTableBlock.Text(new("a", "verification", check, 1, [Row("a", 1, "passed", 1, string.Empty)])));
    }

    [Fact]
    public void PublishedNumbersCannotStandInForARowOfTheStudy() => Assert.Contains(
        "'exact' is a row of the table",
        Assert.Throws<CausalLoomException>(() =>
            StudyFile.Parse(Yaml + Table.Replace("BGMM | Gaussian", "exact", StringComparison.Ordinal), "s.yaml")).Message,
        StringComparison.Ordinal);

    [Fact]
    public void WithoutOneItIsFiguresBySources() => Assert.Equal(
        """
        | figure | a | b |
        |---|---|---|
        | passed | 2 of 3 | failed |
        | tau_skill | .950 (.050) | failed |

        """.ReplaceLineEndings("\n"),
        StudyTable.Of(Summary(Yaml)).Markdown());

    [Fact]
    public void TransposedFiguresAreSideBySide() => Assert.Equal(
        """
        | of | skill ↑ | passed |
        |---|---|---|
        | BGMM \| Gaussian, S1 | .5 | |
        | BGMM \| Gaussian, S\|2 | n/a | |
        | exact, S1 | .950 (.050) | 2 of 3 |
        | exact, S\|2 | failed | failed |

        """.ReplaceLineEndings("\n"),
        StudyTable.Of(Summary(Yaml + Table + "\n  transpose: true")).Markdown());

    [Theory]
    [InlineData(0.0712, ".071")]
    [InlineData(-0.0712, "-.071")]
    [InlineData(0.00341, ".0034")]
    [InlineData(1.0, "1.000")]
    [InlineData(352.44, "352.4")]
    [InlineData(0.0, "0")]
    [InlineData(double.NaN, "n/a")]
    public void NumbersHaveAsManyPlacesAsTellSomething(double value, string expected) =>
        Assert.Equal(expected, StudyTableBlock.Number(value));

    private static StudySummary Summary(string yaml)
    {
        Study study = StudyFile.Parse(yaml, "s.yaml");
        double[][] values = [[1, 0, 1], [0.9, 0.95, 1.0]];
        List<StudyFigureRow> rows = [];
        foreach (StudyFigure figure in study.Evaluations[0].Create().Figures.Where(f => study.Evaluations[0].Shown.Contains(f.Key)))
        {
            rows.Add(new StudyFigureRow("a", "verification", figure, 3,
                [.. values[rows.Count / 2].Select((v, k) => Row("a", k + 1, figure.Key, v, string.Empty))]));
            rows.Add(new StudyFigureRow("b", "verification", figure, 3, [Row("b", 1, figure.Key, double.NaN, "no")]));
        }

        return new StudySummary(study, 4, 6, []) { Figures = rows };
    }

    private static StudyFitRow Row(string source, int fit, string figure, double value, string failure) =>
        new(source, fit, "verification", figure, value, double.NaN, 1, string.Empty, failure);
}
