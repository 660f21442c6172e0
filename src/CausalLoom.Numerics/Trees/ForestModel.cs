using CausalLoom.Numerics.Linear;

namespace CausalLoom.Numerics.Trees;

/// <summary>A fitted random forest: its prediction is the mean of its trees' leaves.</summary>
public sealed class ForestModel
{
    private const int Block = 512;
    private readonly Tree[] _trees;
    private readonly ulong[][] _bags;

    internal ForestModel(ForestTask task, int features, Tree[] trees, OutOfBagResult? outOfBag, ulong[][] bags)
    {
        (Task, Features, _trees, OutOfBag, _bags) = (task, features, trees, outOfBag, bags);
    }

    /// <summary>What it predicts.</summary>
    public ForestTask Task { get; }

    /// <summary>The number of features.</summary>
    public int Features { get; }

    /// <summary>The trees; a leaf's value is the mean target (the share of class 1) of its rows.</summary>
    public IReadOnlyList<Tree> Trees => _trees;

    /// <summary>Out-of-bag predictions of the training rows; null if they were not asked for, and in a model read from a file.</summary>
    public OutOfBagResult? OutOfBag { get; }

    /// <summary>Whether that tree saw that training row.</summary>
    /// <exception cref="InvalidOperationException">The model was read from a file, which keeps no training rows.</exception>
    public bool WasInBag(int tree, int row) => _bags.Length == 0
        ? throw new InvalidOperationException("A saved forest does not know its training rows.")
        : (_bags[tree][row >> 6] & (1UL << row)) != 0;

    /// <summary>Means, or probabilities of class 1, of each row, [n].</summary>
    /// <param name="x">Rows, [n, d]; NaN means missing.</param>
    /// <param name="threads">How many threads may share the rows; the result does not depend on it.</param>
    public double[] Predict(Matrix x, int threads = 1)
    {
        Check(x);
        double[] sums = new double[x.Rows];
        ForBlocks(x, threads, (walk, rows) =>
        {
            Span<int> leaves = new int[rows.Length];
            Span<double> mine = sums.AsSpan(rows[0], rows.Length);
            foreach (Tree tree in _trees)
            {
                walk.Leaves(tree, rows, leaves);
                ReadOnlySpan<TreeNode> nodes = tree.Nodes;
                for (int i = 0; i < mine.Length; i++)
                {
                    mine[i] += nodes[leaves[i]].Value;
                }
            }

            for (int i = 0; i < mine.Length; i++)
            {
                mine[i] /= _trees.Length;
            }
        });
        return sums;
    }

    /// <summary>The leaf (as an index into <see cref="Tree.Nodes"/>) of each row in each tree: [tree][row].</summary>
    /// <param name="x">Rows, [n, d]; NaN means missing.</param>
    /// <param name="threads">How many threads may share the rows.</param>
    public int[][] Leaves(Matrix x, int threads = 1)
    {
        Check(x);
        int[][] leaves = [.. _trees.Select(_ => new int[x.Rows])];
        ForBlocks(x, threads, (walk, rows) =>
        {
            for (int t = 0; t < _trees.Length; t++)
            {
                walk.Leaves(_trees[t], rows, leaves[t].AsSpan(rows[0]));
            }
        });
        return leaves;
    }

    /// <summary>As <see cref="Leaves(Matrix, int)"/>, for rows in the bins that the forest was grown on.</summary>
    /// <param name="data">Rows in the same bins (<see cref="BinnedMatrix.Gather"/>).</param>
    /// <param name="threads">How many threads may share the trees.</param>
    /// <exception cref="InvalidOperationException">The model was read from a file, which keeps no bins.</exception>
    public int[][] Leaves(BinnedMatrix data, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (_bags.Length == 0)
        {
            throw new InvalidOperationException("A saved forest does not know its bins.");
        }

        int[][] leaves = [.. _trees.Select(_ => new int[data.Rows])];
        int[] rows = [.. Enumerable.Range(0, data.Rows)];
        BinnedWalk shared = new(data);
        Parallel.For(0, _trees.Length, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads) }, shared.ForAnotherThread,
            (t, _, walk) =>
        {
            walk.Take(_trees[t]);
            walk.Leaves(rows, leaves[t]);
            return walk;
        }, _ => { });
        return leaves;
    }

    /// <summary>All that is needed to predict again, as plain numbers; training rows and out-of-bag predictions are left out.</summary>
    public double[] Export() => [(double)Task, Features, .. Tree.Export(_trees)];

    /// <summary>Rebuilds what <see cref="Export"/> wrote.</summary>
    /// <exception cref="FormatException">The numbers do not describe a forest.</exception>
    public static ForestModel Import(ReadOnlySpan<double> numbers)
    {
        if (numbers.Length < 3 || numbers[0] is not (0 or 1) || !(numbers[1] >= 1 && numbers[1] < int.MaxValue)
            || numbers[1] != Math.Floor(numbers[1]))
        {
            throw new FormatException("The saved numbers do not describe a forest.");
        }

        int features = (int)numbers[1];
        return new ForestModel((ForestTask)(int)numbers[0], features, Tree.Import(numbers[2..], features), null, []);
    }

    private void Check(Matrix x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Columns != Features)
        {
            throw new ArgumentException($"Expected {Features} features, not {x.Columns}.", nameof(x));
        }
    }

    // Few enough rows that a tree's nodes stay in cache while the block passes.
    private static void ForBlocks(Matrix x, int threads, Action<RowWalk, int[]> body)
    {
        int blocks = (x.Rows + Block - 1) / Block;
        if (threads <= 1)
        {
            RowWalk walk = new(x);
            for (int b = 0; b < blocks; b++)
            {
                body(walk, Rows(b));
            }

            return;
        }

        Parallel.For(0, blocks, new ParallelOptions { MaxDegreeOfParallelism = threads }, b => body(new RowWalk(x), Rows(b)));

        int[] Rows(int block) => [.. Enumerable.Range(block * Block, Math.Min(x.Rows - (block * Block), Block))];
    }
}
