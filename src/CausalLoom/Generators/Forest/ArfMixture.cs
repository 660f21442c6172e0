using System.Runtime.InteropServices;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Forest;

/// <summary>The leaves that agree with what is known of a row, and their weights. Serves one thread.</summary>
internal sealed class ArfMixture(ArfData data, ArfTree[] trees, double smoothing)
{
    // The least log-probability of a block when no leaf at all agrees with what is known.
    private const double Floor = -20;

    // Rows with the same evidence follow one another or come back often: their leaves are kept.
    private const int MostKept = 64;

    private readonly ArfLaw _law = new(data, smoothing);
    private readonly bool[] _isKnown = new bool[data.Columns.Length];
    private readonly double[] _features = new double[data.Columns.Length];
    private readonly List<int> _compatible = [];
    private readonly List<int[]> _evidence = [];
    private readonly List<(int Tree, int Leaf)> _leaves = [];
    private readonly List<double> _logs = [];
    private readonly Dictionary<string, ((int Tree, int Leaf)[] Leaves, double[] Weights)> _kept = new(StringComparer.Ordinal);

    /// <summary>Draws a leaf by its weight and, in it, what is not known.</summary>
    internal void Draw(CellState[] states, double[] values, RandomStream stream)
    {
        // A state of 32 bits is two characters, a value of 64 four.
        string key = string.Concat(MemoryMarshal.Cast<CellState, char>(states), MemoryMarshal.Cast<double, char>(values));
        if (!_kept.TryGetValue(key, out ((int Tree, int Leaf)[] Leaves, double[] Weights) mixture))
        {
            if (_kept.Count == MostKept)
            {
                _kept.Clear();
            }

            mixture = Weigh(states, values);
            _kept.Add(key, mixture);
        }

        (int tree, int leaf) = mixture.Leaves[stream.NextCategory(mixture.Weights)];
        _law.Take(trees[tree], leaf);
        foreach (int[] block in data.Blocks)
        {
            _law.Draw(block, states, values, stream);
        }
    }

    /// <summary>The log-density of the cells that are known.</summary>
    internal double LogDensity(CellState[] states, double[] values)
    {
        Gather(states, values, double.NegativeInfinity);
        double most = Largest(), sum = 0;
        foreach (double log in _logs)
        {
            sum += double.IsNegativeInfinity(log) ? 0 : Math.Exp(log - most);
        }

        return double.IsNegativeInfinity(most) ? most : most + Math.Log(sum);
    }

    private ((int Tree, int Leaf)[] Leaves, double[] Weights) Weigh(CellState[] states, double[] values)
    {
        Gather(states, values, double.NegativeInfinity);
        if (double.IsNegativeInfinity(Largest()))
        {
            Gather(states, values, Floor);
        }

        double most = Largest();
        return ([.. _leaves], [.. _logs.Select(l => Math.Exp(l - most))]);
    }

    private double Largest()
    {
        double most = double.NegativeInfinity;
        foreach (double log in _logs)
        {
            most = Math.Max(most, log);
        }

        return most;
    }

    private void Gather(CellState[] states, double[] values, double floor)
    {
        _leaves.Clear();
        _logs.Clear();
        _evidence.Clear();
        for (int j = 0; j < states.Length; j++)
        {
            _isKnown[j] = states[j] == CellState.Known;
            _features[j] = _isKnown[j] ? data.Columns[j].Feature(values[j]) : 0;
        }

        foreach (int[] block in data.Blocks)
        {
            foreach (int j in block)
            {
                if (states[j] != CellState.Free)
                {
                    _evidence.Add(block);
                    break;
                }
            }
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
        foreach (int[] block in _evidence)
        {
            log += Math.Max(floor, _law.LogProbability(block, states, values));
            if (double.IsNegativeInfinity(log))
            {
                break;
            }
        }

        return log;
    }
}
