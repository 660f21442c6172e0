using CausalLoom.Data.Cells;
using CausalLoom.Io;

namespace CausalLoom.Data.Formats;

/// <summary>What readers and writers of formats refuse in the same words.</summary>
internal static class FormatErrors
{
    /// <summary>The most bytes that a file may unpack to in memory.</summary>
    public const int MaxBytesInMemory = 0x7FFFFFC7;

    // A parser may quote what it does not understand, which may be the whole file.
    private const int LongestProblem = 300;

    /// <summary>A file that its format does not allow.</summary>
    public static CausalLoomException Damaged(string source, string format, string problem, Exception? inner = null) =>
        inner is null ? new(Line(source, format, problem)) : new(Line(source, format, problem), inner);

    /// <summary>A value that a format cannot hold.</summary>
    public static CausalLoomException CannotHold(string format, string column, long row, string problem) =>
        new(FormattableString.Invariant($"{format} cannot hold column {CellText.Show(column)}, row {row}: {problem}"));

    /// <summary>The columns of a file, which have names that differ.</summary>
    public static IReadOnlyList<CellColumn> Named(string source, IReadOnlyList<CellColumn> columns)
    {
        if (columns.Count == 0)
        {
            throw new CausalLoomException($"{source}: the file has no columns.");
        }

        HashSet<string> seen = new(StringComparer.Ordinal);
        for (int j = 0; j < columns.Count; j++)
        {
            string? problem = string.IsNullOrWhiteSpace(columns[j].Name) ? "has no name; every column needs one"
                : seen.Add(columns[j].Name) ? null
                : $"has the name {CellText.Show(columns[j].Name)} of another; every column needs its own";
            if (problem is not null)
            {
                throw new CausalLoomException(FormattableString.Invariant($"{source}: column {j + 1} {problem}."));
            }
        }

        return columns;
    }

    private static string Line(string source, string format, string problem) =>
        $"{source} is no {format} file that can be read: {VisibleText.Line(problem, LongestProblem).TrimEnd('.')}.";
}
