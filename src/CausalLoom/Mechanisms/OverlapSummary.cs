using CausalLoom.Data;

namespace CausalLoom.Mechanisms;

/// <summary>Overlap at a glance: out-of-fold propensities of a data set in a few numbers.</summary>
/// <param name="ShareInside">Share of rows in which every level has a propensity of at least .05 (of two arms: in [.05, .95]).</param>
/// <param name="Minimum">The smallest propensity: of the second of two arms, of the least likely level of more.</param>
/// <param name="Median">The median of the same over rows.</param>
/// <param name="Maximum">The largest of the same.</param>
public sealed record OverlapSummary(double ShareInside, double Minimum, double Median, double Maximum)
{
    /// <summary>Estimates the propensities with the calibrated stack and sums them up.</summary>
    public static OverlapSummary Of(CausalData data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(context);
        IPropensityLearner learner = new CalibratedPropensity();
        Folds folds = Folds.Stratified(data.Treatment.Codes, new CalibratedPropensityOptions().Folds, context.Stream.Child("folds"));
        double[][] g = learner.CrossFit(data, folds, context).OutOfFold;
        double[] p = data.Levels == 2 ? [.. g[1]] : [.. Enumerable.Range(0, data.Rows).Select(i => g.Min(level => level[i]))];
        Array.Sort(p);
        double median = p.Length % 2 == 1 ? p[p.Length / 2] : (p[(p.Length / 2) - 1] + p[p.Length / 2]) / 2;
        int inside = p.Count(v => v >= 0.05 && (data.Levels > 2 || v <= 0.95));
        return new OverlapSummary(inside / (double)p.Length, p[0], median, p[^1]);
    }
}
