using CausalLoom.Evaluation;

namespace CausalLoom.Tests.Evaluation;

/// <summary>A result with good figures, to vary.</summary>
internal static class Results
{
    public static OutcomeMetrics Outcome { get; } = new(0.5, 0.4, 0.48, new LearnerPehe(0.5, 0.4, 0.6, 0.5), 0.9, 0.3, 1.02, 1.1, 1.0, null);

    public static EvaluationResult Good { get; } = new(
        "0.1.0",
        7,
        new RowCounts(1000, 1000),
        new CovariateMetrics(0.93, 0.05, 0.48, 0.02, 0.96, 0.47, 0.5, 0.96, 0.97, 0.98, 0.05, 0.95, 0.94, 0.001, 0.01) { DependenceKept = 0.97 },
        new TreatmentMetrics(0.95, 0.95, 0.82, 0.96, 0.953, 0.99, 0.98, 0.5, 0.51, null, [0.2, 0.7], [0.3]),
        Outcome,
        new JointMetrics(0.9, 0.95, 0.01, 0.05, 0.01, 0.9, 0.45),
        new AteComparison(new EffectEstimate(0.3, 0.1), new EffectEstimate(0.32, 0.1), 0.01, 0.02),
        new SupportMetrics(0.01, 0.02),
        new UtilityMetrics(1.1, 1.05, "rmse", null),
        new PrivacyMetrics(0.05, 1.0, 0.98, 0.9, 0, 0.51, null),
        [new Verdict("covariates", VerdictLevel.Pass, "fine")]);
}
