using CausalLoom.Estimation.Average;
using MathNet.Numerics.Distributions;

namespace CausalLoom.Evaluation.Effect;

/// <summary>Foresees the coverage of intervals that take synthetic rows for real ones.</summary>
internal static class IntervalCheck
{
    /// <summary>The figures of the contrast whose interval is worth least.</summary>
    public static IntervalMetrics Of(EvaluationResult result, SynthesisError? synthesis) =>
        (result.Contrasts?.Select(contrast => contrast.Ate) ?? [result.Ate])
            .Select((ate, c) => Of(ate, result.Rows, synthesis, new Contrast(c + 1, 0))).MinBy(one => one.PlainCoverage)!;

    private static IntervalMetrics Of(AteComparison effect, RowCounts rows, SynthesisError? synthesis, Contrast contrast)
    {
        // Errors of all rows where models saw a part of them.
        double real = effect.Real.Se * effect.Real.Se * rows.Used.Real / rows.Real;
        double own = effect.Synthetic.Se * effect.Synthetic.Se * rows.Used.Synthetic / rows.Synthetic;
        double seen = (effect.Real.Se * effect.Real.Se) + (effect.Synthetic.Se * effect.Synthetic.Se);
        double difference = effect.Synthetic.Estimate - effect.Real.Estimate;

        // A difference is noise as far as noise goes.
        double moved = Math.Sqrt(Math.Max(0, (difference * difference) - seen));
        double total = Math.Sqrt(((synthesis?.Samplings ?? 1) * real) + own);
        double half = 1.96 * Math.Sqrt(own);
        double coverage = total > 0 ? Normal.CDF(0, total, half - moved) - Normal.CDF(0, total, -half - moved) : moved > 0 ? 0 : 1;
        PopulationError? measured = synthesis?.Of(Population.Everyone);
        double? distance = measured is null ? null
            : Math.Abs(difference - (measured.Shift[contrast.Level] - measured.Shift[contrast.Reference]))
                / Math.Max(double.Epsilon, Math.Sqrt(seen));
        return new IntervalMetrics(coverage, total > 0 ? Math.Sqrt(own) / total : 1, measured is not null, distance)
            { NoInterval = measured?.Refusal, OneOfCopies = synthesis is { Samplings: > 1 } };
    }
}
