using CausalLoom.Numerics.Random;

namespace CausalLoom.Mechanisms;

/// <summary>A partition of rows into K folds of nearly equal size, for cross-fitting.</summary>
public sealed class Folds
{
    private Folds(int[] of, int count) => (Of, Count) = (of, count);

    /// <summary>One fold of all rows: nothing is held out.</summary>
    internal static Folds None(int rows) => new(new int[rows], 1);

    /// <summary>The fold of each row, 0 … <see cref="Count"/> − 1.</summary>
    public int[] Of { get; }

    /// <summary>K.</summary>
    public int Count { get; }

    /// <summary>
    /// Folds with nearly equal shares of each label. Where a label has fewer rows than folds, K falls to its count
    /// (at least 2), so that every fold's complement has both arms as long as each arm has two rows.
    /// </summary>
    /// <param name="labels">The arm of each row, 0 or 1 (further labels are allowed).</param>
    /// <param name="folds">K ≥ 2.</param>
    /// <param name="stream">Decides who goes where.</param>
    /// <param name="groups">Rows of a group stay together (copies of one person in a bootstrap); null: each row alone.</param>
    /// <exception cref="ArgumentException">There are fewer than two rows or groups.</exception>
    public static Folds Stratified(int[] labels, int folds, RandomStream stream, int[]? groups = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        // A group's first row stands for it.
        IEnumerable<int> rows = Enumerable.Range(0, labels.Length);
        int[] units = [.. groups is null ? rows : rows.DistinctBy(i => groups[i])];
        if (units.Length < 2)
        {
            throw new ArgumentException("Folds need at least two rows.", nameof(labels));
        }

        int[][] strata = [.. labels.Distinct().Order().Select(label => Array.FindAll(units, i => labels[i] == label))
            .Where(stratum => stratum.Length > 0)];
        int count = Math.Max(2, Math.Min(folds, strata.Min(stratum => stratum.Length)));
        int[] of = new int[labels.Length];
        int next = 0;
        foreach (int[] stratum in strata)
        {
            stream.Child("label").Child(labels[stratum[0]]).Shuffle<int>(stratum);
            foreach (int i in stratum)
            {
                of[i] = next++ % count;
            }
        }

        if (groups is not null)
        {
            Dictionary<int, int> foldOf = units.ToDictionary(i => groups[i], i => of[i]);
            of = Array.ConvertAll(groups, group => foldOf[group]);
        }

        return new Folds(of, count);
    }

    /// <summary>These folds with further rows below, in folds that are given: rows that are added to data keep theirs company.</summary>
    /// <param name="more">The fold of each further row, 0 … <see cref="Count"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such fold.</exception>
    public Folds With(IReadOnlyList<int> more)
    {
        ArgumentNullException.ThrowIfNull(more);
        return more.All(fold => fold >= 0 && fold < Count)
            ? new Folds([.. Of, .. more], Count)
            : throw new ArgumentOutOfRangeException(nameof(more), FormattableString.Invariant($"A fold is from 0 to {Count - 1}."));
    }

    /// <summary>The rows of a fold, ascending.</summary>
    public int[] HeldOut(int fold) => Rows(fold, held: true);

    /// <summary>The rows of all other folds, ascending.</summary>
    public int[] Training(int fold) => Rows(fold, held: false);

    private int[] Rows(int fold, bool held)
    {
        int[] rows = new int[Of.Length];
        int count = 0;
        for (int i = 0; i < Of.Length; i++)
        {
            if ((Of[i] == fold) == held)
            {
                rows[count++] = i;
            }
        }

        return rows[..count];
    }
}
