using CausalLoom.Data;
using CausalLoom.Generators.Margins;

namespace CausalLoom.Generators.Copula;

/// <summary>
/// A column as a monotone function of a standard normal: missing below the first threshold, above it the quantiles of what
/// is present. Its distinct values cut the normal into bins; each bin's score is the normal's mean within it.
/// </summary>
internal sealed class LatentColumn
{
    internal LatentColumn(double missingShare, EmpiricalMargin? margin)
    {
        MissingShare = missingShare;
        Margin = margin;
    }

    /// <summary>The share of missing values, which take the lowest part of the normal.</summary>
    internal double MissingShare { get; }

    /// <summary>The law of what is present; null where nothing is.</summary>
    internal EmpiricalMargin? Margin { get; }

    internal static LatentColumn Of(Column column)
    {
        double[] numbers = Numbers(column);
        double[] present = [.. numbers.Where(x => !double.IsNaN(x))];
        double missing = 1 - (present.Length / (double)numbers.Length);
        return new LatentColumn(missing, present.Length == 0 ? null : EmpiricalMargin.Of(present, column.Type != ColumnType.Continuous));
    }

    /// <summary>The bin of every row and the normal's cuts between bins, −∞ and ∞ included.</summary>
    internal (int[] Bins, double[] Cuts) Cut(Column column)
    {
        int offset = MissingShare > 0 ? 1 : 0;
        double[] values = Margin?.Values ?? [];
        double[] cuts = new double[values.Length + offset + 1];
        cuts[0] = double.NegativeInfinity;
        double below = MissingShare;
        for (int k = 0; k < values.Length; k++)
        {
            cuts[k + offset] = below <= 0 ? double.NegativeInfinity : NormalScores.Inverse(below);
            below += (1 - MissingShare) * Margin!.Counts[k] / Margin.Total;
        }

        cuts[^1] = double.PositiveInfinity;
        int[] bins = Array.ConvertAll(Numbers(column), x => double.IsNaN(x) ? 0 : offset + Array.BinarySearch(values, x));
        return (bins, cuts);
    }

    /// <summary>The number or code at a value of the normal; NaN where missing.</summary>
    internal double At(double z)
    {
        double u = NormalScores.Cdf(z);
        return Margin is null || u < MissingShare ? double.NaN
            : Margin.Quantile(Math.Min((u - MissingShare) / (1 - MissingShare), 1 - 1e-12));
    }

    /// <summary>
    /// The normals whose number is this one: an interval where it repeats (a level, a lattice, a spike), else, and for a number that
    /// was never seen, the one point of its middle rank.
    /// </summary>
    internal (double Low, double High) Interval(double value)
    {
        (double low, double high) = Margin!.Place(value);
        if (low < high)
        {
            return (Normal(low), Normal(high));
        }

        double least = 0.5 / Margin.Total, z = Normal(Math.Clamp(low, least, 1 - least));
        return (z, z);
    }

    private double Normal(double u) => u <= 0 && MissingShare <= 0 ? double.NegativeInfinity
        : u >= 1 ? double.PositiveInfinity
        : NormalScores.Inverse(MissingShare + ((1 - MissingShare) * u));

    private static double[] Numbers(Column column) => column is DiscreteColumn discrete
        ? Array.ConvertAll(discrete.Codes, c => c < 0 ? double.NaN : c)
        : column.ToNumbers();
}
