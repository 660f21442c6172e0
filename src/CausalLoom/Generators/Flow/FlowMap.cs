using CausalLoom.Generators.Margins;
using CausalLoom.Numerics.Neural;

namespace CausalLoom.Generators.Flow;

/// <summary>
/// A last monotone map of a column's normal score, the same for every row, after which the scores that the model generates are
/// standard normal: a rational-quadratic spline through quantiles. Smooth and invertible, so the density stays exact.
/// </summary>
internal sealed class FlowMap
{
    private const int FewestDraws = 200;
    private static readonly double[] Levels = [.005, .02, .05, .1, .2, .3, .4, .5, .6, .7, .8, .9, .95, .98, .995];

    private readonly RationalQuadraticSpline _spline;

    /// <param name="x">Quantiles of generated scores.</param>
    /// <param name="y">Quantiles of the standard normal.</param>
    internal FlowMap(double[] x, double[] y)
    {
        X = x;
        Y = y;
        _spline = new RationalQuadraticSpline(x, y, Slopes(x, y));
    }

    internal static int KnotCount => Levels.Length;

    internal double[] X { get; }

    internal double[] Y { get; }

    /// <summary>The map of generated scores, or null where there are too few to tell.</summary>
    internal static FlowMap? Of(List<double> generated)
    {
        if (generated.Count < FewestDraws)
        {
            return null;
        }

        double[] sorted = [.. generated.Order()];
        double[] x = [.. Levels.Select(p => Quantile(sorted, p))], y = [.. Levels.Select(NormalScores.Inverse)];
        for (int k = 1; k < x.Length; k++)
        {
            x[k] = Math.Max(x[k], x[k - 1] + 1e-3);
        }

        return new FlowMap(x, y);
    }

    internal double Forward(double z) => _spline.Forward(z).Value;

    internal (double Value, double LogDerivative) Inverse(double z) => _spline.Inverse(z);

    /// <summary>Slopes at knots: the harmonic mean of the secants beside them, which keeps the spline from overshooting.</summary>
    private static double[] Slopes(double[] x, double[] y)
    {
        double[] secants = [.. Enumerable.Range(0, x.Length - 1).Select(k => (y[k + 1] - y[k]) / (x[k + 1] - x[k]))];
        double[] slopes = new double[x.Length];
        for (int k = 0; k < slopes.Length; k++)
        {
            double before = secants[Math.Max(0, k - 1)], after = secants[Math.Min(k, secants.Length - 1)];
            slopes[k] = 2 / ((1 / before) + (1 / after));
        }

        return slopes;
    }

    private static double Quantile(double[] sorted, double level)
    {
        double position = Math.Clamp((level * sorted.Length) - 0.5, 0, sorted.Length - 1);
        int below = (int)position;
        double share = position - below;
        return ((1 - share) * sorted[below]) + (share * sorted[Math.Min(below + 1, sorted.Length - 1)]);
    }
}
