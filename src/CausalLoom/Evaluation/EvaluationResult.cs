using System.Text.Json.Serialization;

namespace CausalLoom.Evaluation;

/// <summary>
/// Everything `evaluate` measures; `metrics.json` (docs/files.md) is this record in snake case. Blocks mirror the three
/// desiderata of STEAM (covariates, treatment mechanism, outcome mechanism), then effect, utility and privacy.
/// </summary>
/// <param name="Version">The library's version.</param>
/// <param name="Seed">The seed of the stream that it was measured with.</param>
/// <param name="Rows">How many rows were compared.</param>
/// <param name="Covariates">X: fidelity of P(X).</param>
/// <param name="Treatment">W | X: fidelity of the propensity.</param>
/// <param name="Outcome">Y | W, X: fidelity of the effect functions.</param>
/// <param name="Joint">The joint metrics of docs/methods/joint-metrics.md, on all columns.</param>
/// <param name="Ate">Average effects on both sides and the two terms of their difference.</param>
/// <param name="CateGap">How far the synthetic effect function is from the real one, noise taken off.</param>
/// <param name="Signal">How much each side's assignment lets one learn of effects.</param>
/// <param name="Localisation">In which part of the data the sides differ.</param>
/// <param name="Support">How many synthetic rows lie where the mechanisms had no data.</param>
/// <param name="Utility">Train-synthetic-test-real.</param>
/// <param name="Privacy">Copying diagnostics; never a privacy guarantee.</param>
/// <param name="Verdicts">One verdict a desideratum, in words.</param>
public sealed record EvaluationResult(
    string Version,
    long Seed,
    RowCounts Rows,
    CovariateMetrics Covariates,
    TreatmentMetrics Treatment,
    OutcomeMetrics Outcome,
    JointMetrics Joint,
    AteComparison Ate,
    CateGap CateGap,
    SignalMetrics Signal,
    LocalisationMetrics Localisation,
    SupportMetrics Support,
    UtilityMetrics Utility,
    PrivacyMetrics Privacy,
    IReadOnlyList<Verdict> Verdicts)
{
    /// <summary>
    /// The figures on the effect of each of more than two levels against the reference; <see cref="Ate"/>, <see cref="CateGap"/> and
    /// <see cref="Signal"/> are those of the first. Null with two arms.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<EffectContrast>? Contrasts { get; init; }

    /// <summary>Rules between columns that no real row breaks, and how often synthetic rows do; null where nobody looked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RuleMetrics? Rules { get; init; }

    /// <summary>What intervals from the synthetic rows are worth for the population; null where nobody looked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IntervalMetrics? Interval { get; init; }

    /// <summary>
    /// With more than one repeat, the 95 % interval of each figure's mean over repeats, by its place in `metrics.json`
    /// ("covariates.alpha_precision"); empty otherwise.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, double[]> Intervals { get; init; } = new Dictionary<string, double[]>(StringComparer.Ordinal);
}
