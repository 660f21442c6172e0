using System.Globalization;

namespace CausalLoom.Studies.Evaluations;

/// <summary>One figure of a table.</summary>
/// <param name="Figure">The figure and what others published of it.</param>
/// <param name="Rows">For each of the table's rows a figure a column; null where the source is not measured by that evaluation.</param>
public sealed record StudyTableBlock(StudyTableFigure Figure, IReadOnlyList<IReadOnlyList<StudyFigureRow?>> Rows)
{
    /// <summary>What stands where there is nothing.</summary>
    internal const string None = "n/a";

    /// <summary>
    /// The cell of a figure: `mean (SD over fits)`, or of a check `2 of 3`; n/a where it does not exist. Fits that failed or are not done
    /// are no part of either and are counted behind it.
    /// </summary>
    public static string Text(StudyFigureRow? row) => row is null || row.Values.Count == 0
        ? row is { Done: 0, Planned: > 0 } ? "not done" : row is { Failures: > 0 } ? "failed" : None
        : Value(row) + Count(row.Failures, "failed") + Count(row.Planned - row.Done, "not done");

    private static string Value(StudyFigureRow row) => row.Figure.IsCheck
        ? string.Create(CultureInfo.InvariantCulture, $"{row.Values.Count(v => v == 1)} of {row.Values.Count}")
        : double.IsNaN(row.Sd) ? Number(row.Mean)
        : $"{Number(row.Mean)} ({Number(row.Sd)})";

    private static string Count(int fits, string what) => fits > 0 ? string.Create(CultureInfo.InvariantCulture, $", {fits} {what}")
        : string.Empty;

    /// <summary>A number in so many places that three or four of them tell something, without a zero before the point.</summary>
    public static string Number(double value) => double.IsNaN(value) ? None
        : Math.Abs(value) < 5e-7 ? "0"
        : value.ToString(Math.Abs(value) switch { >= 1000 => "0", >= 10 => "0.0", < 0.01 => ".0000", _ => "#.000" },
            CultureInfo.InvariantCulture);

    /// <summary>The lines: published ones first.</summary>
    /// <param name="names">The names of the table's own rows.</param>
    public IEnumerable<(string Name, IReadOnlyList<string> Cells)> Lines(IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return Figure.Published.Select(p => (p.Name, (IReadOnlyList<string>)[.. p.Cells.Select(c => c.Text)]))
            .Concat(Rows.Select((row, k) => (names[k], (IReadOnlyList<string>)[.. row.Select(Text)])));
    }
}
