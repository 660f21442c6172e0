using System.Text.Json.Serialization;

namespace CausalLoom.Evaluation;

/// <summary>Fidelity of the outcome mechanism P(Y | W, X), by the effect functions learned on each side.</summary>
/// <param name="UPehe">U_PEHE (docs/methods/outcome-metrics.md), in outcome units: mean over the learners; lower is better.</param>
/// <param name="Floor">U_PEHE of the same real rows under other seeds: learner noise alone.</param>
/// <param name="FloorBootstrap">U_PEHE of bootstrap rows of the real data: learner noise and sampling noise.</param>
/// <param name="Learners">The four parts of <paramref name="UPehe"/>.</param>
/// <param name="UPolicy">Share of test rows on which both sides agree on the sign of the effect.</param>
/// <param name="UInt">Cosine similarity of summed integrated gradients of the two T-learners; unstable by nature.</param>
/// <param name="CrpsRatio">CRPS of real outcomes under the synthetic conditional law over that under the real one; 1 is best, above 1
/// worse.</param>
/// <param name="EffectSdReal">SD over test rows of the real side's mean effect estimate, in outcome units.</param>
/// <param name="EffectSdSynthetic">SD over test rows of the synthetic side's mean effect estimate.</param>
/// <param name="FailureSignature">The failure named and what to change (docs/methods/outcome-metrics.md), or null where there is
/// none.</param>
public sealed record OutcomeMetrics(
    double UPehe,
    double Floor,
    double FloorBootstrap,
    LearnerPehe Learners,
    double UPolicy,
    double UInt,
    double CrpsRatio,
    double EffectSdReal,
    double EffectSdSynthetic,
    string? FailureSignature)
{
    /// <summary>
    /// SD of synthetic outcomes around the mean that the synthetic rows teach, over the same for real ones; 1 is best, well
    /// below 1 means outcomes without their noise. Null for a two-level outcome.
    /// </summary>
    public double? NoiseRatio { get; init; }

    /// <summary>The figures of each pair of more than two levels, whose means these are; null with two arms.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<OutcomePair>? Pairs { get; init; }
}
