using CausalLoom.Evaluation;

namespace CausalLoom.Tests.Evaluation;

/// <summary>A result with good figures, to vary.</summary>
internal static class Results
{
    public static OutcomeMetrics Outcome
        { get; } = new(0.5, 0.4, 0.48, new LearnerPehe(0.5, 0.4, 0.6, 0.5), 0.9, 0.3, 1.02, 1.1, 1.0, null);

    public static LocalisedStep Step { get; } = new(0.51, [0.48, 0.54], 0.98, 0.3, 0.01, [-0.02, 0.04], 0.4);

    public static EvaluationResult Good { get; } = new(
        "0.1.0",
        7,
        new RowCounts(1000, 1000),
        new CovariateMetrics(0.93, 0.05, 0.48, 0.02, 0.96, 0.47, 0.5, 0.96, 0.97, 0.98, 0.05, 0.95, 0.94, 0.001, 0.01)
            { DependenceKept = 0.97 },
        new TreatmentMetrics(0.95, 0.95, 0.82, 0.96, 0.953, 0.99, 0.98, 0.5, 0.51, null, [0.2, 0.7], [0.3]),
        Outcome,
        new JointMetrics(0.9, 0.95, 0.01, 0.05, 0.01, 0.9, 0.45),
        new AteComparison(new EffectEstimate(0.3, 0.1), new EffectEstimate(0.32, 0.1), 0.01, 0.01, [-0.1, 0.12], [-0.2, 0.22], 0.02, [-0.25,
            0.29], new SubgroupContrasts(8, 2.7, []), [new GroupContrast("propensity", "0.20–0.31", 100, 90, 0.1, [-0.4, 0.6])], null),
        new CateGap(new GapFigure(0.02, 0.03, -0.01, [0, 0.02]), new GapFigure(0.02, 0.02, 0, [0, 0.02]), null, 10, "why"),
        new SignalMetrics(new SignalSide(0.2, 0.8, 0.9, 400, 380, 0.8, 0.76), new SignalSide(0.21, 0.84, 0.92, 410, 390, 0.81, 0.77)),
        new LocalisationMetrics(Step, Step, Step, [], 1000, 1000, "No difference was located."),
        new SupportMetrics(0.01, 0.02),
        new UtilityMetrics(1.1, 1.05, "rmse", null),
        new PrivacyMetrics(0.05, 1.0, 0.98, 0.9, 0, 0.51, null),
        [new Verdict("covariates", VerdictLevel.Pass, "fine")]);
}
