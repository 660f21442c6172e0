using CausalLoom.Numerics.Random;

namespace CausalLoom.Mechanisms;

/// <summary>A partition of rows into K folds of nearly equal size, for cross-fitting.</summary>
public sealed class Folds
{
    private Folds(int[] of, int count) => (Of, Count) = (of, count);

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
        groups ??= [.. Enumerable.Range(0, labels.Length)];
        (int Group, int Label)[] units = [.. Enumerable.Range(0, labels.Length).Select(i => (groups[i], labels[i])).DistinctBy(u => u.Item1)];
        if (units.Length < 2)
        {
            throw new ArgumentException("Folds need at least two rows.", nameof(labels));
        }

        int rarest = units.GroupBy(u => u.Label).Min(g => g.Count());
        int count = Math.Max(2, Math.Min(folds, rarest));
        int next = 0;
        Dictionary<int, int> foldOf = [];
        foreach (int label in units.Select(u => u.Label).Distinct().Order())
        {
            (int Group, int Label)[] stratum = [.. units.Where(u => u.Label == label)];
            stream.Child("label").Child(label).Shuffle<(int, int)>(stratum);
            foreach ((int group, _) in stratum)
            {
                foldOf[group] = next++ % count;
            }
        }

        return new Folds([.. groups.Select(g => foldOf[g])], count);
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
    public int[] HeldOut(int fold) => [.. Enumerable.Range(0, Of.Length).Where(i => Of[i] == fold)];

    /// <summary>The rows of all other folds, ascending.</summary>
    public int[] Training(int fold) => [.. Enumerable.Range(0, Of.Length).Where(i => Of[i] != fold)];
}
