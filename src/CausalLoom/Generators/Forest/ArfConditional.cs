using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Forest;

/// <summary>
/// The mixture's conditional law, exactly: a leaf's weight given some cells is its share of the rows times the density of those
/// cells in it, and within the leaf the other blocks are independent of them.
/// </summary>
internal sealed class ArfConditional(ArfData data, ArfTree[] trees, double smoothing)
{
    // The least log-probability of a block when no leaf at all agrees with what is known.
    private const double Floor = -20;

    private readonly double[]?[] _distinct = new double[data.Columns.Length][];

    /// <summary>Draws what is not known, [column][row].</summary>
    internal double[][] Draw(GivenTable given, RandomStream stream)
    {
        int d = data.Columns.Length;
        double[][] drawn = [.. data.Columns.Select(_ => new double[given.Rows])];
        CellState[] states = new CellState[d];
        double[] values = new double[d];
        Mixture mixture = new(data, trees, smoothing);
        for (int i = 0; i < given.Rows; i++)
        {
            for (int j = 0; j < d; j++)
            {
                states[j] = given.IsKnown(j, i) ? CellState.Known : given.MayBeMissing(j) ? CellState.Free : CellState.Observed;
                values[j] = states[j] == CellState.Known ? Nearest(j, given.Value(j, i)) : 0;
            }

            if (Array.Exists(states, s => s != CellState.Known))
            {
                mixture.Weigh(states, values);
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
        Mixture mixture = new(data, trees, smoothing);
        for (int i = 0; i < logs.Length; i++)
        {
            double scale = 0;
            for (int j = 0; j < values.Length; j++)
            {
                values[j] = table[j][i];
                scale += data.Columns[j].IsDiscrete || double.IsNaN(values[j]) || data.Columns[j].IsSpike(values[j]) ? 0 : data.Columns[j].LogScale;
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

    /// <summary>The leaves that agree with a row's evidence and their log-weights.</summary>
    private sealed class Mixture(ArfData data, ArfTree[] trees, double smoothing)
    {
        private readonly ArfLaw _law = new(data, smoothing);
        private readonly bool[] _isKnown = new bool[data.Columns.Length];
        private readonly double[] _features = new double[data.Columns.Length];
        private readonly List<int> _compatible = [];
        private readonly List<(int Tree, int Leaf)> _leaves = [];
        private readonly List<double> _logs = [];

        internal void Weigh(CellState[] states, double[] values)
        {
            Gather(states, values, double.NegativeInfinity);
            if (_logs.TrueForAll(double.IsNegativeInfinity))
            {
                Gather(states, values, Floor);
            }
        }

        internal void Draw(CellState[] states, double[] values, RandomStream stream)
        {
            double most = _logs.Max();
            double[] weights = [.. _logs.Select(l => Math.Exp(l - most))];
            (int tree, int leaf) = _leaves[stream.NextCategory(weights)];
            _law.Take(trees[tree], leaf);
            foreach (int[] block in data.Blocks)
            {
                _law.Draw(block, states, values, stream);
            }
        }

        internal double LogDensity(CellState[] states, double[] values)
        {
            Gather(states, values, double.NegativeInfinity);
            double most = _logs.Max();
            return double.IsNegativeInfinity(most) ? most : most + Math.Log(_logs.Sum(l => Math.Exp(l - most)));
        }

        private void Gather(CellState[] states, double[] values, double floor)
        {
            _leaves.Clear();
            _logs.Clear();
            for (int j = 0; j < states.Length; j++)
            {
                _isKnown[j] = states[j] == CellState.Known;
                _features[j] = _isKnown[j] ? data.Columns[j].Feature(values[j]) : 0;
            }

            for (int t = 0; t < trees.Length; t++)
            {
                _compatible.Clear();
                trees[t].Compatible(_isKnown, _features, _compatible);
                foreach (int leaf in _compatible)
                {
                    _leaves.Add((t, leaf));
                    _logs.Add(LogWeight(t, leaf, states, values, floor));
                }
            }
        }

        private double LogWeight(int t, int leaf, CellState[] states, double[] values, double floor)
        {
            double log = Math.Log(trees[t].Nodes[leaf].Count / ((double)data.Rows * trees.Length));
            _law.Take(trees[t], leaf);
            foreach (int[] block in data.Blocks)
            {
                if (Array.Exists(block, j => states[j] != CellState.Free))
                {
                    log += Math.Max(floor, _law.LogProbability(block, states, values));
                    if (double.IsNegativeInfinity(log))
                    {
                        break;
                    }
                }
            }

            return log;
        }
    }
}
