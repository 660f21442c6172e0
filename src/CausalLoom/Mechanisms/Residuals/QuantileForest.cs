using CausalLoom.Data;
using CausalLoom.Models;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;
using CausalLoom.Numerics.Trees;

namespace CausalLoom.Mechanisms.Residuals;

/// <summary>
/// One arm's conditional law of residuals: a forest's weights on the training residuals (Meinshausen 2006). The weight of residual i at x
/// is
/// the mean over trees of 1(i in x's leaf) / (rows in the leaf), so that a draw is a random tree and then a random row of x's leaf.
/// </summary>
internal sealed class QuantileForest
{
    private readonly ForestModel[] _forests;
    private readonly double[] _residuals, _sorted;

    // By tree (all forests' trees in a row), then by node: the leaf's residuals; null for nodes that are no leaves.
    private readonly SortedResiduals?[][] _leaves;
    private readonly double[][] _trainingLeaves;

    private QuantileForest(ForestModel[] forests, double[] residuals, double[][] trainingLeaves)
    {
        (_forests, _residuals, _sorted, _trainingLeaves) = (forests, residuals, [.. residuals.Order()], trainingLeaves);
        Tree[] trees = [.. forests.SelectMany(f => f.Trees)];
        _leaves = [.. trees.Select((tree, t) => LeafResiduals(tree, trainingLeaves[t], residuals))];
    }

    /// <summary>The number of trees.</summary>
    internal int Trees => _leaves.Length;

    /// <summary>Grows the forests.</summary>
    /// <param name="x">Covariates of the arm's rows, NaN where missing.</param>
    /// <param name="residuals">The arm's residuals.</param>
    /// <param name="options">The options.</param>
    /// <param name="context">The context.</param>
    internal static QuantileForest Fit(Matrix x, double[] residuals, QuantileLawOptions options, FitContext context)
    {
        double[] sorted = [.. residuals.Order()];
        RandomForestOptions trees = options.Forest with { FeaturesPerNode = options.Forest.FeaturesPerNode ?? (x.Columns + 1) / 2 };
        List<ForestModel> forests = [];
        for (int q = 0; q < options.Quantiles.Count && x.Columns > 0; q++)
        {
            double at = sorted[(int)(options.Quantiles[q] * (sorted.Length - 1))];
            double[] below = Array.ConvertAll(residuals, r => r <= at ? 1.0 : 0);
            forests.Add(RandomForest.Fit(x, below, trees, context.Stream.Child("quantile").Child(q), threads: context.Threads,
                cancellation: context.Cancellation));
        }

        double[][] leaves =
            [.. forests.SelectMany(f => f.Leaves(x, context.Threads)).Select(tree => Array.ConvertAll(tree, leaf => (double)leaf))];
        return new QuantileForest([.. forests], residuals, leaves);
    }

    /// <summary>The leaf of each row in each tree: [tree][row].</summary>
    internal int[][] Leaves(Matrix x) => [.. _forests.SelectMany(f => f.Leaves(x))];

    /// <summary>A residual of the law at a row, less the law's mean.</summary>
    internal double Draw(int[][] leaves, int row, RandomStream stream)
    {
        if (Trees == 0)
        {
            return _residuals[stream.NextInt(_residuals.Length)];
        }

        int tree = stream.NextInt(Trees);
        SortedResiduals leaf = _leaves[tree][leaves[tree][row]]!;
        return leaf.Values[stream.NextInt(leaf.Count)] - Mean(leaves, row);
    }

    /// <summary>E[clamp(m + r − E r)] under the law at a row.</summary>
    internal double ClampedMean(int[][] leaves, int row, double m, OutcomeRange range)
    {
        if (Trees == 0)
        {
            return _residuals.Average(r => range.Clamp(m + r));
        }

        double shift = Mean(leaves, row), least = double.PositiveInfinity, largest = double.NegativeInfinity;
        for (int t = 0; t < Trees; t++)
        {
            double[] values = _leaves[t][leaves[t][row]]!.Values;
            (least, largest) = (Math.Min(least, values[0]), Math.Max(largest, values[^1]));
        }

        if (range.Holds(m - shift + least, 0) && range.Holds(m - shift + largest, 0))
        {
            return m;
        }

        double sum = 0;
        for (int t = 0; t < Trees; t++)
        {
            sum += _leaves[t][leaves[t][row]]!.ClampedMean(m - shift, range);
        }

        return sum / Trees;
    }

