namespace CausalLoom.Numerics.Statistics;

/// <summary>
/// Quantiles of sorted values by linear interpolation at p (n − 1): Hyndman and Fan's (1996) type 7, the default of numpy and R.
/// Infinite values give what arithmetic gives; NaN stands first in a sorted array and passes into the quantiles beside it.
/// </summary>
public static class SortedQuantile
{
    /// <summary>The p-quantile, rounded as numpy's: from the nearer neighbour, so that it never falls as p rises.</summary>
    /// <param name="sorted">Values in ascending order; not empty.</param>
    /// <param name="p">The share below it, in [0, 1].</param>
    /// <exception cref="ArgumentException">There are no values.</exception>
    /// <exception cref="ArgumentOutOfRangeException">p is NaN or not in [0, 1].</exception>
    public static double Of(ReadOnlySpan<double> sorted, double p)
    {
        (int below, int above, double weight) = Place(sorted.Length, p);
        double step = sorted[above] - sorted[below];
        return weight < 0.5 ? sorted[below] + (step * weight) : sorted[above] - (step * (1 - weight));
    }

    /// <summary>
    /// The p-quantile, always from the lower neighbour: within a rounding of <see cref="Of"/>. What was fitted, drawn or cut by it keeps
    /// its
    /// last bit; new code takes <see cref="Of"/>.
    /// </summary>
    /// <param name="sorted">Values in ascending order; not empty.</param>
    /// <param name="p">The share below it, in [0, 1].</param>
    /// <exception cref="ArgumentException">There are no values.</exception>
    /// <exception cref="ArgumentOutOfRangeException">p is NaN or not in [0, 1].</exception>
    public static double FromBelow(ReadOnlySpan<double> sorted, double p)
    {
        (int below, int above, double weight) = Place(sorted.Length, p);
        return below == above ? sorted[below] : sorted[below] + (weight * (sorted[above] - sorted[below]));
    }

    private static (int Below, int Above, double Weight) Place(int count, double p)
    {
        if (count == 0)
        {
            throw new ArgumentException("A quantile needs at least one value.", nameof(count));
        }

        if (!(p is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(p), p, "A quantile's share is in [0, 1].");
        }

        double position = p * (count - 1);
        int below = (int)position;
        return (below, Math.Min(below + 1, count - 1), position - below);
    }
}
