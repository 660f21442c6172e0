using System.Globalization;
using CausalLoom.Io;

namespace CausalLoom.Data.Csv;

/// <summary>
/// Looks at a typed column for what a user should know: constants, codes for missing values, near-constant and rare levels.
/// </summary>
internal static class ColumnFindings
{
    private const int EnoughRows = 20;
    private const double NearlyAll = 0.99;

    public static void OfNumbers(ColumnCells cells, Column column, ReadingContext context)
    {
        string name = CellText.Show(column.Name);
        double[] numbers = [.. cells.Values.Where(value => value.Kind != CellKind.Missing).Select(value => value.Number)];
        (double low, double high) = (numbers.Min(), numbers.Max());
        if (low == high)
        {
            context.Log.Note("Constant", name);
            return;
        }

        FindSentinel(column, numbers, low, high, context);
        if (!cells.IsShared)
        {
            return;
        }

        int[] counts = cells.RowsOfEntry();
        int mode = Array.IndexOf(counts, counts.Where((_, entry) => cells.Values[entry].Kind != CellKind.Missing).Max());
        int present = column.Count - column.MissingCount;
        NoteDominant(column.Name, cells.Text(mode), counts[mode], present, context);
        if (column is IntegerColumn && present >= EnoughRows && counts[mode] == 1)
        {
            context.Log.Warn("A different whole number in every row (leave the column out if it is an identifier)", name);
        }
    }

    public static void OfLevels(CategoricalColumn column, bool isId, ReadingContext context)
    {
        int[] counts = new int[column.Levels.Length];
        foreach (int code in column.Codes)
        {
            if (code >= 0)
            {
                counts[code]++;
            }
        }

        string name = CellText.Show(column.Name);
        int present = column.Count - column.MissingCount;
        if (isId)
        {
            if (present > counts.Length)
            {
                context.Log.Warn("Identifiers occur more than once",
                    $"{name} ({CellText.Show(column.Levels[Array.FindIndex(counts, count => count > 1)])})");
            }

            return;
        }

        if (counts.Length == 1)
        {
            context.Log.Note("Constant", name);
            return;
        }

        NoteDominant(column.Name, column.Levels[Array.IndexOf(counts, counts.Max())], counts.Max(), present, context);
        FindLookalikes(column, context);
        string[] rare = [.. column.Levels.Where((_, code) => counts[code] == 1).Select(CellText.Show)];
        if (rare.Length > 0)
        {
            context.Log.Note("Levels seen once", $"{name} ({CellText.List(rare, 3)})");
        }
    }

    /// <summary>Whether a column counts the rows from 0 or 1.</summary>
    public static bool IsRowNumber(Column column, ReadingContext context)
    {
        if (column is not IntegerColumn { MissingCount: 0 } whole || whole.Count < EnoughRows || whole.Values[0] is not (0 or 1))
        {
            return false;
        }

        for (int i = 1; i < whole.Count; i++)
        {
            if (whole.Values[i] != whole.Values[0] + i)
            {
                return false;
            }
        }

        context.Log.Warn("Counts the rows: read as identifiers and not modelled", CellText.Show(column.Name));
        return true;
    }

    private static void NoteDominant(string name, string value, int count, int present, ReadingContext context)
    {
        if (count >= NearlyAll * present)
        {
            context.Log.Note("Nearly constant",
                string.Create(CultureInfo.InvariantCulture, $"{CellText.Show(name)} ({CellText.Show(value)} in {count} of {present})"));
        }
    }

    // -9, -99, -999, … as the only negative value, or 999, 9999, … far above all others.
    private static void FindSentinel(Column column, double[] numbers, double low, double high, ReadingContext context)
    {
        double nextUp = double.PositiveInfinity, nextDown = double.NegativeInfinity;
        foreach (double x in numbers)
        {
            nextUp = x > low ? Math.Min(nextUp, x) : nextUp;
            nextDown = x < high ? Math.Max(nextDown, x) : nextDown;
        }

        double? sentinel = low is -9 or -99 or -999 or -9999 or -99999 && nextUp >= 0 ? low
            : high is 999 or 9999 or 99999 or 999999 && nextDown < high / 5 ? high : null;
        if (sentinel is { } found)
        {
            int count = Enumerable.Range(0, column.Count).Count(i => column.NumberAt(i) == found);
            context.Log.Warn(
                "Looks like a code for a missing value but is read as a number (name it as a missing token if it is one)",
                string.Create(CultureInfo.InvariantCulture,
                    $"{CellText.Show(column.Name)} ({found} in {count} row{(count == 1 ? "" : "s")})"));
        }
    }

    private static void FindLookalikes(CategoricalColumn column, ReadingContext context)
    {
        IGrouping<string, string>? alike = column.Levels.GroupBy(level => level.Trim().ToUpperInvariant(), StringComparer.Ordinal)
            .FirstOrDefault(group => group.Count() > 1);
        if (alike is not null)
        {
            context.Log.Warn("Levels that differ only in case or spaces are kept apart",
                $"{CellText.Show(column.Name)} ({string.Join(" and ", alike.Select(CellText.Show))})");
        }
    }
}
