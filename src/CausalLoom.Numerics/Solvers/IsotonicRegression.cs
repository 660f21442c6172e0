namespace CausalLoom.Numerics.Solvers;

/// <summary>
/// Weighted isotonic least squares by pooling adjacent violators: the non-decreasing step function nearest to the data,
/// linearly interpolated between the steps' ends and constant beyond them.
/// </summary>
public sealed class IsotonicRegression
{
    private IsotonicRegression(double[] x, double[] y) => (X, Y) = (x, y);

    /// <summary>Knots, ascending.</summary>
    public double[] X { get; }

    /// <summary>Values at the knots, non-decreasing.</summary>
    public double[] Y { get; }

    /// <summary>Fits; equal x are averaged first.</summary>
    /// <param name="x">Positions, [n], finite.</param>
    /// <param name="y">Targets, [n].</param>
    /// <param name="weights">Weights > 0, [n]; empty means 1.</param>
    public static IsotonicRegression Fit(ReadOnlySpan<double> x, ReadOnlySpan<double> y, ReadOnlySpan<double> weights = default)
    {
        SymmetricMatrix.CheckLength(weights, x.Length, nameof(weights));
        if (y.Length != x.Length || x.IsEmpty)
        {
            throw new ArgumentException($"Expected {x.Length} targets (at least one), not {y.Length}.", nameof(y));
        }

        List<Pool> pools = [];
        foreach (Pool next in AverageTies(x.ToArray(), y, weights))
        {
            Pool pool = next;
            while (pools.Count > 0 && pools[^1].Value >= pool.Value)
            {
                pool = pools[^1].With(pool);
                pools.RemoveAt(pools.Count - 1);
            }

            pools.Add(pool);
        }

        return Knots(pools);
    }

    /// <summary>Rebuilds a fit from its knots.</summary>
    /// <exception cref="ArgumentException">They are not ascending.</exception>
    public static IsotonicRegression FromKnots(double[] x, double[] y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        for (int i = 0; i < x.Length; i++)
        {
            if (x.Length != y.Length || !double.IsFinite(x[i]) || !double.IsFinite(y[i])
                || (i > 0 && (x[i] <= x[i - 1] || y[i] < y[i - 1])))
            {
                throw new ArgumentException("Isotonic knots must ascend.", nameof(x));
            }
        }

        return x.Length > 0 ? new IsotonicRegression(x, y) : throw new ArgumentException("There are no knots.", nameof(x));
    }

    /// <summary>The fitted value at a point.</summary>
    public double At(double x)
    {
        int found = Array.BinarySearch(X, x);
        if (found >= 0)
        {
            return Y[found];
        }

        int right = ~found;
        if (right == 0 || right == X.Length)
        {
            return right == 0 ? Y[0] : Y[^1];
        }

        double share = (x - X[right - 1]) / (X[right] - X[right - 1]);
        return Y[right - 1] + (share * (Y[right] - Y[right - 1]));
    }

    private static List<Pool> AverageTies(double[] x, ReadOnlySpan<double> y, ReadOnlySpan<double> weights)
    {
        // OrderBy is stable: the order of a sum does not depend on the sort.
        List<Pool> pools = [];
        foreach (int i in Enumerable.Range(0, x.Length).OrderBy(i => x[i]))
        {
            Pool one = new(x[i], x[i], y[i], weights.IsEmpty ? 1 : weights[i]);
            if (pools.Count > 0 && pools[^1].Last == one.First)
            {
                pools[^1] = pools[^1].With(one);
            }
            else
            {
                pools.Add(one);
            }
        }

        return pools;
    }

    private static IsotonicRegression Knots(List<Pool> pools)
    {
        List<double> x = [], y = [];
        foreach (Pool pool in pools)
        {
            x.Add(pool.First);
            y.Add(pool.Value);
            if (pool.Last > pool.First)
            {
                x.Add(pool.Last);
                y.Add(pool.Value);
            }
        }

        return new IsotonicRegression([.. x], [.. y]);
    }

    private readonly record struct Pool(double First, double Last, double Value, double Weight)
    {
        internal Pool With(Pool right) =>
            new(First, right.Last, ((Value * Weight) + (right.Value * right.Weight)) / (Weight + right.Weight), Weight + right.Weight);
    }
}
