using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Forest;

/// <summary>
/// The mixture's conditional law, exactly: a leaf's weight given some cells is its share of the rows times the density of those
/// cells in it, and within the leaf the other blocks are independent of them.
/// </summary>
internal sealed class ArfConditional(ArfData data, ArfTree[] trees, double smoothing)
{
    private readonly double[]?[] _distinct = new double[data.Columns.Length][];

    /// <summary>Draws what is not known, [column][row].</summary>
    internal double[][] Draw(GivenTable given, RandomStream stream)
    {
        int d = data.Columns.Length;
        double[][] drawn = [.. data.Columns.Select(_ => new double[given.Rows])];
        CellState[] states = new CellState[d];
        double[] values = new double[d];
        ArfMixture mixture = new(data, trees, smoothing);
        for (int i = 0; i < given.Rows; i++)
        {
            for (int j = 0; j < d; j++)
            {
                states[j] = given.IsKnown(j, i) ? CellState.Known : given.MayBeMissing(j) ? CellState.Free : CellState.Observed;
                values[j] = states[j] == CellState.Known ? Nearest(j, given.Value(j, i)) : 0;
            }

            if (states.AsSpan().ContainsAnyExcept(CellState.Known))
            {
                mixture.Draw(states, values, stream);
            }

            for (int j = 0; j < d; j++)
            {
                drawn[j][i] = values[j];
            }
        }

        return drawn;
    }

    /// <summary>The log-density of whole rows, [column][row], NaN where missing.</summary>
    internal double[] LogDensity(double[][] table)
    {
        CellState[] states = new CellState[data.Columns.Length];
        Array.Fill(states, CellState.Known);
        double[] values = new double[states.Length], logs = new double[table[0].Length];
        ArfMixture mixture = new(data, trees, smoothing);
        for (int i = 0; i < logs.Length; i++)
        {
            double scale = 0;
            for (int j = 0; j < values.Length; j++)
            {
                values[j] = table[j][i];
                scale += data.Columns[j].IsDiscrete || double.IsNaN(values[j]) || data.Columns[j].IsSpike(values[j]) ? 0
                    : data.Columns[j].LogScale;
            }

            logs[i] = mixture.LogDensity(states, values) - scale;
        }

        return logs;
    }

    // What the forest has never seen counts as the nearest number that it has.
    private double Nearest(int j, double x)
    {
        ArfColumn column = data.Columns[j];
        if (!data.Layout.Columns[j].IsNumber || double.IsNaN(data.Layout.Columns[j].Minimum))
        {
            return x;
        }

        if (!column.IsDiscrete)
        {
            return Math.Clamp(x, column.Minimum, column.Maximum);
        }

        double[] seen = _distinct[j] ??= [.. data.Values[j].Where(v => !double.IsNaN(v)).Distinct().Order()];
        int at = Array.BinarySearch(seen, x);
        at = at >= 0 ? at : ~at;
        return at == seen.Length || (at > 0 && x - seen[at - 1] <= seen[at] - x) ? seen[at - 1] : seen[at];
    }
}
