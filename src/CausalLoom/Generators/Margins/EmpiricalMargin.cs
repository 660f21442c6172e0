using CausalLoom.Numerics.Statistics;

namespace CausalLoom.Generators.Margins;

/// <summary>
/// The empirical law of a column's numbers, as a quantile function that is a step function for a lattice (whole numbers,
/// levels, numbers that repeat) and interpolated between neighbours for a continuum. Sampling it neither leaves the range
/// nor, for a continuum, repeats the data.
/// </summary>
internal sealed class EmpiricalMargin
{
    /// <summary>A column in which a distinct number occurs this often on average is a lattice.</summary>
    private const double LatticeRepeats = 3;

    private readonly double[] _cumulative;

    internal EmpiricalMargin(double[] values, double[] counts, bool isLattice)
    {
        Values = values;
        Counts = counts;
        IsLattice = isLattice;
        _cumulative = new double[counts.Length];
        double total = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            total += counts[i];
            _cumulative[i] = total;
        }

        Total = total;
    }

    /// <summary>Distinct numbers, ascending.</summary>
    internal double[] Values { get; }

    /// <summary>How often each occurs.</summary>
    internal double[] Counts { get; }

    /// <summary>Whether quantiles are the numbers themselves.</summary>
    internal bool IsLattice { get; }

    /// <summary>How many numbers there are, repeats included.</summary>
    internal double Total { get; }

    /// <summary>The margin of a sample without NaN.</summary>
    /// <param name="sample">The numbers; not empty.</param>
    /// <param name="discrete">Whether they are whole numbers or codes, which are never interpolated.</param>
    internal static EmpiricalMargin Of(IEnumerable<double> sample, bool discrete)
    {
        double[] sorted = [.. sample];
        Array.Sort(sorted);
        (double[] values, double[] counts) = DistinctValues.Of(sorted);
        return new EmpiricalMargin(values, counts, discrete || sorted.Length >= LatticeRepeats * values.Length);
    }

    /// <summary>The quantile at u in (0, 1).</summary>
    internal double Quantile(double u)
    {
        if (IsLattice || Values.Length == 1)
        {
            return Values[Index(u * Total)];
        }

        // Position u·n − ½ among the sorted numbers (mid-ranks), held within the range.
        double position = Math.Clamp((u * Total) - 0.5, 0, Total - 1);
        double below = Math.Floor(position);
        double low = Values[Index(below + 0.5)], high = Values[Index(Math.Min(below + 1, Total - 1) + 0.5)];
        // Weighted, not low + share·(high − low), which overflows for numbers near ±1e308.
        double share = position - below;
        return Math.Clamp(((1 - share) * low) + (share * high), low, high);
    }

    /// <summary>
    /// The places u whose quantile is a number: the inverse of <see cref="Quantile"/>, an interval where the number repeats and one
    /// place where it does not; for a number never seen the place between its neighbours.
    /// </summary>
    internal (double Low, double High) Place(double value)
    {
        int k = Array.BinarySearch(Values, value);
        if (k < 0)
        {
            double between = Between(~k, value);
            return (between, between);
        }

        double below = _cumulative[k] - Counts[k];
        return IsLattice || Values.Length == 1
            ? (below / Total, _cumulative[k] / Total)
            : ((below + 0.5) / Total, (_cumulative[k] - 0.5) / Total);
    }

    private double Between(int above, double value)
    {
        if (above == 0 || above == Values.Length)
        {
            return above == 0 ? 0 : 1;
        }

        double left = _cumulative[above - 1] - (IsLattice ? 0 : 0.5), right = _cumulative[above - 1] + (IsLattice ? 0 : 0.5);

        // Halved, because the difference of numbers near ±1e308 overflows.
        double share = ((0.5 * value) - (0.5 * Values[above - 1])) / ((0.5 * Values[above]) - (0.5 * Values[above - 1]));
        return (left + (share * (right - left))) / Total;
    }

    /// <summary>The first distinct number whose cumulative count exceeds a position in [0, n).</summary>
    private int Index(double position)
    {
        int i = Array.BinarySearch(_cumulative, position);
        return Math.Min(i >= 0 ? i + 1 : ~i, Values.Length - 1);
    }
}
