using CausalLoom.Numerics.Random;
using CausalLoom.Numerics.Trees;

namespace CausalLoom.Generators.Forest;

/// <summary>
/// The adversarial rounds: a forest learns to tell the rows from made ones, new rows are made of columns drawn independently
/// within its leaves, until a forest cannot tell them any more. What is kept is the forest whose leaves the last made rows came from.
/// </summary>
internal sealed class ArfTraining
{
    private readonly ArfData _data;
    private readonly ArfOptions _options;
    private readonly BinnedMatrix _real;
    private readonly int[] _blockOf;
    private readonly double[] _labels;
    private readonly List<TrainingPoint> _curve = [];

    private ArfTraining(ArfData data, ArfOptions options)
    {
        (_data, _options) = (data, options);
        _real = BinnedMatrix.Of(data.Features(), fineTails: true);
        _blockOf = new int[data.Columns.Length];
        for (int b = 0; b < data.Blocks.Length; b++)
        {
            Array.ForEach(data.Blocks[b], j => _blockOf[j] = b);
        }

        _labels = [.. Enumerable.Repeat(1.0, data.Rows), .. new double[data.Rows]];
    }

    internal static (ArfTree[] Trees, IReadOnlyList<TrainingPoint> Curve) Run(ArfData data, ArfOptions options, FitContext context)
    {
        ArfTraining training = new(data, options);
        ForestModel forest = training.Rounds(context);
        ArfTree[] trees = context.Map(forest.Trees.Count, (t, _) => ArfTree.Of(forest.Trees[t], data, options.MinLeafRows));
        context.Report("Fitting the adversarial forest", 1);
        return (trees, training._curve);
    }

    private ForestModel Rounds(FitContext context)
    {
        ForestModel kept = Fit(Permuted(context.Stream.Child("permutation")), 0, context);
        double accuracy = _curve[^1].Training;
        for (int round = 1; round <= _options.MaxRounds && accuracy > 0.5 + _options.Tolerance; round++)
        {
            ForestModel next = Fit(Made(kept, context.Stream.Child("made").Child(round), context.Threads), round, context);
            double nextAccuracy = _curve[^1].Training;
            if (nextAccuracy <= 0.5 + _options.Tolerance || (_options.StopWhenWorse && nextAccuracy > accuracy))
            {
                break;
            }

            (kept, accuracy) = (next, nextAccuracy);
        }

        return kept;
    }

    private ForestModel Fit(int[][] made, int round, FitContext context)
    {
        context.Report("Fitting the adversarial forest", round / (_options.MaxRounds + 1.0), round == 0 ? null
            : $"accuracy {_curve[^1].Training:0.000}");
        int[][] rows = [.. _blockOf.Select(b => (int[])[.. Enumerable.Range(0, _data.Rows), .. made[b]])];
        RandomForestOptions options = new()
        {
            Task = ForestTask.Classification,
            Trees = _options.Trees,
            FeaturesPerNode = _options.FeaturesPerNode,
            MinLeafRows = _options.MinForestLeafRows,
            MaxDepth = 200,
        };
        ForestModel forest = RandomForest.Fit(_real.Gather(rows), _labels, options, context.Stream.Child("forest").Child(round), null,
            context.Threads, context.Cancellation);
        double error = forest.OutOfBag!.ErrorRate;
        _curve.Add(new TrainingPoint(round + 1, double.IsNaN(error) ? 0.5 : 1 - error, double.NaN));
        return forest;
    }

    // Every block permuted by itself.
    private int[][] Permuted(RandomStream stream) => [.. _data.Blocks.Select((_, b) => stream.Child(b).Permutation(_data.Rows))];

    // A tree and a real row's leaf in it, then every block from a row of that leaf.
    private int[][] Made(ForestModel forest, RandomStream stream, int threads)
    {
        int[][] leaves = forest.Leaves(_real, threads);
        int[][] made = [.. _data.Blocks.Select(_ => new int[_data.Rows])];
        LeafRows[] trees = [.. leaves.Select((leaf, t) => LeafRows.Of(leaf, forest.Trees[t].Nodes.Length))];
        for (int i = 0; i < _data.Rows; i++)
        {
            int t = stream.NextInt(trees.Length), leaf = leaves[t][stream.NextInt(_data.Rows)];
            ReadOnlySpan<int> members = trees[t].Of(leaf);
            foreach (int[] block in made)
            {
                block[i] = members[stream.NextInt(members.Length)];
            }
        }

        return made;
    }
}
