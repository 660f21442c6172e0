using CausalLoom.Data;
using CausalLoom.Io;

namespace CausalLoom.Evaluation;

/// <summary>
/// Brings two tables to the same columns, types and level codes, so that metrics can compare them value by value. Columns,
/// their order and their types are those of the real table; levels that only the synthetic table has come after the real ones.
/// </summary>
public static class TableAlignment
{
    /// <summary>Both tables with the real one's columns.</summary>
    /// <exception cref="CausalLoomException">The synthetic table lacks a column, or holds text where the real one holds
    /// numbers.</exception>
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
                throw new CausalLoomException($"The synthetic data have no column {CellText.Show(column.Name)}, which the real data have. "
                    + $"Give both the same columns.");
            }

            (left[j], right[j]) = column is DiscreteColumn discrete
                ? AlignLevels(discrete, synthetic[column.Name])
                : (column, AsNumeric(column, synthetic[column.Name]));
        }

        return (new Table(left), new Table(right));
    }

    /// <summary>The rows of one aligned table above those of the other.</summary>
    public static Table Stack(Table above, Table below)
    {
        ArgumentNullException.ThrowIfNull(above);
        ArgumentNullException.ThrowIfNull(below);
        return new Table([.. above.Columns.Select(column => Stack(column, below[column.Name]))]);
    }

    private static Column Stack(Column above, Column below) => (above, below) switch
    {
        (BinaryColumn a, BinaryColumn b) => new BinaryColumn(a.Name, [.. a.Codes, .. b.Codes], a.Levels),
        (CategoricalColumn a, CategoricalColumn b) => new CategoricalColumn(a.Name, [.. a.Codes, .. b.Codes], a.Levels),
        _ => new ContinuousColumn(above.Name, [.. above.ToNumbers(), .. below.ToNumbers()]),
    };

    private static Column AsNumeric(Column real, Column synthetic)
    {
        if (synthetic is not DiscreteColumn discrete)
        {
            return synthetic;
        }

        double[] numbers = new double[discrete.Levels.Length];
        for (int code = 0; code < numbers.Length; code++)
        {
            if (!CellText.TryNumber(discrete.Levels[code], out numbers[code]))
            {
                throw new CausalLoomException($"Column {CellText.Show(real.Name)} is numeric in the real data and has "
                    + $"{CellText.Show(discrete.Levels[code])} in the synthetic data.");
            }
        }

        return new ContinuousColumn(real.Name, Array.ConvertAll(discrete.Codes, code => code < 0 ? double.NaN : numbers[code]));
    }

    private static (Column Real, Column Synthetic) AlignLevels(DiscreteColumn real, Column synthetic)
    {
        // Levels of the synthetic column that the real one lacks are appended in the order of their first row.
        LevelMap map = new(real.Levels);
        List<string> levels = [.. real.Levels];
        int[] codes = [.. map.Codes(synthetic)];
        for (int i = 0; i < codes.Length; i++)
        {
            if (codes[i] == LevelMap.Unseen)
            {
                string level = synthetic.TextAt(i);
                int known = levels.IndexOf(level, real.Levels.Length);
                codes[i] = known >= 0 ? known : levels.Count;
                if (known < 0)
                {
                    levels.Add(level);
                }
            }
        }

        string[] all = [.. levels];
        return real is BinaryColumn && all.Length <= 2
            ? (new BinaryColumn(real.Name, real.Codes, all), new BinaryColumn(real.Name, codes, all))
            : (new CategoricalColumn(real.Name, real.Codes, all), new CategoricalColumn(real.Name, codes, all));
    }
}
