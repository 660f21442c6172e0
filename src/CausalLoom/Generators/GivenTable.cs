using CausalLoom.Data;
using CausalLoom.Io;

namespace CausalLoom.Generators;

/// <summary>
/// What is known of rows to be drawn (<see cref="IConditionalModel"/>): checked against the model's layout once, then read cell
/// by cell in the model's own coding.
/// </summary>
internal sealed class GivenTable
{
    private readonly double[]?[] _values;
    private readonly TableLayout _layout;

    private GivenTable(TableLayout layout, double[]?[] values, int rows)
    {
        _layout = layout;
        _values = values;
        Rows = rows;
    }

    /// <summary>The number of rows.</summary>
    internal int Rows { get; }

    /// <summary>Checks the given columns.</summary>
    /// <exception cref="CausalLoomException">A column or level is unknown, or a number is given for text.</exception>
    internal static GivenTable Check(TableLayout layout, Table given)
    {
        ArgumentNullException.ThrowIfNull(given);
        double[]?[] values = new double[layout.Columns.Count][];
        foreach (Column column in given.Columns)
        {
            int j = layout.Columns.ToList().FindIndex(c => c.Name == column.Name);
            if (j < 0)
            {
                string[] names = [.. layout.Columns.Select(c => c.Name)];
                throw new CausalLoomException($"The model has no column {CellText.Show(column.Name)}.{Suggestion.For(column.Name, names)} "
                    + $"It has {CellText.List([.. names.Select(CellText.Show)])}.");
            }

            values[j] = layout.Columns[j].IsNumber ? Numbers(column) : Codes(layout.Columns[j], column);
        }

        return new GivenTable(layout, values, given.Rows);
    }

    /// <summary>Whether the column is there at all. If not, it is to be drawn, missing values included.</summary>
    internal bool Has(int column) => _values[column] is not null;

    /// <summary>
    /// Whether the cell's value is known. If the column is there but the cell is not known, an observed value is to be drawn.
    /// </summary>
    internal bool IsKnown(int column, int row) => _values[column] is { } known && !double.IsNaN(known[row]);

    /// <summary>The known number, or the known level's code in the model's coding.</summary>
    internal double Value(int column, int row) => _values[column]![row];

    /// <summary>Whether a missing value may be drawn here: only where the column was not given, or never observed at all.</summary>
    internal bool MayBeMissing(int column)
    {
        ColumnLayout layout = _layout.Columns[column];
        bool neverObserved = layout.IsNumber ? double.IsNaN(layout.Minimum) : layout.Levels.Length == 0;
        return layout.HasMissing && (!Has(column) || neverObserved);
    }

    /// <summary>
    /// The drawn values with the known ones put back, so that what was given comes back exactly, whatever coding it went through.
    /// </summary>
    /// <param name="drawn">[column][row], as <see cref="TableLayout.Build"/> takes them; changed in place.</param>
    internal void Restore(IReadOnlyList<double[]> drawn)
    {
        for (int j = 0; j < drawn.Count; j++)
        {
            for (int i = 0; i < Rows; i++)
            {
                if (IsKnown(j, i))
                {
                    drawn[j][i] = Value(j, i);
                }
            }
        }
    }

    /// <summary>
    /// A proper table from drawn values, the known cells exactly as given: not clamped to the range that the model has seen.
    /// </summary>
    internal Table Build(IReadOnlyList<double[]> drawn, IReadOnlyList<bool[]?>? missing = null)
    {
        Restore(drawn);
        Column[] columns = new Column[drawn.Count];
        for (int j = 0; j < columns.Length; j++)
        {
            ColumnLayout layout = _layout.Columns[j];
            columns[j] = Has(j) ? Widened(layout, _values[j]!).Build(drawn[j], missing?[j]) : layout.Build(drawn[j], missing?[j]);
        }

        return new Table(columns);
    }

    // A known value outside the range or with more decimals than the model has seen is still known.
    private static ColumnLayout Widened(ColumnLayout layout, double[] known)
    {
        if (!layout.IsNumber || double.IsNaN(layout.Minimum))
        {
            return layout;
        }

        double[] seen = [.. known.Where(x => !double.IsNaN(x))];
        bool finer = layout.Decimals is int places && seen.Any(x => Math.Round(x, places) != x);
        return layout with
        {
            Minimum = seen.Aggregate(layout.Minimum, Math.Min),
            Maximum = seen.Aggregate(layout.Maximum, Math.Max),
            Decimals = finer ? null : layout.Decimals,
        };
    }

    private static double[] Numbers(Column column) => column is CategoricalColumn or BinaryColumn && !AllNumbers((DiscreteColumn)column)
        ? throw new CausalLoomException($"Column {CellText.Show(column.Name)} holds text; the model knows it as numbers.")
        : column.ToNumbers();

    private static bool AllNumbers(DiscreteColumn column) =>
        column.Levels.All(level =>
            double.TryParse(level, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out _));

    private static double[] Codes(ColumnLayout layout, Column column)
    {
        Dictionary<string, int> codes = new(StringComparer.Ordinal);
        for (int k = 0; k < layout.Levels.Length; k++)
        {
            codes[layout.Levels[k]] = k;
        }

        double[] values = new double[column.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = column.IsMissing(i) ? double.NaN
                : codes.TryGetValue(column.TextAt(i), out int code) ? code
                : throw new CausalLoomException($"Row {i + 1}, column {CellText.Show(column.Name)}: the model knows no level "
                    + $"{CellText.Show(column.TextAt(i))}.{Suggestion.For(column.TextAt(i), layout.Levels)}");
        }

        return values;
    }
}
