using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Solvers;
using CausalLoom.Numerics.Statistics;

namespace CausalLoom.Mechanisms.Basis;

/// <summary>
/// The non-linear part of a natural cubic spline of one variable, in coordinates u in which its roughness is plain: with
/// f = α + βx + Σ u_k h_k, ∫f″² = |u|², so that a ridge penalty on u is the smoothing spline's. With γ the second derivatives at the
/// inner knots ∫f″² = γᵀBγ for the tridiagonal B of cubic splines (Green and Silverman 1994, §2.1); B = LLᵀ and u = Lᵀγ. Beyond the outer
/// knots f is linear. Each h_k is freed of its regression on (1, x) over the fitted rows.
/// </summary>
internal sealed class NaturalSpline
{
    private const int FewestValues = 4;
    private readonly double[] _knots;

    // Values and second derivatives at the knots, [knot, function].
    private readonly Matrix _values;
    private readonly Matrix _bends;
    private readonly double[] _offset;
    private readonly double[] _slope;

    private NaturalSpline(double[] knots, double[] offset, double[] slope)
    {
        (_knots, _offset, _slope) = (knots, offset, slope);
        (_values, _bends) = Functions(knots);
    }

    /// <summary>The number of functions: two less than the knots.</summary>
    internal int Count => _knots.Length - 2;

    /// <summary>The knots, ascending.</summary>
    internal IReadOnlyList<double> Knots => _knots;

    /// <summary>Knots at evenly spaced quantiles from 2.5 to 97.5 %; null where fewer than three of them, or four values, differ.</summary>
    /// <param name="x">The variable's values.</param>
    /// <param name="knots">How many knots.</param>
    internal static NaturalSpline? Of(double[] x, int knots)
    {
        if (x.Distinct().Take(FewestValues).Count() < FewestValues)
        {
            return null;
        }

        double[] sorted = [.. x.Order()];
        double[] at = [.. Enumerable.Range(0, knots).Select(k => SortedQuantile.FromBelow(sorted, 0.025 + (0.95 * k / (knots - 1))))
            .Distinct()];

        // Knots that nearly coincide would make functions that only rounding tells apart.
        double apart = 1e-3 * (at[^1] - at[0]);
        List<double> kept = [];
        foreach (double knot in at)
        {
            if (kept.Count == 0 || knot - kept[^1] > apart)
            {
                kept.Add(knot);
            }
        }

        return kept.Count < 3 ? null : At([.. kept], x);
    }

    /// <summary>The spline on given knots, its functions freed of their regressions on (1, x) over the given values.</summary>
    internal static NaturalSpline At(double[] knots, double[] x)
    {
        NaturalSpline raw = new(knots, new double[knots.Length - 2], new double[knots.Length - 2]);
        Matrix h = new(x.Length, raw.Count);
        raw.Write(x, h, 0);
        double mean = x.Average(), square = x.Sum(v => (v - mean) * (v - mean));
        double[] offset = new double[raw.Count], slope = new double[raw.Count];
        for (int k = 0; k < raw.Count; k++)
        {
            double average = 0, product = 0;
            for (int i = 0; i < x.Length; i++)
            {
                average += h[i, k] / x.Length;
                product += (x[i] - mean) * h[i, k];
            }

            slope[k] = square > 0 ? product / square : 0;
            offset[k] = average - (slope[k] * mean);
        }

        return new NaturalSpline(knots, offset, slope);
    }

    /// <summary>Writes h_1 … h_K of each value into columns of a matrix.</summary>
    internal void Write(double[] x, Matrix into, int column)
    {
        for (int i = 0; i < x.Length; i++)
        {
            WriteRow(x[i], into.Row(i).Slice(column, Count));
        }
    }

    /// <summary>All that <see cref="FromNumbers"/> needs.</summary>
    internal double[] ToNumbers() => [_knots.Length, .. _knots, .. _offset, .. _slope];

