using CausalLoom.Data;
using CausalLoom.Estimation.Average;

namespace CausalLoom.Evaluation.Outcome;

/// <summary>
/// The outcome mechanism of a treatment of any number of levels: two as they are; of more, every pair of levels on its own rows, and the
/// mean of each figure over the pairs.
/// </summary>
internal static class OutcomePairs
{
    /// <summary>Measures it.</summary>
    /// <param name="real">The real rows.</param>
    /// <param name="synthetic">The synthetic rows, aligned.</param>
    /// <param name="jsdPiNormalized">The treatment metric, of all levels.</param>
    /// <param name="measure">How two arms are measured.</param>
    /// <param name="context">Stream, threads, progress. Pair k draws from child "pair", k.</param>
    public static OutcomeMetrics Measure(CausalData real, CausalData synthetic, double? jsdPiNormalized, OutcomeMeasure measure,
        FitContext context)
    {
        if (real.Levels == 2)
        {
            return measure(real, synthetic, jsdPiNormalized, context);
        }

        IReadOnlyList<string> names = real.TreatmentSpace.Levels;
        return Mean([.. Contrast.Pairs(real.Levels).Select((pair, k) => new OutcomePair(names[pair.Level], names[pair.Reference],
            measure(real.Pair(pair.Level, pair.Reference), synthetic.Pair(pair.Level, pair.Reference), jsdPiNormalized,
                context.Child("pair").Child(k))))]);
    }

    /// <summary>The pair that is worst by its verdict, of those alike the one whose U_PEHE is most times its bootstrap floor.</summary>
    public static OutcomePair Worst(IReadOnlyList<OutcomePair> pairs) =>
        pairs.MaxBy(pair => (OutcomeFailure.Level(pair.Metrics), OutcomeFailure.Ratio(pair.Metrics)))!;

    private static OutcomeMetrics Mean(IReadOnlyList<OutcomePair> pairs)
    {
        double Of(Func<OutcomeMetrics, double> figure) => pairs.Average(pair => figure(pair.Metrics));
        OutcomePair worst = Worst(pairs);
        string? failure = worst.Metrics.FailureSignature;
        return new OutcomeMetrics(
            Of(y => y.UPehe),
            Of(y => y.Floor),
            Of(y => y.FloorBootstrap),
            new LearnerPehe(Of(y => y.Learners.T), Of(y => y.Learners.S), Of(y => y.Learners.Dr), Of(y => y.Learners.Ra)),
            Of(y => y.UPolicy),
            Of(y => y.UInt),
            Of(y => y.CrpsRatio),
            Of(y => y.EffectSdReal),
            Of(y => y.EffectSdSynthetic),
            failure is null ? null : $"{worst.Level} against {worst.Reference}: {failure}")
        {
            NoiseRatio = pairs.All(pair => pair.Metrics.NoiseRatio is not null) ? Of(y => y.NoiseRatio!.Value) : null,
            Pairs = pairs,
        };
    }
}
