using CausalLoom.Io;

namespace CausalLoom.Data;

/// <summary>One column at a glance.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type, or null where it was left out unread.</param>
/// <param name="Role">Its role.</param>
/// <param name="Missing">How many values are missing.</param>
/// <param name="Distinct">How many different values there are.</param>
/// <param name="Minimum">The smallest number; NaN for levels that are text.</param>
/// <param name="Maximum">The largest number; NaN likewise.</param>
/// <param name="Mean">The mean; NaN likewise.</param>
/// <param name="Sd">The population standard deviation; NaN likewise.</param>
/// <param name="TopLevels">The most frequent levels of a two-level or categorical column and their rows; empty for numbers.</param>
public sealed record ColumnSummary(
    string Name,
    ColumnType? Type,
    ColumnRole Role,
    int Missing,
    int Distinct,
    double Minimum,
    double Maximum,
    double Mean,
    double Sd,
    IReadOnlyList<(string Level, int Rows)> TopLevels)
{
    /// <summary>Summarises a column.</summary>
    /// <param name="column">The column.</param>
    /// <param name="role">Its role.</param>
    /// <param name="topLevels">How many of the most frequent levels to name.</param>
    public static ColumnSummary Of(Column column, ColumnRole role, int topLevels = 5)
    {
        ArgumentNullException.ThrowIfNull(column);
        bool isNumber = column is not DiscreteColumn discrete
            || (discrete.Levels.Length > 0 && Array.TrueForAll(discrete.Levels, CellText.IsNumber));
        Moments moments = isNumber ? Moments.Of(column) : Moments.Of([]);
        (string Level, int Rows)[] levels = column is DiscreteColumn levelled ? LevelRows(levelled) : [];
        int distinct = column is DiscreteColumn ? levels.Length : DistinctNumbers.Count(column);
        return new ColumnSummary(column.Name, column.Type, role, column.MissingCount, distinct, moments.Minimum, moments.Maximum,
            moments.Mean, moments.Sd, [.. levels.Take(topLevels)]);
    }

    private static (string Level, int Rows)[] LevelRows(DiscreteColumn column)
    {
        int[] rows = new int[column.Levels.Length];
        foreach (int code in column.Codes)
        {
            if (code >= 0)
            {
                rows[code]++;
            }
        }

        return [.. Enumerable.Range(0, rows.Length).Where(code => rows[code] > 0).OrderByDescending(code => rows[code]).ThenBy(code => code)
            .Select(code => (column.Levels[code], rows[code]))];
    }
}
