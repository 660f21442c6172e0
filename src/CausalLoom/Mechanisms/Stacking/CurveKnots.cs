using CausalLoom.Mechanisms.Basis;
using CausalLoom.Numerics.Statistics;

namespace CausalLoom.Mechanisms.Stacking;

/// <summary>Where the knots of a curve are: between two quantiles, as far apart as rows are, as numbers are, or in between.</summary>
/// <param name="Count">How many.</param>
/// <param name="Tail">The share of rows below the first, and above the last.</param>
/// <param name="Even">0: at evenly spaced quantiles; 1: evenly spaced.</param>
/// <param name="Level">Whether curves go on level beyond the outer knots rather than straight.</param>
internal readonly record struct CurveKnots(int Count, double Tail, double Even, bool Level)
{
    private const int FewestValues = 4;

    /// <summary>
    /// Of outcomes: many, and towards the tails, where an arm may be rare and a curve that flattens too early biases its mean. Splines are
    /// penalised by their roughness, so that many knots cost little.
    /// </summary>
    internal static CurveKnots Outcome { get; } = new(12, 0.01, 0.7, false);

    /// <summary>Of propensities: few, and level beyond them, since logits that run wild where rows are few make weights that do.</summary>
    internal static CurveKnots Propensity { get; } = new(7, 0.025, 0, true);

    /// <summary>The spline of a variable; null where fewer than three knots, or four values, differ.</summary>
    internal NaturalSpline? Spline(double[] x)
    {
        if (x.Distinct().Take(FewestValues).Count() < FewestValues)
        {
            return null;
        }

        double[] sorted = [.. x.Order()];
        double low = SortedQuantile.FromBelow(sorted, Tail), high = SortedQuantile.FromBelow(sorted, 1 - Tail);
        List<double> kept = [];
        for (int k = 0; k < Count; k++)
        {
            double share = k / (Count - 1.0), quantile = SortedQuantile.FromBelow(sorted, Tail + (share * (1 - (2 * Tail)))),
                knot = ((1 - Even) * quantile) + (Even * (low + (share * (high - low))));

            // Knots that nearly coincide would make functions that only rounding tells apart.
            if (kept.Count == 0 || knot - kept[^1] > 1e-3 * (high - low))
            {
                kept.Add(knot);
            }
        }

        return kept.Count < 3 ? null : NaturalSpline.At([.. kept], x);
    }
}
