using CausalLoom.Data.Encoders;
using CausalLoom.Generators.Heads;
using CausalLoom.Numerics.Neural;

namespace CausalLoom.Generators.CausalMix;

/// <summary>
/// The decoder's heads, one fused row [means | raw log-variances | logits], and what they say of coded rows: log densities, squared
/// errors, and their derivatives by the heads, computed here so that every term of the loss can be checked by itself
/// (docs/methods/generators/causalmix.md). log σ² = 5·tanh(raw).
/// </summary>
internal sealed class CausalMixHeads
{
    private const double LogVarianceBound = 5;

    // Longer heads' probabilities are allocated: few columns have so many levels.
    private const int OnStack = 256;

    private readonly double[] _low, _high;
    private readonly bool _bounded;
    private readonly int _codedColumns;

    /// <param name="layout">Where columns lie.</param>
    /// <param name="units">What each coded value is multiplied by.</param>
    /// <param name="low">The smallest coded value of each value column, times its unit; where means are bounded.</param>
    /// <param name="high">The largest.</param>
    internal CausalMixHeads(HeadLayout layout, double[] units, double[]? low, double[]? high)
    {
        (Layout, Units) = (layout, units);
        (_low, _high, _bounded) = (low ?? [], high ?? [], low is not null);
        _codedColumns = layout.Columns.Count;
    }

    internal HeadLayout Layout { get; }

    internal double[] Units { get; }

    internal double[] Low => _low;

    internal double[] High => _high;

    internal int Width => (2 * Layout.Values) + Layout.CategoryWidth;

    /// <summary>Where the logits begin.</summary>
    internal int Logits => 2 * Layout.Values;

    /// <summary>The mean of a value, in standardised units.</summary>
    internal double Mean(ReadOnlySpan<float> head, int v) => _bounded
        ? _low[v] + ((_high[v] - _low[v]) / (1 + Math.Exp(-head[v])))
        : head[v];

    /// <summary>The standard deviation of a value, in standardised units.</summary>
    internal double Deviation(ReadOnlySpan<float> head, int v) => Math.Exp(0.5 * LogVarianceBound * Math.Tanh(head[Layout.Values + v]));

    /// <summary>
    /// log p of a coded row without the constant −½ log 2π a value, a category or mode and the value within it; adds
    /// <paramref name="factor"/>·∂log p/∂head to the gradient unless that is empty.
    /// </summary>
    internal double LogDensity(ReadOnlySpan<float> head, ModeSpecificRows coded, int row, double factor, Span<float> gradient)
    {
        double sum = 0;
        for (int v = 0; v < Layout.Values; v++)
        {
            if (!Counts(coded, row, v))
            {
                continue;
            }

            double tanh = Math.Tanh(head[Layout.Values + v]), log = LogVarianceBound * tanh, precision = Math.Exp(-log);
            double d = (Units[v] * coded.Values[((long)row * Layout.Values) + v]) - Mean(head, v);
            sum -= 0.5 * (log + (d * d * precision));
            if (!gradient.IsEmpty)
            {
                gradient[v] += (float)(factor * d * precision * MeanSlope(head, v));
                gradient[Layout.Values + v] += (float)(factor * -0.5 * (1 - (d * d * precision)) * LogVarianceBound * (1 - (tanh * tanh)));
            }
        }

        for (int b = 0; b < Layout.Segments.Length; b++)
        {
            sum += LogCategory(head, b, Category(coded, row, b), factor, gradient);
        }

        return sum;
    }

    /// <summary>
    /// The log density that goes with squared errors: values of unit variance, so that −2·log p is the squared error of a value;
    /// categories as above.
    /// </summary>
    internal double UnitLogDensity(ReadOnlySpan<float> head, ModeSpecificRows coded, int row, double factor, Span<float> gradient)
    {
        double sum = 0;
        for (int v = 0; v < Layout.Values; v++)
        {
            if (Counts(coded, row, v))
            {
                double d = (Units[v] * coded.Values[((long)row * Layout.Values) + v]) - Mean(head, v);
                sum -= 0.5 * d * d;
                if (!gradient.IsEmpty)
                {
                    gradient[v] += (float)(factor * d * MeanSlope(head, v));
                }
            }
        }

        for (int b = 0; b < Layout.Segments.Length; b++)
        {
            sum += LogCategory(head, b, Category(coded, row, b), factor, gradient);
        }

        return sum;
    }

