using System.Text;

namespace CausalLoom.Studies.Evaluations;

/// <summary>The evaluations of a study set out as its file says, with published numbers beside them.</summary>
/// <param name="Spec">How.</param>
/// <param name="Blocks">A block a figure.</param>
public sealed record StudyTable(StudyTableSpec Spec, IReadOnlyList<StudyTableBlock> Blocks)
{
    /// <summary>Sets out what a summary has.</summary>
    public static StudyTable Of(StudySummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        StudyTableSpec spec = summary.Study.Table ?? StudyTableSpec.Plain(summary.Study);
        Dictionary<(string, string, string),
            StudyFigureRow> rows = summary.Figures.ToDictionary(r => (r.Source, r.Evaluation, r.Figure.Key));
        return new StudyTable(spec, [.. spec.Figures.Select(figure => new StudyTableBlock(
            figure,
            [.. spec.Rows.Select(row =>
                row.Sources.Select(source => rows.GetValueOrDefault((source, figure.Evaluation, figure.Figure))).ToArray())]))]);
    }

    /// <summary>
    /// The table as captions and lines: means over fits, their standard deviations over fits in brackets; of checks, how many fits passed.
    /// </summary>
    public (IReadOnlyList<string> Head, IReadOnlyList<IReadOnlyList<string>> Lines) Cells() => Spec.Transposed ? Across() : Down();

    /// <summary>The table as markdown.</summary>
    public string Markdown()
    {
        (IReadOnlyList<string> head, IReadOnlyList<IReadOnlyList<string>> lines) = Cells();
        StringBuilder text = new();
        Line(text, head);
        text.Append('|').Insert(text.Length, "---|", head.Count).Append('\n');
        foreach (IReadOnlyList<string> line in lines)
        {
            Line(text, line);
        }

        return text.ToString();
    }

    // A block a figure: its label stands before the first of its lines alone.
    private (IReadOnlyList<string> Head, IReadOnlyList<IReadOnlyList<string>> Lines) Down()
    {
        bool named = Spec.Rows.Any(r => r.Name.Length > 0) || Blocks.Any(b => b.Figure.Published.Count > 0);
        string[] names = [.. Spec.Rows.Select(r => r.Name)], of = named ? ["of"] : [];
        return (
            ["figure", .. of, .. Spec.Columns],
            [.. Blocks.SelectMany(block => block.Lines(names).Select((line, k) => (IReadOnlyList<string>)(named
                ? [k == 0 ? block.Figure.Label : string.Empty, line.Name, .. line.Cells]
                : [k == 0 ? block.Figure.Label : string.Empty, .. line.Cells])))]);
    }

    // A line a row and column, published ones first.
    private (IReadOnlyList<string> Head, IReadOnlyList<IReadOnlyList<string>> Lines) Across()
    {
        string[] names = [.. Spec.Rows.Select(r => r.Name)],
            published = [.. Blocks.SelectMany(b => b.Figure.Published).Select(p => p.Name).Distinct()];
        IEnumerable<IReadOnlyList<string>> lines = published.Concat(names)
            .SelectMany(name => Spec.Columns.Select((column, c) => (IReadOnlyList<string>)
        [
            Spec.Columns.Count == 1 ? name : name.Length == 0 ? column : $"{name}, {column}",
            .. Blocks.Select(b => b.Lines(names).FirstOrDefault(l => l.Name == name).Cells?[c] ?? string.Empty),
        ]));
        return (["of", .. Spec.Figures.Select(f => f.Label)], [.. lines]);
    }

    private static void Line(StringBuilder text, IReadOnlyList<string> cells)
    {
        text.Append('|');
        foreach (string cell in cells)
        {
            text.Append(cell.Length == 0 ? " |" : $" {Cell(cell)} |");
        }

        text.Append('\n');
    }

    private static string Cell(string text) => text.ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal);
}
