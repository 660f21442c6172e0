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
    public double[] Scores(RowView x)
    {
        if (x.Columns != Features)
        {
            throw new ArgumentException($"Expected {Features} features, not {x.Columns}.", nameof(x));
        }

        double[] scores = new double[x.Rows];
        for (int i = 0; i < scores.Length; i++)
        {
            double sum = Start;
            foreach (Tree tree in _trees)
            {
                sum += tree.Predict(x.Row(i));
            }

            scores[i] = sum;
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
