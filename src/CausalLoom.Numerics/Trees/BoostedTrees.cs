using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Numerics.Trees;

/// <summary>A fitted gradient boosting: f(x) = base + Σ trees.</summary>
public sealed class BoostedTrees
{
    private readonly Tree[] _trees;

    internal BoostedTrees(BoostingLoss loss, int features, double start, Tree[] trees, double[] heldOutLoss)
    {
        (Loss, Features, Start, _trees, HeldOutLoss) = (loss, features, start, trees, heldOutLoss);
    }

    /// <summary>The loss it was fitted to.</summary>
    public BoostingLoss Loss { get; }

    /// <summary>The number of features.</summary>
    public int Features { get; }

    /// <summary>The score before the first tree.</summary>
    public double Start { get; }

    /// <summary>The trees, learning rate included.</summary>
    public IReadOnlyList<Tree> Trees => _trees;

    /// <summary>
    /// Mean loss on held-out rows: entry t after t trees; empty without such rows. For squared loss it is the mean of ½ (y − f)².
    /// </summary>
    public double[] HeldOutLoss { get; }

    /// <summary>The first trees alone.</summary>
    public BoostedTrees Truncate(int trees) => new(Loss, Features, Start, _trees[..Math.Min(trees, _trees.Length)], HeldOutLoss);

    /// <summary>f(x) of each row, [n]: means, or logits for the logistic loss.</summary>
    public double[] Scores(RowView x) => Scores(x, [_trees.Length])[0];

    /// <summary>f(x) of each row as the first trees alone have it.</summary>
    /// <param name="x">Rows, [n, d].</param>
    /// <param name="counts">How many trees, in any order; more than there are: all.</param>
    /// <returns>[count][n].</returns>
    public double[][] Scores(RowView x, IReadOnlyList<int> counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        if (x.Columns != Features)
        {
            throw new ArgumentException($"Expected {Features} features, not {x.Columns}.", nameof(x));
        }

        double[] sums = new double[_trees.Length + 1];
        double[][] scores = [.. counts.Select(_ => new double[x.Rows])];
        int[] asked = [.. counts.Select(count => Math.Min(count, _trees.Length))];
        int most = asked.DefaultIfEmpty(0).Max();
        RowCursor rows = x.Cursor();
        sums[0] = Start;
        for (int i = 0; i < x.Rows; i++)
        {
            ReadOnlySpan<double> row = rows.Row(i);
            for (int t = 0; t < most; t++)
            {
                sums[t + 1] = sums[t] + _trees[t].Predict(row);
            }

            for (int c = 0; c < asked.Length; c++)
            {
                scores[c][i] = sums[asked[c]];
            }
        }

        return scores;
    }

    /// <summary>E[y | x] of each row, [n]: means, or probabilities for the logistic loss.</summary>
    public double[] Predict(RowView x)
    {
        double[] scores = Scores(x);
        for (int i = 0; Loss == BoostingLoss.Logistic && i < scores.Length; i++)
        {
            scores[i] = LogisticRegression.Sigmoid(scores[i]);
        }

        return scores;
    }

    /// <summary>All that is needed to rebuild it, as plain numbers.</summary>
    public double[] Export() => [(double)Loss, Features, Start, .. Tree.Export(_trees)];

    /// <summary>Rebuilds what <see cref="Export"/> wrote.</summary>
    /// <exception cref="FormatException">The numbers do not describe boosted trees.</exception>
    public static BoostedTrees Import(ReadOnlySpan<double> numbers)
    {
        if (numbers.Length < 3 || numbers[0] is not (0 or 1) || !(numbers[1] >= 0 && numbers[1] < int.MaxValue))
        {
            throw new FormatException("The saved numbers do not describe boosted trees.");
        }

        int features = (int)numbers[1];
        return new BoostedTrees((BoostingLoss)(int)numbers[0], features, numbers[2], Tree.Import(numbers[3..], features), []);
    }
}
