using CausalLoom.Data;
using CausalLoom.Mechanisms;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Trees;

namespace CausalLoom.Evaluation.Utility;

/// <summary>
/// Train-synthetic-test-real (docs/evaluation.md): gradient-boosted trees learn Y from (X, W) on synthetic rows, and on real
/// rows, and predict held-out real rows. AUC for a two-level outcome, otherwise the root mean squared error.
/// </summary>
public static class HoldoutPrediction
{
    private const string NoHoldout = "tstr and trtr predict real rows that the generator has not seen: give them with ‹holdout›.";

    /// <summary>Both figures; null without a holdout.</summary>
    /// <param name="real">The real rows that the generator was fitted on.</param>
    /// <param name="synthetic">The synthetic rows, aligned.</param>
    /// <param name="holdout">Real rows that it has not seen, aligned, or null.</param>
    /// <param name="context">Stream.</param>
    public static UtilityMetrics Measure(CausalData real, CausalData synthetic, CausalData? holdout, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(synthetic);
        ArgumentNullException.ThrowIfNull(context);
        string metric = real.IsBinaryOutcome ? "auc" : "rmse";
        return holdout is null
            ? new UtilityMetrics(null, null, metric, NoHoldout)
            : new UtilityMetrics(Error(synthetic, holdout, context.Child("synthetic")), Error(real, holdout, context.Child("real")),
                metric, null);
    }

    private static double Error(CausalData train, CausalData test, FitContext context)
    {
        FeatureEncoder encoder = FeatureEncoder.Fit(train.Covariates, FeatureOptions.ForTrees);
        BoostingOptions options = new()
        {
            Loss = train.IsBinaryOutcome ? BoostingLoss.Logistic : BoostingLoss.Squared,
            Trees = 500,
            LearningRate = 0.05,
            MaxLeaves = 8,
            ValidationShare = 0.2,
        };
        BoostedTrees model = GradientBoosting.Fit(Features(encoder, train), train.Outcome.Values, options, context.Stream,
            cancellation: context.Cancellation);
        double[] predicted = model.Predict(Features(encoder, test));
        return train.IsBinaryOutcome
            ? AreaUnderCurve.Of(predicted, Array.ConvertAll(test.Outcome.Values, y => y == 1))
            : Math.Sqrt(SampleStatistics.Mean([.. predicted.Zip(test.Outcome, (f, y) => (f - y) * (f - y))]));
    }

    private static Matrix Features(FeatureEncoder encoder, CausalData data) =>
        LevelFeatures.Beside(encoder.Encode(data.Covariates), data.Treatment.Codes, data.Levels);
}
