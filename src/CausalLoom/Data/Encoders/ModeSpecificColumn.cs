namespace CausalLoom.Data.Encoders;

/// <summary>
/// How one column is coded: one category out of modes, atoms, a pool of rare levels, and "missing", in that order, and a
/// value in [−1, 1] within the mode where it is one. A column without modes is purely discrete; missingness is a category
/// like any other, so it is generated jointly with everything else.
/// </summary>
/// <param name="Modes">The mixture's modes; empty for a discrete column.</param>
/// <param name="Atoms">Numbers, or level codes, that decode exactly.</param>
/// <param name="Pool">Rare level codes that share one category; empty where there are none.</param>
/// <param name="PoolCounts">How often each of them was seen.</param>
/// <param name="HasMissing">Whether there is a "missing" category.</param>
public sealed record ModeSpecificColumn(NormalMode[] Modes, double[] Atoms, double[] Pool, double[] PoolCounts, bool HasMissing)
{
    /// <summary>The number of categories, at least 1 for a column with rows.</summary>
    public int Categories => Modes.Length + Atoms.Length + (Pool.Length > 0 ? 1 : 0) + (HasMissing ? 1 : 0);

    /// <summary>Whether the column has modes and so a value.</summary>
    public bool HasValue => Modes.Length > 0;

    /// <summary>The category of a missing value.</summary>
    internal int MissingCategory => Categories - 1;

    private int PoolCategory => Modes.Length + Atoms.Length;

    /// <summary>The category of a number or level code that is not within a mode, or −1.</summary>
    internal int AtomCategory(double value)
    {
        int atom = Array.BinarySearch(Atoms, value);
        return atom >= 0 ? Modes.Length + atom : Array.BinarySearch(Pool, value) >= 0 ? PoolCategory : -1;
    }

    /// <summary>The number that a category and a value stand for; NaN for missing.</summary>
    /// <param name="category">The category.</param>
    /// <param name="value">The value within the mode; clipped to [−1, 1].</param>
    /// <param name="pick">A uniform number that picks out of the pool.</param>
    internal double Decode(int category, double value, double pick)
    {
        if (category < Modes.Length)
        {
            return Modes[category].Decode(value);
        }

        if (category < PoolCategory)
        {
            return Atoms[category - Modes.Length];
        }

        return HasMissing && category == MissingCategory ? double.NaN : FromPool(pick);
    }

    private double FromPool(double pick)
    {
        double rest = pick * PoolCounts.Sum();
        int i = 0;
        while (i < Pool.Length - 1 && rest >= PoolCounts[i])
        {
            rest -= PoolCounts[i++];
        }

        return Pool[i];
    }
}
