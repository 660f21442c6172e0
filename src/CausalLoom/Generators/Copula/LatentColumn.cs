using CausalLoom.Data;
using CausalLoom.Generators.Margins;

namespace CausalLoom.Generators.Copula;

/// <summary>
/// A column as a monotone function of a standard normal: the quantiles of what is present. Where cells are missing a second normal says
/// so, below its threshold: what is missing by chance is no low value. Distinct values cut the normal into bins; each bin's score is the
/// normal's mean within it.
/// </summary>
internal sealed class LatentColumn
{
    internal LatentColumn(double missingShare, EmpiricalMargin? margin)
    {
        MissingShare = missingShare;
        Margin = margin;
    }

    /// <summary>The share of missing values.</summary>
    internal double MissingShare { get; }

    /// <summary>Whether a second normal says which cells are missing.</summary>
    internal bool HasGaps => MissingShare is > 0 and < 1;

    /// <summary>The second normal is above it where a cell is present.</summary>
    internal double Threshold => NormalScores.Inverse(MissingShare);

    /// <summary>The law of what is present; null where nothing is.</summary>
    internal EmpiricalMargin? Margin { get; }

    internal static LatentColumn Of(Column column)
    {
        double[] numbers = Numbers(column);
        double[] present = [.. numbers.Where(x => !double.IsNaN(x))];
        double missing = 1 - (present.Length / (double)numbers.Length);
        return new LatentColumn(missing, present.Length == 0 ? null : EmpiricalMargin.Of(present, column.Type != ColumnType.Continuous));
    }

    /// <summary>The bin of every row, −1 where missing, and the normal's cuts between bins, −∞ and ∞ included.</summary>
    internal (int[] Bins, double[] Cuts) Cut(Column column)
    {
        double[] values = Margin?.Values ?? [];
        double[] cuts = new double[Math.Max(1, values.Length) + 1];
        cuts[0] = double.NegativeInfinity;
        double below = 0;
        for (int k = 0; k < values.Length; k++)
        {
            cuts[k] = below <= 0 ? double.NegativeInfinity : NormalScores.Inverse(below);
            below += Margin!.Counts[k] / Margin.Total;
        }

        cuts[^1] = double.PositiveInfinity;
        return (Array.ConvertAll(Numbers(column), x => double.IsNaN(x) ? -1 : Array.BinarySearch(values, x)), cuts);
    }

    /// <summary>The same of the second normal: 0 where missing, 1 where present.</summary>
    internal (int[] Bins, double[] Cuts) CutGaps(Column column) => (Array.ConvertAll(Numbers(column), x => double.IsNaN(x) ? 0 : 1),
        [double.NegativeInfinity, Threshold, double.PositiveInfinity]);

    /// <summary>The number or code at a value of the normal; NaN where nothing is ever present.</summary>
    internal double At(double z) => Margin is null ? double.NaN : Margin.Quantile(Math.Min(NormalScores.Cdf(z), 1 - 1e-12));

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

    private static double Normal(double u) => u <= 0 ? double.NegativeInfinity : u >= 1 ? double.PositiveInfinity : NormalScores.Inverse(u);

    private static double[] Numbers(Column column) => column is DiscreteColumn discrete
        ? Array.ConvertAll(discrete.Codes, c => c < 0 ? double.NaN : c)
        : column.ToNumbers();
}
