using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Evaluation.Covariates;
using CausalLoom.Evaluation.Effect;
using CausalLoom.Evaluation.Joint;
using CausalLoom.Evaluation.Outcome;
using CausalLoom.Evaluation.Privacy;
using CausalLoom.Evaluation.Support;
using CausalLoom.Evaluation.Treatment;
using CausalLoom.Evaluation.Utility;
using CausalLoom.Evaluation.Verdicts;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Evaluation;

/// <summary>
/// Measures how well synthetic rows stand for real ones: the three desiderata of STEAM (covariates, treatment mechanism,
/// outcome mechanism), the average effect, support, utility and copying, and judges each in words.
/// </summary>
public static class Evaluator
{
    /// <summary>The whole evaluation.</summary>
    /// <param name="real">The real rows that the generator was fitted on.</param>
    /// <param name="synthetic">The synthetic rows, read with the real data's schema.</param>
    /// <param name="holdout">Real rows that the generator has not seen, or null.</param>
    /// <param name="options">How; the defaults where null.</param>
    /// <param name="context">Stream, threads, progress, cancellation. Repeat r takes child stream r.</param>
    /// <exception cref="CausalLoomException">The tables cannot be compared; the message says why.</exception>
    public static EvaluationResult Evaluate(CausalData real, CausalData synthetic, CausalData? holdout, EvaluationOptions? options,
        FitContext context) =>
        Evaluate(real, synthetic, holdout, null, options, context);

    /// <summary>The whole evaluation of synthetic rows whose exact effects are known.</summary>
    /// <param name="real">The real rows that the generator was fitted on.</param>
    /// <param name="synthetic">The synthetic rows, read with the real data's schema.</param>
    /// <param name="holdout">Real rows that the generator has not seen, or null.</param>
    /// <param name="trueEffects">The exact effects μ_w(x) − μ_0(x) of each synthetic row and level w after the reference, [K − 1][row], or
    /// null.</param>
    /// <param name="options">How; the defaults where null.</param>
    /// <param name="context">Stream, threads, progress, cancellation. Repeat r takes child stream r.</param>
    /// <exception cref="CausalLoomException">The tables cannot be compared; the message says why.</exception>
    public static EvaluationResult Evaluate(CausalData real, CausalData synthetic, CausalData? holdout,
        IReadOnlyList<double[]>? trueEffects, EvaluationOptions? options, FitContext context)
    {
        options ??= new EvaluationOptions();
        return Evaluate(real, synthetic, holdout, options, (x, s, jsd, child) => OutcomeEvaluation.Run(x, s, options.Outcome, child, jsd),
            context, trueEffects);
    }

    /// <summary>The whole evaluation with another measure of the outcome mechanism (tests: the networks are slow).</summary>
    internal static EvaluationResult Evaluate(CausalData real, CausalData synthetic, CausalData? holdout, EvaluationOptions options,
        OutcomeMeasure outcome, FitContext context, IReadOnlyList<double[]>? trueEffects = null)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(synthetic);
        ArgumentNullException.ThrowIfNull(context);
        options.Check();
        EvaluationInput input = EvaluationInput.Of(real, synthetic, holdout, trueEffects);
        EvaluationResult[] repeats = new EvaluationResult[options.Repeats];
        for (int r = 0; r < repeats.Length; r++)
        {
            FitContext own = context.Child("repeat").Child(r);

            // Of the first, the charts show more than its figures.
            repeats[r] = r == 0 || context.Work is not { } work ? Once(input, outcome, options, own)
                : MetricsJson.Deserialise(JsonNode.Parse(work.Text("repeat-" + own.Stream.Identifier, () =>
                    MetricsJson.Serialise(Once(input, outcome, options, own)).ToJsonString()))!.AsObject());
        }

        EvaluationResult summary = repeats.Length == 1 ? repeats[0] : RepeatSummary.Of(repeats);
        summary = summary with
        {
            Rules = RuleComparison.Measure(real, synthetic, holdout, options.Rules, context.Cancellation),
        };
        summary = summary with { Interval = IntervalCheck.Of(summary, options.Synthesis) };
        return summary with { Verdicts = VerdictRules.Of(summary) };
    }

    private static EvaluationResult Once(EvaluationInput input, OutcomeMeasure outcome, EvaluationOptions options, FitContext context)
    {
        context.Report("evaluate: covariates", 0);
        CovariateMetrics covariates = new CovariateComparison(input.Real.Covariates, options.Embeddings, context.Child("covariates"))
            .Measure(input.Synthetic.Covariates, context.Child("covariates"));
        (CausalData real, CausalData synthetic, CausalData? holdout, IReadOnlyList<double[]>? trueEffects) =
            input.Thinned(options.MostRows, context.Stream.Child("rows"));
        context.Report("evaluate: treatment", 0.2);
        TreatmentMetrics treatment = TreatmentComparison.Measure(real, synthetic, options.Propensity, options.AssignmentDraws,
            context.Child("treatment")).WithShares(input.Real, input.Synthetic);
        context.Report("evaluate: outcome", 0.35);
        OutcomeMetrics effects =
            OutcomePairs.Measure(real, synthetic, treatment.JsdPiNormalized, outcome, context.Child("outcome"));
        context.Report("evaluate: joint distribution", 0.8);
        JointMetrics joint = JointComparison.Measure(real, synthetic, options.JointEmbeddings, context.Child("joint"));
        context.Report("evaluate: average effect", 0.9);
        IReadOnlyList<EffectDiagnostics> byLevel =
            EffectDiagnostics.Measure(real, synthetic, trueEffects, options.AverageEffect, context.Child("effect"));
        EffectDiagnostics effect = byLevel[0];
        context.Report("evaluate: copying", 0.95);
        return new EvaluationResult(
            Product.Version,
            context.Stream.Seed,
            new RowCounts(input.Real.Rows, input.Synthetic.Rows)
            {
                RealUsed = real.Rows < input.Real.Rows ? real.Rows : null,
                SyntheticUsed = synthetic.Rows < input.Synthetic.Rows ? synthetic.Rows : null,
            },
            covariates,
            treatment,
            effects,
            joint,
            effect.Ate,
            effect.CateGap,
            effect.Signal,
            effect.Localisation,
            Support(real, synthetic, context),
            HoldoutPrediction.Measure(real, synthetic, holdout, context.Child("utility")),
            Copying(input, context),
            [])
        {
            Contrasts = real.Levels == 2 ? null : [.. byLevel.Select((of, c) => new EffectContrast(
                real.TreatmentSpace.Levels[c + 1], real.TreatmentSpace.Levels[0], of.Ate, of.CateGap, of.Signal))],
        };
    }

    private static SupportMetrics Support(CausalData real, CausalData synthetic, FitContext context)
    {
        (FeatureEncoder encoder, Matrix x) = FeatureEncoder.FitEncode(real.Covariates, RawFeatures.Options);
        return SupportCheck.Measure(x, real.Treatment.Codes, encoder.Encode(synthetic.Covariates), synthetic.Treatment.Codes, context);
    }

    // Of all rows: a copy is one row in a table.
    private static PrivacyMetrics Copying(EvaluationInput input, FitContext context)
    {
        (FeatureEncoder encoder, Matrix x) = FeatureEncoder.FitEncode(input.Real.Covariates, RawFeatures.Options);
        return CopyingDiagnostics.Measure(x, encoder.Encode(input.Synthetic.Covariates),
            input.Holdout is null ? null : encoder.Encode(input.Holdout.Covariates), context);
    }
}