    /// <summary>Σ (value − mean)² + Σ_blocks |probabilities − indicator|², and its derivative.</summary>
    internal double SquaredError(ReadOnlySpan<float> head, ModeSpecificRows coded, int row, double factor, Span<float> gradient)
    {
        double sum = 0;
        for (int v = 0; v < Layout.Values; v++)
        {
            if (Counts(coded, row, v))
            {
                double d = (Units[v] * coded.Values[((long)row * Layout.Values) + v]) - Mean(head, v);
                sum += d * d;
                gradient[v] += (float)(-2 * factor * d * MeanSlope(head, v));
            }
        }

        for (int b = 0; b < Layout.Segments.Length; b++)
        {
            sum += Brier(head, b, Category(coded, row, b), factor, gradient);
        }

        return sum;
    }

    private bool Counts(ModeSpecificRows coded, int row, int v)
    {
        int column = Layout.ValueColumns[v];
        return coded.Categories[((long)row * _codedColumns) + column] < Layout.Columns[column].Modes.Length;
    }

    private int Category(ModeSpecificRows coded, int row, int b) => coded.Categories[((long)row * _codedColumns) + Layout.BlockColumns[b]];

    private double MeanSlope(ReadOnlySpan<float> head, int v)
    {
        if (!_bounded)
        {
            return 1;
        }

        double s = 1 / (1 + Math.Exp(-head[v]));
        return (_high[v] - _low[v]) * s * (1 - s);
    }

    private double LogCategory(ReadOnlySpan<float> head, int b, int target, double factor, Span<float> gradient)
    {
        Segment s = Layout.Segments[b];
        Span<double> p = s.Length <= OnStack ? stackalloc double[s.Length] : new double[s.Length];
        double log = Softmax(head.Slice(Logits + s.Start, s.Length), target, p);
        if (!gradient.IsEmpty)
        {
            Span<float> slopes = gradient.Slice(Logits + s.Start, s.Length);
            for (int k = 0; k < s.Length; k++)
            {
                slopes[k] += (float)(factor * ((k == target ? 1 : 0) - p[k]));
            }
        }

        return log;
    }

    private double Brier(ReadOnlySpan<float> head, int b, int target, double factor, Span<float> gradient)
    {
        Segment s = Layout.Segments[b];
        Span<double> p = s.Length <= OnStack ? stackalloc double[s.Length] : new double[s.Length];
        Softmax(head.Slice(Logits + s.Start, s.Length), target, p);
        double sum = 0, inner = 0;
        for (int k = 0; k < s.Length; k++)
        {
            double d = p[k] - (k == target ? 1 : 0);
            (sum, inner) = (sum + (d * d), inner + (d * p[k]));
        }

        for (int k = 0; k < s.Length; k++)
        {
            double d = p[k] - (k == target ? 1 : 0);
            gradient[Logits + s.Start + k] += (float)(2 * factor * p[k] * (d - inner));
        }

        return sum;
    }

    /// <summary>Fills the probabilities and returns the target's logarithm.</summary>
    private static double Softmax(ReadOnlySpan<float> logits, int target, Span<double> p)
    {
        double max = double.NegativeInfinity, total = 0;
        foreach (float z in logits)
        {
            max = Math.Max(max, z);
        }

        for (int k = 0; k < logits.Length; k++)
        {
            p[k] = Math.Exp(logits[k] - max);
            total += p[k];
        }

        for (int k = 0; k < logits.Length; k++)
        {
            p[k] /= total;
        }

        return logits[target] - max - Math.Log(total);
    }
}
