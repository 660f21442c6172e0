namespace CausalLoom.Data;

/// <summary>Count, mean, population standard deviation and range of the finite numbers in a column.</summary>
internal readonly record struct Moments(int Count, double Mean, double Sd, double Minimum, double Maximum)
{
    /// <summary>Moments of values in which NaN means missing; NaN throughout where there are none.</summary>
    public static Moments Of(ReadOnlySpan<double> values)
    {
        int count = 0;
        double min = double.PositiveInfinity, max = double.NegativeInfinity;
        foreach (double x in values)
        {
            if (!double.IsNaN(x))
            {
                count++;
                min = Math.Min(min, x);
                max = Math.Max(max, x);
            }
        }

        if (count == 0)
        {
            return new Moments(0, double.NaN, double.NaN, double.NaN, double.NaN);
        }

        if (min == max)
        {
            return new Moments(count, min, 0, min, max);
        }

        // Values are divided by a power of two near the largest magnitude, which is exact, so that 1e308 overflows neither sum nor square.
        double scale = Math.ScaleB(1, Math.ILogB(Math.Max(Math.Abs(min), Math.Abs(max))));

        double mean = Sum(values, scale, 0, squared: false) / count;
        double variance = Sum(values, scale, mean, squared: true) / count;
        return new Moments(count, Math.Clamp(mean * scale, min, max), Math.Sqrt(variance) * scale, min, max);
    }

    /// <summary>Moments of a column's numbers.</summary>
    public static Moments Of(Column column) => Of(column is ContinuousColumn continuous ? continuous.Values : column.ToNumbers());

    // The compensated sum of (x / scale − centre), squared or not: the rounding error of each addition is exact (Knuth's two-sum, which
    // no addition has to wait for) and added apart.
    private static double Sum(ReadOnlySpan<double> values, double scale, double centre, bool squared)
    {
        double sum = 0, lost = 0;

        // The reciprocal of a power of two is exact, unless it overflows.
        bool invertible = double.IsNormal(1 / scale);
        double inverse = 1 / scale;
        foreach (double x in values)
        {
            if (double.IsNaN(x))
            {
                continue;
            }

            double d = (invertible ? x * inverse : x / scale) - centre;
            double term = squared ? d * d : d;
            double next = sum + term, part = next - sum;
            lost += sum - (next - part) + (term - part);
            sum = next;
        }

        return sum + lost;
    }
}
