namespace CausalLoom.Generators.Autoregressive.Tokens;

/// <summary>
/// The law of the numbers within one bin: its quantile function, a step function on a lattice and otherwise linear between
/// the mid-ranks of its numbers and, at u = 0 and 1, the edges to the neighbouring bins.
/// </summary>
internal sealed class BinLaw
{
    private readonly double[] _values, _cumulative;
    private readonly double _low, _high;
    private readonly bool _steps;

    /// <param name="values">The distinct numbers, ascending; not empty.</param>
    /// <param name="counts">Rows of each.</param>
    /// <param name="low">The lower edge, at most the first number.</param>
    /// <param name="high">The upper edge, at least the last number.</param>
    /// <param name="steps">Whether only the numbers themselves occur.</param>
    internal BinLaw(ReadOnlySpan<double> values, ReadOnlySpan<double> counts, double low, double high, bool steps)
    {
        _values = values.ToArray();
        _cumulative = new double[values.Length];
        _low = low;
        _high = high;
        _steps = steps || values.Length == 1;
        double total = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            total += counts[i];
            _cumulative[i] = total;
        }
    }

    /// <summary>The quantile at u in [0, 1].</summary>
    internal double Quantile(double u)
    {
        double total = _cumulative[^1], position = u * total;
        if (_steps)
        {
            return _values[Index(position)];
        }

        // Row r of the bin (from 0) sits at r + ½; the edges sit at 0 and at the bin's number of rows.
        double below = Math.Floor(position - 0.5);
        bool first = position < 0.5, last = position > total - 0.5;
        double low = first ? _low : _values[Index(below + 0.5)], high = last ? _high : _values[Index(Math.Min(below + 1.5, total - 0.5))];
        double share = first ? 2 * position : position - 0.5 - below;
        share = last ? Math.Clamp(2 * (position - total + 0.5), 0, 1) : share;
        // Weighted, not low + share·(high − low), which overflows for numbers near ±1e308.
        return Math.Clamp(((1 - share) * low) + (share * high), low, high);
    }

    /// <summary>The first distinct number whose cumulative count exceeds a position.</summary>
    private int Index(double position)
    {
        int i = Array.BinarySearch(_cumulative, position);
        return Math.Min(i >= 0 ? i + 1 : ~i, _values.Length - 1);
    }
}
