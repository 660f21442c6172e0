using System.Globalization;
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
        Dictionary<(string, string, string), StudyFigureRow> rows = summary.Figures.ToDictionary(r => (r.Source, r.Evaluation, r.Figure.Key));
        return new StudyTable(spec, [.. spec.Figures.Select(figure => new StudyTableBlock(
            figure,
            [.. spec.Rows.Select(row => row.Sources.Select(source => rows.GetValueOrDefault((source, figure.Evaluation, figure.Figure))).ToArray())]))]);
    }

    /// <summary>The table as markdown: means over fits, their standard deviations over fits in brackets; of checks, how many fits passed.</summary>
    public string Markdown()
    {
        bool named = Spec.Rows.Any(r => r.Name.Length > 0) || Blocks.Any(b => b.Figure.Published.Count > 0);
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"| figure |{(named ? " of |" : string.Empty)} {string.Join(" | ", Spec.Columns.Select(Cell))} |\n");
        text.Append("|---|").Append(named ? "---|" : string.Empty).Insert(text.Length, "---|", Spec.Columns.Count).Append('\n');
        foreach (StudyTableBlock block in Blocks)
        {
            string label = Cell(block.Figure.Label);
            foreach ((string name, IReadOnlyList<string> cells) in block.Lines([.. Spec.Rows.Select(r => r.Name)]))
            {
                text.Append(CultureInfo.InvariantCulture, $"| {label} |{(named ? $" {Cell(name)} |" : string.Empty)} {string.Join(" | ", cells)} |\n");
                label = string.Empty;
            }
        }

        return text.ToString().Replace("|  |", "| |", StringComparison.Ordinal);
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