    /// <summary>
    /// Reads what <see cref="ToNumbers"/> wrote from the front of some numbers and says how many it took; null where it cannot be.
    /// </summary>
    internal static (NaturalSpline? Spline, int Taken) FromNumbers(ReadOnlySpan<double> numbers)
    {
        int knots = numbers.Length > 0 && numbers[0] >= 3 && numbers[0] <= 1000 ? (int)numbers[0] : 0, taken = 1 + (3 * knots) - 4;
        if (knots == 0 || numbers.Length < taken)
        {
            return (null, 0);
        }

        double[] at = numbers.Slice(1, knots).ToArray();
        bool ascending = Enumerable.Range(1, knots - 1).All(k => at[k] > at[k - 1]);
        return ascending ? (new NaturalSpline(at, numbers.Slice(1 + knots, knots - 2).ToArray(),
            numbers.Slice(1 + knots + knots - 2, knots - 2).ToArray()), taken) : (null, 0);
    }

    /// <summary>Reads splines written one after the other; null where one cannot be read.</summary>
    internal static NaturalSpline[]? Many(ReadOnlySpan<double> numbers)
    {
        List<NaturalSpline> splines = [];
        while (!numbers.IsEmpty)
        {
            (NaturalSpline? spline, int taken) = FromNumbers(numbers);
            if (spline is null)
            {
                return null;
            }

            splines.Add(spline);
            numbers = numbers[taken..];
        }

        return [.. splines];
    }

    /// <summary>h_1 … h_K of a value.</summary>
    internal void WriteRow(double x, Span<double> row)
    {
        int last = _knots.Length - 1;
        bool before = x <= _knots[0], beyond = x >= _knots[last];
        int j = before ? 0 : beyond ? last - 1 : Interval(x);
        double h = _knots[j + 1] - _knots[j], left = (_knots[j + 1] - x) / h, right = 1 - left;
        for (int k = 0; k < row.Length; k++)
        {
            double from = _values[j, k], to = _values[j + 1, k], bendFrom = _bends[j, k], bendTo = _bends[j + 1, k], value;
            if (before)
            {
                value = from + ((x - _knots[0]) * (((to - from) / h) - (h * bendTo / 6)));
            }
            else if (beyond)
            {
                value = to + ((x - _knots[last]) * (((to - from) / h) + (h * bendFrom / 6)));
            }
            else
            {
                value = (left * from) + (right * to) + (
                    h * h / 6 * ((((left * left * left) - left) * bendFrom) + (((right * right * right) - right) * bendTo)));
            }

            row[k] = value - _offset[k] - (_slope[k] * x);
        }
    }

    private int Interval(double x)
    {
        int found = Array.BinarySearch(_knots, x);
        return found >= 0 ? Math.Min(found, _knots.Length - 2) : ~found - 1;
    }

    // Values and second derivatives at the knots of the functions with u = e_k that vanish at both outer knots.
    private static (Matrix Values, Matrix Bends) Functions(double[] t)
    {
        int m = t.Length - 2;
        Matrix b = new(m, m), stiffness = new(m, m);
        for (int i = 0; i < m; i++)
        {
            double h0 = t[i + 1] - t[i], h1 = t[i + 2] - t[i + 1];
            b[i, i] = (h0 + h1) / 3;
            stiffness[i, i] = (1 / h0) + (1 / h1);
            if (i + 1 < m)
            {
                b[i, i + 1] = b[i + 1, i] = h1 / 6;
                stiffness[i, i + 1] = stiffness[i + 1, i] = -1 / h1;
            }
        }

        Cholesky factor = Cholesky.Factor(b), inner = Cholesky.Factor(stiffness);
        Matrix values = new(t.Length, m), bends = new(t.Length, m);
        for (int k = 0; k < m; k++)
        {
            double[] gamma = SolveTranspose(factor.Lower, k), force = SymmetricMatrix.Multiply(b, gamma), heights = inner.Solve(force);
            for (int i = 0; i < m; i++)
            {
                (values[i + 1, k], bends[i + 1, k]) = (-heights[i], gamma[i]);
            }
        }

        return (values, bends);
    }

    // Lᵀ γ = e_k.
    private static double[] SolveTranspose(Matrix lower, int k)
    {
        double[] gamma = new double[lower.Rows];
        gamma[k] = 1;
        for (int i = k; i >= 0; i--)
        {
            gamma[i] /= lower[i, i];
            for (int j = 0; j < i; j++)
            {
                gamma[j] -= lower[i, j] * gamma[i];
            }
        }

        return gamma;
    }
}
