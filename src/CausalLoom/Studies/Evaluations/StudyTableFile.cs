using CausalLoom.Io;

namespace CausalLoom.Studies.Evaluations;

/// <summary>Reads the `table` of a study file.</summary>
internal static class StudyTableFile
{
    private const string None = "-";

    /// <summary>The table.</summary>
    /// <param name="node">Where it stands.</param>
    /// <param name="evaluations">The evaluations it shows.</param>
    public static StudyTableSpec Table(StudyNode node, IReadOnlyList<StudyEvaluationSpec> evaluations)
    {
        node.Keys("columns", "rows", "figures", "transpose");
        if (evaluations.Count == 0)
        {
            throw node.Error("`table` sets out `evaluations:`, and there are none.");
        }

        string[] columns = [.. node.Need("columns").List("a column").Select(c => c.Text())];
        string[] sources = [.. evaluations.SelectMany(e => e.Sources).Distinct()];
        StudyTableRow[] rows =
            [.. Rows(node.Need("rows"), columns.Length, c => c.Word(sources)).Select(r => new StudyTableRow(r.Name, r.Cells))];
        StudyTableFigure[] figures =
            [.. node.Need("figures").List("a figure").Select(f => Figure(f, evaluations, columns.Length, [.. rows.Select(r => r.Name)]))];
        return new StudyTableSpec(columns, rows, figures)
        {
            Transposed = node["transpose"]?.Flag() ?? false,
        };
    }

    private static StudyTableFigure Figure(StudyNode node, IReadOnlyList<StudyEvaluationSpec> evaluations, int columns, string[] own)
    {
        node.Keys("figure", "evaluation", "label", "published", "chart");
        StudyEvaluationSpec[] asked = node["evaluation"] is { } name
            ? [.. evaluations.Where(e => e.Name == name.Word([.. evaluations.Select(x => x.Name)]))] : [.. evaluations];
        string figure = node.Need("figure").Word([.. asked.SelectMany(e => e.Create().Figures).Select(f => f.Key).Distinct()]);
        StudyEvaluationSpec[] having = [.. asked.Where(e => e.Create().Figures.Any(f => f.Key == figure))];
        return having.Length > 1
            ? throw node["figure"]!.Error($"`{figure}` is a figure of {string.Join(" and ", having.Select(e => e.Name))}: "
                + $"say which with `evaluation:`.")
            : new StudyTableFigure(having[0].Name, figure, node["label"]?.Text() ?? figure, node["published"] is { } published
                ? Published(published, columns, own) : [])
            {
                IsCharted = node["chart"]?.Flag() ?? false,
            };
    }

    // Lines are told apart by their names: a published one must not stand where a row of the study is.
    private static StudyPublishedRow[] Published(StudyNode node, int columns, string[] own) =>
        node.Entries().FirstOrDefault(entry => own.Contains(entry.Key)) is { Value: { } twin, Key: var name }
            ? throw twin.Error($"{CellText.Show(name)} is a row of the table: give what others published another name.")
            : [.. Rows(node, columns, Number).Select(r => new StudyPublishedRow(r.Name, r.Cells))];

    private static (double Value, string Text) Number(StudyNode cell) =>
        cell.Text() == None ? (double.NaN, StudyTableBlock.None) : (cell.Number(_ => true, $"or {None}"), cell.Text());

    private static IEnumerable<(string Name, IReadOnlyList<T> Cells)> Rows<T>(StudyNode node, int columns, Func<StudyNode, T> read) =>
        !node.Entries().Any() ? throw node.Error("a table needs a row at least.") : node.Entries().Select(entry =>
    {
        T[] cells = [.. entry.Value.List("a cell").Select(read)];
        return cells.Length == columns ? (entry.Key, (IReadOnlyList<T>)cells)
            : throw entry.Value.Error(FormattableString.Invariant($"there are {cells.Length} cells for {columns} columns."));
    });
}
