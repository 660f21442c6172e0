using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Forest;

/// <summary>
/// The law within one leaf: blocks of columns are independent; a discrete block is one of the leaf's rows; a number is missing
/// or a spike as often as in the leaf, and otherwise follows truncated normals between the leaf's bounds. Serves one thread.
/// </summary>
internal sealed class ArfLaw(ArfData data, double smoothing)
{
    // A lone number has the column's deviation; five already have almost their own.
    private const double PriorWeight = 0.01;

    private readonly double[] _low = new double[data.Columns.Length];
    private readonly double[] _high = new double[data.Columns.Length];
    private readonly List<int> _matching = [];
    private readonly List<double> _numbers = [];
    private ArfTree? _tree;
    private int _leaf;
    private bool _hasBounds;

    /// <summary>Takes up a leaf.</summary>
    internal void Take(ArfTree tree, int leaf)
    {
        (_tree, _leaf, _hasBounds) = (tree, leaf, false);
    }

    /// <summary>log of the probability (for a number: density per scaled unit) of what is known of a block in this leaf.</summary>
    internal double LogProbability(int[] block, CellState[] states, double[] values)
    {
        ReadOnlySpan<int> rows = _tree!.RowsOf(_leaf);
        int j = block[0];
        ArfColumn column = data.Columns[j];
        double x = values[j];
        if (!column.IsDiscrete && states[j] == CellState.Known && !double.IsNaN(x) && !column.IsSpike(x))
        {
            return Math.Log(Density(j, column.Scale(x), rows));
        }

        int matching = 0;
        foreach (int row in rows)
        {
            matching += Matches(block, row, states, values) ? 1 : 0;
        }

        return Math.Log(matching / (double)rows.Length);
    }

    /// <summary>Draws a block, given what is known of it; known cells keep their value.</summary>
    internal void Draw(int[] block, CellState[] states, double[] values, RandomStream stream)
    {
        int j = block[0];
        if (block.Length == 1 && states[j] == CellState.Known)
        {
            return;
        }

        ReadOnlySpan<int> rows = _tree!.RowsOf(_leaf);
        int row = Pick(block, rows, states, values, stream);
        foreach (int k in block)
        {
            values[k] = states[k] == CellState.Known ? values[k] : data.Values[k][row];
        }

        if (!data.Columns[j].IsDiscrete && !double.IsNaN(values[j]) && !data.Columns[j].IsSpike(values[j]))
        {
            values[j] = data.Columns[j]
                .Unscale(Kernel(j, data.Columns[j].Scale(values[j]), Moments(j, rows)).Quantile(stream.NextOpenDouble()));
        }
    }

    // A row of the leaf that agrees; any row where none does, which only a leaf of the last resort has.
    private int Pick(int[] block, ReadOnlySpan<int> rows, CellState[] states, double[] values, RandomStream stream)
    {
        _matching.Clear();
        foreach (int row in rows)
        {
            if (Matches(block, row, states, values))
            {
                _matching.Add(row);
            }
        }

        return _matching.Count > 0 ? _matching[stream.NextInt(_matching.Count)] : rows[stream.NextInt(rows.Length)];
    }

    private bool Matches(int[] block, int row, CellState[] states, double[] values)
    {
        foreach (int k in block)
        {
            double x = data.Values[k][row];
            if (states[k] == CellState.Observed ? double.IsNaN(x) : states[k] == CellState.Known && !x.Equals(values[k]))
            {
                return false;
            }
        }

        return true;
    }

    // Mean over the leaf's rows; those that are missing or spikes add nothing.
    private double Density(int j, double u, ReadOnlySpan<int> rows)
    {
        (double Mean, double Deviation) moments = Moments(j, rows);
        if (smoothing == 1)
        {
            return _numbers.Count == 0 ? 0 : _numbers.Count / (double)rows.Length * Kernel(j, moments.Mean, moments).Density(u);
        }

        double sum = 0;
        foreach (double centre in _numbers)
        {
            sum += Kernel(j, centre, moments).Density(u);
        }

        return sum / rows.Length;
    }

    // The kernel around one of the leaf's numbers: drawn to the mean so that the mixture keeps the leaf's variance.
    private TruncatedNormal Kernel(int j, double number, (double Mean, double Deviation) moments)
    {
        if (!_hasBounds)
        {
            _tree!.Bounds(_leaf, _low, _high);
            _hasBounds = true;
        }

        ArfColumn column = data.Columns[j];
        double low = Math.Max(column.Scale(_low[j]), -column.HalfStep), high = Math.Min(column.Scale(_high[j]), 1 + column.HalfStep);
        double centre = moments.Mean + (Math.Sqrt(1 - (smoothing * smoothing)) * (number - moments.Mean));
        return new TruncatedNormal(Math.Clamp(centre, low, high), smoothing * moments.Deviation, low, high);
    }

    private (double Mean, double Deviation) Moments(int j, ReadOnlySpan<int> rows)
    {
        ArfColumn column = data.Columns[j];
        double[] values = data.Values[j];
        _numbers.Clear();
        double sum = 0;
        foreach (int row in rows)
        {
            if (!double.IsNaN(values[row]) && !column.IsSpike(values[row]))
            {
                double u = column.Scale(values[row]);
                _numbers.Add(u);
                sum += u;
            }
        }

        double mean = sum / _numbers.Count, squares = PriorWeight * column.Deviation * column.Deviation;
        foreach (double u in _numbers)
        {
            squares += (u - mean) * (u - mean);
        }

        return (mean, Math.Sqrt(squares / (_numbers.Count - 1 + PriorWeight)));
    }
}