    /// <summary>
    /// The quantile of the centred law at a row: the least residual with at least that share of the weight below or at it.
    /// </summary>
    internal double Quantile(int[][] leaves, int row, double share)
    {
        // The weight of each training residual, in order of size; tied ones are one.
        double[] mass = new double[_sorted.Length];
        Array.Fill(mass, Trees == 0 ? 1.0 / mass.Length : 0);
        for (int t = 0; t < Trees; t++)
        {
            SortedResiduals leaf = _leaves[t][leaves[t][row]]!;
            foreach (double value in leaf.Values)
            {
                mass[Array.BinarySearch(_sorted, value)] += 1.0 / (Trees * leaf.Count);
            }
        }

        double mean = Trees == 0 ? 0 : Mean(leaves, row), sum = 0;
        int at = Array.FindIndex(mass, m => m > 0 && (sum += m) >= share - 1e-12);
        return _sorted[at < 0 ? Array.FindLastIndex(mass, m => m > 0) : at] - mean;
    }

    internal ModelState Save()
    {
        ModelState state = new("quantile-forest");
        state.Settings["forests"] = _forests.Length;
        StateReader.Put(state, "residuals", _residuals);
        for (int k = 0; k < _forests.Length; k++)
        {
            StateReader.Put(state, $"forest{k}", _forests[k].Export());
        }

        StateReader.Put(state, "leaves", [.. _trainingLeaves.SelectMany(l => l)]);
        return state;
    }

    internal static QuantileForest Load(ModelState state, int features)
    {
        int count = StateReader.Integer(StateReader.Expect(state, "quantile-forest"), "forests", 0, 1000);
        double[] residuals = StateReader.Vector(state, "residuals"), leaves = StateReader.Vector(state, "leaves");
        ForestModel[] forests = [.. Enumerable.Range(0, count).Select(k => StateReader.Forest(state, $"forest{k}", features))];
        Tree[] trees = [.. forests.SelectMany(f => f.Trees)];
        if (residuals.Length == 0 || leaves.Length != trees.Length * residuals.Length)
        {
            throw StateReader.Damaged("leaves");
        }

        double[][] byTree = [.. trees.Select((_, t) => leaves[(t * residuals.Length)..((t + 1) * residuals.Length)])];
        for (int t = 0; t < trees.Length; t++)
        {
            CheckLeaves(trees[t], byTree[t]);
        }

        return new QuantileForest(forests, residuals, byTree);
    }

    // Every row in a leaf, and every leaf with a row to draw.
    private static void CheckLeaves(Tree tree, double[] leaves)
    {
        HashSet<int> seen = [];
        foreach (double leaf in leaves)
        {
            if (!(leaf >= 0 && leaf < tree.Nodes.Length && leaf == Math.Floor(leaf)) || tree.Nodes[(int)leaf].Feature >= 0)
            {
                throw StateReader.Damaged("leaves");
            }

            seen.Add((int)leaf);
        }

        if (seen.Count != tree.Leaves)
        {
            throw StateReader.Damaged("leaves");
        }
    }

    private double Mean(int[][] leaves, int row)
    {
        double sum = 0;
        for (int t = 0; t < Trees; t++)
        {
            sum += _leaves[t][leaves[t][row]]!.Mean;
        }

        return sum / Trees;
    }

    private static SortedResiduals?[] LeafResiduals(Tree tree, double[] leafOf, double[] residuals)
    {
        List<double>?[] members = new List<double>?[tree.Nodes.Length];
        for (int i = 0; i < leafOf.Length; i++)
        {
            (members[(int)leafOf[i]] ??= []).Add(residuals[i]);
        }

        return Array.ConvertAll(members, list => list is null ? null : new SortedResiduals([.. list]));
    }
}
