using CausalLoom.Numerics.Random;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Numerics.Trees;

/// <summary>One run of gradient boosting: the scores of all rows, round after round.</summary>
internal sealed class BoostingRun
{
    private readonly BinnedMatrix _data;
    private readonly double[] _y;
    private readonly int[] _training;
    private readonly int[] _heldOut;
    private readonly BoostingOptions _options;
    private readonly RandomStream _stream;
    private readonly double[]? _weights;
    private readonly double[] _scores;
    private readonly double[] _gradients;
    private readonly double[] _hessians;
    private readonly TreeGrower _grower;

    internal BoostingRun(BinnedMatrix data, double[] y, int[] training, int[] heldOut, BoostingOptions options, RandomStream stream,
        double[]? weights)
    {
        (_data, _y, _heldOut, _options, _stream, _weights) = (data, y, heldOut, options, stream, weights);
        // Rows without weight must not count as rows of a leaf.
        _training = weights is null ? training : [.. training.Where(i => weights[i] > 0)];
        _scores = new double[data.Rows];
        _gradients = new double[data.Rows];
        _hessians = new double[data.Rows];
        _grower = new TreeGrower(data, new GrowthOptions
        {
            MaxLeaves = options.MaxLeaves,
            MaxDepth = options.MaxDepth,
            MinLeafRows = options.MinLeafRows,
            MinLeafHessian = options.MinLeafHessian,
            L2 = options.L2,
        });
    }

    internal BoostedTrees Run(CancellationToken cancellation)
    {
        double start = StartScore();
        Array.Fill(_scores, start);
        List<Tree> trees = [];
        List<double> losses = _heldOut.Length == 0 ? [] : [HeldOutLoss()];
        int best = 0;
        for (int round = 0; round < _options.Trees; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            Tree tree = AddTree(round);
            trees.Add(tree);
            if (_heldOut.Length > 0)
            {
                losses.Add(HeldOutLoss());
                best = losses[^1] < losses[best] ? losses.Count - 1 : best;
                if (_options.Patience > 0 && losses.Count - 1 - best >= _options.Patience)
                {
                    break;
                }
            }
        }

        return new BoostedTrees(_options.Loss, _data.Columns, start, [.. trees], [.. losses]);
    }

    // The best constant; a lone class is held at a logit that its own weight can vouch for.
    private double StartScore()
    {
        double sum = 0, total = 0;
        foreach (int i in _training)
        {
            sum += Weight(i) * _y[i];
            total += Weight(i);
        }

        if (_options.Loss == BoostingLoss.Squared)
        {
            return total > 0 ? sum / total : 0;
        }

        double least = 0.5 / (_training.Length + 1);
        return LogisticRegression.Logit(Math.Clamp(total > 0 ? sum / total : 0.5, least, 1 - least));
    }

    private Tree AddTree(int round)
    {
        SetGradients();
        RandomStream stream = _stream.Child("round").Child(round);
        int[] rows = Sample(_training, _options.RowShare, stream.Child("rows"));
        int[] features = Sample([.. Enumerable.Range(0, _data.Columns)], _options.FeatureShare, stream.Child("features"));
        Tree tree = _grower.Grow(_gradients, _hessians, rows, features);
        tree.Scale(_options.LearningRate);
        if (rows.Length == _training.Length)
        {
            foreach ((int node, int first, int count) in _grower.Leaves)
            {
                double value = tree.Nodes[node].Value;
                foreach (int row in _grower.Rows.AsSpan(first, count))
                {
                    _scores[row] += value;
                }
            }
        }
        else
        {
            AddScores(tree, _training);
        }

        AddScores(tree, _heldOut);
        return tree;
    }

    private void AddScores(Tree tree, int[] rows)
    {
        foreach (int row in rows)
        {
            _scores[row] += tree.PredictBinned(_data, row);
        }
    }

    private void SetGradients()
    {
        if (_options.Loss == BoostingLoss.Squared)
        {
            foreach (int i in _training)
            {
                double w = Weight(i);
                (_gradients[i], _hessians[i]) = (w * (_scores[i] - _y[i]), w);
            }

            return;
        }

        foreach (int i in _training)
        {
            double p = LogisticRegression.Sigmoid(_scores[i]), w = Weight(i);
            (_gradients[i], _hessians[i]) = (w * (p - _y[i]), w * p * (1 - p));
        }
    }

    private double HeldOutLoss()
    {
        double sum = 0, total = 0;
        foreach (int i in _heldOut)
        {
            double loss = _options.Loss == BoostingLoss.Squared
                ? 0.5 * (_y[i] - _scores[i]) * (_y[i] - _scores[i])
                : LogisticRegression.Loss(_scores[i], _y[i]);
            sum += Weight(i) * loss;
            total += Weight(i);
        }

        return sum / total;
    }

    private double Weight(int row) => _weights is null ? 1 : _weights[row];

    // A sorted subset without replacement (the first steps of a Fisher–Yates shuffle).
    private static int[] Sample(int[] items, double share, RandomStream stream)
    {
        int count = Math.Max(1, (int)Math.Round(share * items.Length));
        if (share >= 1 || count >= items.Length)
        {
            return items;
        }

        int[] pool = [.. items];
        for (int i = 0; i < count; i++)
        {
            int j = i + stream.NextInt(pool.Length - i);
            (pool[i], pool[j]) = (pool[j], pool[i]);
        }

        Array.Sort(pool, 0, count);
        return pool[..count];
    }
}
