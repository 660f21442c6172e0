using System.Globalization;
using CausalLoom.Io;

namespace CausalLoom.Data.Cells;

/// <summary>Makes typed columns of cells whose type has been decided.</summary>
internal static class ColumnMaker
{
    /// <summary>Real numbers.</summary>
    public static ContinuousColumn Continuous(ColumnCells cells, int? decimals)
    {
        double[] values = new double[cells.Rows];
        ReadOnlySpan<int> codes = cells.Codes;
        for (int row = 0; row < values.Length; row++)
        {
            values[row] = cells.Values[codes[row]].Number;
        }

        return new ContinuousColumn(cells.Name, values, decimals);
    }

    /// <summary>Whole numbers; <paramref name="read"/> gives that of an entry.</summary>
    public static IntegerColumn Integer(ColumnCells cells, Func<int, long> read)
    {
        long[] numbers = new long[cells.Values.Length];
        for (int entry = 0; entry < numbers.Length; entry++)
        {
            numbers[entry] = cells.Values[entry].Kind == CellKind.Missing ? 0 : read(entry);
        }

        long[] values = new long[cells.Rows];
        bool[] missing = new bool[cells.Rows];
        ReadOnlySpan<int> codes = cells.Codes;
        for (int row = 0; row < values.Length; row++)
        {
            values[row] = numbers[codes[row]];
            missing[row] = cells.Values[codes[row]].Kind == CellKind.Missing;
        }

        return new IntegerColumn(cells.Name, values, missing);
    }

    /// <summary>Two levels that are numbers, however spelled, in numeric order.</summary>
    public static BinaryColumn TwoNumbers(ColumnCells cells, double low, double high)
    {
        string[] levels = [Spelling(cells, low), Spelling(cells, high)];
        int[] codeOf = Array.ConvertAll(cells.Values, value => value.Kind == CellKind.Missing ? -1 : value.Number == low ? 0 : 1);
        return new BinaryColumn(cells.Name, Translate(cells, codeOf), levels);
    }

    /// <summary>The distinct texts that are there, in order: numeric where all are numbers, otherwise ordinal.</summary>
    public static string[] DistinctTexts(ColumnCells cells)
    {
        IEnumerable<string> texts = Enumerable.Range(0, cells.Values.Length)
            .Where(entry => cells.Values[entry].Kind != CellKind.Missing)
            .Select(cells.Text);
        string[] levels = [.. cells.IsShared ? texts : texts.Distinct(StringComparer.Ordinal)];
        if (Array.TrueForAll(cells.Values, value => value.IsNumber || value.Kind == CellKind.Missing))
        {
            return [.. levels.OrderBy(level => double.Parse(level, CultureInfo.InvariantCulture))
                .ThenBy(level => level, StringComparer.Ordinal)];
        }

        Array.Sort(levels, StringComparer.Ordinal);
        return levels;
    }

    /// <summary>Levels by text.</summary>
    /// <param name="cells">The cells.</param>
    /// <param name="levels">The levels in code order.</param>
    /// <param name="unknown">Gives the error for an entry that is no level.</param>
    public static CategoricalColumn Levels(ColumnCells cells, string[] levels, Func<int, Exception> unknown) =>
        new(cells.Name, LevelCodes(cells, levels, unknown), levels);

    /// <summary>The level code of each row.</summary>
    public static int[] LevelCodes(ColumnCells cells, string[] levels, Func<int, Exception> unknown)
    {
        LevelMap map = new(levels);
        int[] codeOf = new int[cells.Values.Length];
        for (int entry = 0; entry < codeOf.Length; entry++)
        {
            codeOf[entry] = cells.Values[entry].Kind == CellKind.Missing ? -1 : map.Find(cells.Text(entry));
            if (codeOf[entry] == LevelMap.Unseen)
            {
                throw unknown(entry);
            }
        }

        return Translate(cells, codeOf);
    }

    private static int[] Translate(ColumnCells cells, int[] codeOf)
    {
        int[] codes = new int[cells.Rows];
        ReadOnlySpan<int> entries = cells.Codes;
        for (int row = 0; row < codes.Length; row++)
        {
            codes[row] = codeOf[entries[row]];
        }

        return codes;
    }

    // As the file spells it where it has one spelling, otherwise the shortest.
    private static string Spelling(ColumnCells cells, double number)
    {
        int[] entries = [.. Enumerable.Range(0, cells.Values.Length).Where(entry => cells.Values[entry].Number == number)];
        return entries.Length == 1 && CellText.IsNumber(cells.Text(entries[0])) ? cells.Text(entries[0]).Trim()
            : number.ToString("R", CultureInfo.InvariantCulture);
    }
}
