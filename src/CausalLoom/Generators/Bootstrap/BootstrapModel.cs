using CausalLoom.Data;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Bootstrap;

/// <summary>The rows themselves.</summary>
internal sealed class BootstrapModel(Table table) : ITabularModel
{
    /// <summary>The rows that are drawn from.</summary>
    internal Table Rows => table;

    public IReadOnlyList<TrainingPoint> TrainingCurve => [];

    public Table Sample(int rows, RandomStream stream)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentNullException.ThrowIfNull(stream);
        int[] picks = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            picks[i] = stream.NextInt(table.Rows);
        }

        return table.Take(picks);
    }

    public ModelState Save()
    {
        ModelState state = new("bootstrap");
        state.Settings["layout"] = TableLayout.Of(table).ToJson();
        state.Settings["rows"] = table.Rows;
        for (int j = 0; j < table.Columns.Count; j++)
        {
            Column column = table.Columns[j];
            // Whole numbers are stored in two halves because a float64 holds only 53 bits.
            double[] high = column is IntegerColumn whole ? Array.ConvertAll(whole.Values, v => (double)(v >> 32)) : [];
            state.Tensors[$"values.{j}"] = new Tensor(Low(column), table.Rows);
            state.Tensors[$"high.{j}"] = new Tensor(high, high.Length);
        }

        return state;
    }

    internal static BootstrapModel Load(ModelState state)
    {
        TableLayout layout = TableLayout.FromJson(state.Settings["layout"]);
        int rows = state.Settings["rows"] is { } node ? (int)LayoutJson.Number(node, "rows") : 0;
        if (rows < 1)
        {
            throw LayoutJson.Damaged("rows");
        }

        return new BootstrapModel(new Table([.. layout.Columns.Select((c, j) => LoadColumn(state, c, j, rows))]));
    }

    private static double[] Low(Column column) => column switch
    {
        // NaN marks a missing value in every kind of column.
        IntegerColumn whole =>
            [.. Enumerable.Range(0, whole.Count).Select(i => whole.IsMissing(i) ? double.NaN : (double)(uint)whole.Values[i])],
        DiscreteColumn discrete => Array.ConvertAll(discrete.Codes, c => c < 0 ? double.NaN : c),
        _ => column.ToNumbers(),
    };

    private static Column LoadColumn(ModelState state, ColumnLayout layout, int j, int rows)
    {
        double[] values = state.Doubles($"values.{j}", rows);
        if (layout.Type == ColumnType.Continuous)
        {
            return new ContinuousColumn(layout.Name, values, layout.Decimals);
        }

        if (layout.Type != ColumnType.Integer)
        {
            return layout.Build(values, Array.ConvertAll(values, double.IsNaN));
        }

        double[] high = state.Doubles($"high.{j}", rows);
        long[] whole = new long[rows];
        for (int i = 0; i < rows; i++)
        {
            whole[i] = double.IsNaN(values[i]) ? 0 : ((long)high[i] << 32) | (uint)values[i];
        }

        return new IntegerColumn(layout.Name, whole, Array.ConvertAll(values, double.IsNaN));
    }
}
