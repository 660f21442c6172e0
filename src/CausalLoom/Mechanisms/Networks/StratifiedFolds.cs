using CausalLoom.Numerics.Random;

namespace CausalLoom.Mechanisms.Networks;

/// <summary>Folds at random with each arm spread evenly: within an arm, fold sizes differ by one row at most.</summary>
public static class StratifiedFolds
{
    /// <summary>The fold of each row, 0 … <paramref name="folds"/> − 1.</summary>
    /// <param name="arms">The stratum of each row.</param>
    /// <param name="folds">At least 2.</param>
    /// <param name="stream">Where the shuffle comes from.</param>
    /// <param name="groups">Rows of one group (copies of a row) share a fold; null where every row is its own.</param>
    public static int[] Of(int[] arms, int folds, RandomStream stream, int[]? groups = null)
    {
        ArgumentNullException.ThrowIfNull(arms);
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        int[] order = stream.Permutation(arms.Length), fold = new int[arms.Length];
        Dictionary<int, int> seen = [], ofGroup = [];
        foreach (int row in order)
        {
            if (groups is null || !ofGroup.TryGetValue(groups[row], out fold[row]))
            {
                int count = seen.GetValueOrDefault(arms[row]);
                fold[row] = count % folds;
                seen[arms[row]] = count + 1;
                ofGroup[groups?[row] ?? row] = fold[row];
            }
        }

        return fold;
    }

    /// <summary>The rows whose fold is (or is not) the given one, ascending.</summary>
    public static int[] Rows(int[] fold, int of, bool inside) => [.. Enumerable.Range(0, fold.Length).Where(i => (fold[i] == of) == inside)];
}
