using System.Globalization;
using System.Text.RegularExpressions;
using CausalLoom.Io;

namespace CausalLoom.Data.Cells;

/// <summary>
/// Looks at a typed column for what a user should know: constants, codes for missing values, near-constant and rare levels.
/// </summary>
internal static partial class ColumnFindings
{
    private const int EnoughRows = 20;
    private const double NearlyAll = 0.99;

    private static readonly HashSet<double> PositiveCodes =
    [
        7, 8, 9, 77, 88, 97, 98, 99, 777, 888, 997, 998, 999, 7777, 8888, 9997, 9998, 9999, 77777, 88888, 99999, 999999, 9999999, 9.9, 99.9,
        99.99, 999.9, 999.99, 9999.9, 9999.99,
    ];

    private static readonly HashSet<double> NegativeCodes =
        [-1, -2, -3, -4, -5, -6, .. PositiveCodes.Select(code => -code), -9e9];

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

        if (numbers.Length > 2)
        {
            FindSentinels(column, numbers, context);
        }

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

    /// <summary>As <see cref="OfNumbers"/>, of numbers of which most are different.</summary>
    public static void OfManyNumbers(Column column, double[] values, ReadingContext context)
    {
        double[] numbers = column.MissingCount == 0 ? values : [.. values.Where(v => !double.IsNaN(v))];
        FindSentinels(column, numbers, context);
        if (column is IntegerColumn && numbers.Distinct().Count() == numbers.Length)
        {
            context.Log.Warn("A different whole number in every row (leave the column out if it is an identifier)",
                CellText.Show(column.Name));
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

    /// <summary>
    /// Whether a column names rows or people: it counts the rows, or its name says so and its values are many.
    /// </summary>
    public static bool IsIdentifier(Column column, ReadingContext context)
    {
        if (CountsRows(column))
        {
            context.Log.LeaveOut("Counts the rows: read as identifiers and not modelled", column.Name, "it counts the rows");
            return true;
        }

        if (column is ContinuousColumn or BinaryColumn || !NamesAnIdentifier(column.Name))
        {
            return false;
        }

        (int distinct, int most) = Repeats(column);
        if (distinct < EnoughRows)
        {
            return false;
        }

        string repeated = most > 1 ? $" (the rows of one belong together: ‹cluster {column.Name}›)" : string.Empty;
        context.Log.LeaveOut($"An identifier by its name, so not modelled{repeated}", column.Name,
            most > 1 ? "an identifier by its name; its rows belong together" : "an identifier by its name");
        return true;
    }

    /// <summary>Says where a text that was read as missing may be a value: `NA` among countries of two letters.</summary>
    public static void OfMissingNames(CategoricalColumn column, ColumnCells cells, ReadingContext context)
    {
        int[]? rows = null;
        for (int entry = 0; entry < cells.Values.Length; entry++)
        {
            string token = cells.Values[entry].Kind == CellKind.Missing ? cells.Text(entry).Trim() : string.Empty;
            if (token.Length is 0 or > 4 || !token.All(char.IsAsciiLetter) || column.Levels.Length < 3
                || column.Levels.Count(level => level.Length <= token.Length
                    && level.All(char.IsAsciiLetter)) * 10 < column.Levels.Length * 9)
            {
                continue;
            }

            rows ??= cells.RowsOfEntry();
            context.Log.Warn("Read as missing, but may be a value like the others of the column (Namibia, sodium; ‹missing ,› keeps it)",
                string.Create(CultureInfo.InvariantCulture, $"{CellText.Show(column.Name)} ({CellText.Show(token)} in {rows[entry]} of "
                    + $"{column.Count} rows)"));
        }
    }

    private static bool CountsRows(Column column)
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

        return true;
    }

    internal static bool NamesAnIdentifier(string name) => IdentifierName().IsMatch(name);

    private static (int Distinct, int Most) Repeats(Column column)
    {
        Dictionary<double, int> counts = [];
        for (int i = 0; i < column.Count; i++)
        {
            if (!column.IsMissing(i))
            {
                double value = column is DiscreteColumn discrete ? discrete.Codes[i] : column.NumberAt(i);
                counts[value] = counts.GetValueOrDefault(value) + 1;
            }
        }

        return (counts.Count, counts.Count == 0 ? 0 : counts.Values.Max());
    }

    private static void NoteDominant(string name, string value, int count, int present, ReadingContext context)
    {
        if (count >= NearlyAll * present)
        {
            context.Log.Note("Nearly constant",
                string.Create(CultureInfo.InvariantCulture, $"{CellText.Show(name)} ({CellText.Show(value)} in {count} of {present})"));
        }
    }

    // Numbers that stand for "no value", such as -9 or 99, at an end of the column and apart from the rest.
    private static void FindSentinels(Column column, double[] numbers, ReadingContext context)
    {
        if (!NegativeCodes.Contains(numbers.Min()) && !PositiveCodes.Contains(numbers.Max()))
        {
            return;
        }

        Dictionary<double, int> rows = [];
        for (int i = 0; i < column.Count; i++)
        {
            double number = column.NumberAt(i);
            if (!double.IsNaN(number))
            {
                rows[number] = rows.GetValueOrDefault(number) + 1;
            }
        }

        double[] sorted = [.. numbers.Distinct().Order()];
        (int low, int high) = (0, sorted.Length - 1);
        while (high - low > 2 && IsCode(-1, sorted, low, low + 1, high, rows))
        {
            Say(sorted[low++]);
        }

        while (high - low > 2 && IsCode(1, sorted, high, high - 1, low, rows))
        {
            Say(sorted[high--]);
        }

        void Say(double found) => context.Log.Warn(
            "Looks like a code for a missing value but is read as a number (name it as a missing token if it is one: ‹missing›)",
            string.Create(CultureInfo.InvariantCulture,
                $"{CellText.Show(column.Name)} ({found} in {rows[found]} row{(rows[found] == 1 ? "" : "s")})"));
    }

    private static bool IsCode(int side, double[] sorted, int at, int next, int other, Dictionary<double, int> rows)
    {
        (double value, double near, double far) = (sorted[at], sorted[next], sorted[other]);
        if (side < 0 && value < 0 && near >= 0 && NegativeCodes.Contains(value))
        {
            return true;
        }

        if (!(side < 0 ? NegativeCodes : PositiveCodes).Contains(value))
        {
            return false;
        }

        // Far from the others, or far more often there than its neighbours are.
        double gap = Math.Abs(value - near), range = Math.Abs(near - far);
        int tenth = Math.Max(1, Math.Abs(other - next) / 10), often = 0;
        for (int k = 0; k < tenth; k++)
        {
            often = Math.Max(often, rows[sorted[next - (side * k)]]);
        }

        return (gap >= 0.5 * range && gap > 1) || (rows[value] >= 3 * often && rows[value] >= 5 && gap > 1);
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

    // id, patient_id, subjid, USUBJID, PatientID, mrn; not "valid", "paid" or "fluid".
    [GeneratedRegex(@"(?i:(^|[_.\- ])(id|mrn|pid|uid|uuid|guid|usubjid|subjid|subjectid|patientid|patid|personid|caseid|studyid|recordid"
        + @"|screenid|randid|eid|ptid|subject|patient|participant|subj|row_?names?)([_.\- ](no|nr|num|number))?$|^(id|seqn)([_.\- ]|$))"
        + @"|[a-z](ID|Id)$")]
    private static partial Regex IdentifierName();
}
