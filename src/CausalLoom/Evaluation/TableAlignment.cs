using System.Globalization;
using CausalLoom.Data;

namespace CausalLoom.Evaluation;

/// <summary>
/// Brings two tables to the same columns, types and level codes, so that metrics can compare them value by value. Columns,
/// their order and their types are those of the real table; levels that only the synthetic table has come after the real ones.
/// </summary>
public static class TableAlignment
{
    /// <summary>Both tables with the real one's columns.</summary>
    /// <exception cref="CausalLoomException">The synthetic table lacks a column, or holds text where the real one holds numbers.</exception>
    public static (Table Real, Table Synthetic) Align(Table real, Table synthetic)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(synthetic);
        Column[] left = new Column[real.Columns.Count], right = new Column[real.Columns.Count];
        for (int j = 0; j < left.Length; j++)
        {
            Column column = real.Columns[j];
            if (!synthetic.Contains(column.Name))
            {
                throw new CausalLoomException($"The synthetic data have no column '{column.Name}', which the real data have. Give both the same columns.");
            }

            (left[j], right[j]) = column is DiscreteColumn discrete
                ? AlignLevels(discrete, synthetic[column.Name])
                : (column, AsNumeric(column, synthetic[column.Name]));
        }

        return (new Table(left), new Table(right));
    }

    private static Column AsNumeric(Column real, Column synthetic)
    {
        if (synthetic.Type == real.Type)
        {
            return synthetic;
        }

        double[] values = new double[synthetic.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = synthetic.IsMissing(i) ? double.NaN : ParseNumber(synthetic, i);
        }

        return new ContinuousColumn(real.Name, values);
    }

    private static double ParseNumber(Column column, int row) => column is not DiscreteColumn
        ? column.NumberAt(row)
        : double.TryParse(column.TextAt(row), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? number
            : throw new CausalLoomException($"Column '{column.Name}' is numeric in the real data, but the synthetic data have '{column.TextAt(row)}' in data row {row + 1}.");

    private static (Column Real, Column Synthetic) AlignLevels(DiscreteColumn real, Column synthetic)
    {
        List<string> levels = [.. real.Levels];
        Dictionary<string, int> codes = new(StringComparer.Ordinal);
        for (int code = 0; code < levels.Count; code++)
        {
            codes[Canonical(levels[code])] = code;
        }

        int[] aligned = new int[synthetic.Count];
        for (int i = 0; i < aligned.Length; i++)
        {
            aligned[i] = synthetic.IsMissing(i) ? -1 : CodeOf(Canonical(synthetic.TextAt(i)), codes, levels);
        }

        string[] all = [.. levels];
        return real is BinaryColumn && all.Length <= 2
            ? (new BinaryColumn(real.Name, real.Codes, all), new BinaryColumn(real.Name, aligned, all))
            : (new CategoricalColumn(real.Name, real.Codes, all), new CategoricalColumn(real.Name, aligned, all));
    }

    private static int CodeOf(string level, Dictionary<string, int> codes, List<string> levels)
    {
        if (!codes.TryGetValue(level, out int code))
        {
            code = levels.Count;
            codes[level] = code;
            levels.Add(level);
        }

        return code;
    }

    /// <summary>One spelling of a number, so that "1" and "1.0" are the same level.</summary>
    private static string Canonical(string level) =>
        double.TryParse(level, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? number.ToString("R", CultureInfo.InvariantCulture)
            : level;
}
