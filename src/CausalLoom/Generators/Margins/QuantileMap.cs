namespace CausalLoom.Generators.Margins;

/// <summary>
/// The monotone map from a generated margin to the data's: x ↦ Q(F(x)), F the distribution of what the model generates
/// and Q the data's quantile function. Dependence (the copula) is left as the model learned it.
/// </summary>
internal sealed class QuantileMap
{
    private const int MaxKnots = 1024;

    internal QuantileMap(double[] knots, EmpiricalMargin margin)
    {
        Knots = knots;
        Margin = margin;
    }

    /// <summary>Generated quantiles at (k + ½)/K, ascending.</summary>
    internal double[] Knots { get; }

    internal EmpiricalMargin Margin { get; }

    internal static QuantileMap Of(List<double> generated, EmpiricalMargin margin)
    {
        double[] sorted = [.. generated];
        Array.Sort(sorted);
        if (sorted.Length <= MaxKnots)
        {
            return new QuantileMap(sorted, margin);
        }

        double[] knots = new double[MaxKnots];
        for (int k = 0; k < MaxKnots; k++)
        {
            knots[k] = sorted[(int)((k + 0.5) * sorted.Length / MaxKnots)];
        }

        return new QuantileMap(knots, margin);
    }

    /// <summary>The mapped number; <paramref name="uniform"/> breaks ties among equal knots.</summary>
    internal double Map(double x, double uniform)
    {
        if (Knots.Length == 0)
        {
            return Margin.Quantile(uniform);
        }

        return Margin.Quantile(Math.Clamp(Place(x, uniform) / Knots.Length, 0, 1 - 1e-12));
    }

    /// <summary>The position of x in [0, K]; drawn on a run of equal knots or outside them all, interpolated between two.</summary>
    private double Place(double x, double uniform)
    {
        int low = Bound(x, false), high = Bound(x, true);
        if (low < high)
        {
            return low + (uniform * (high - low));
        }

        if (low == 0 || low == Knots.Length)
        {
            return low == 0 ? 0.5 * uniform : low - (0.5 * uniform);
        }

        return low - 0.5 + ((x - Knots[low - 1]) / (Knots[low] - Knots[low - 1]));
    }

    /// <summary>The number of knots below x, or not above it.</summary>
    private int Bound(double x, bool orEqual)
    {
        int low = 0, high = Knots.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = Knots[middle] < x || (orEqual && Knots[middle] == x) ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
