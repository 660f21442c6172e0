using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Mechanisms;

namespace CausalLoom.Evaluation.Effect;

/// <summary>
/// Average effects Ψ on both sides by cross-fitted AIPW, and the two terms of their difference (`specs/hybrid.md` §1):
/// <list type="bullet">
/// <item>covariate term: mean over synthetic X of Δ̂ − mean over real X of Δ̂, with the real side's Δ̂ for both (out of fold on
/// real rows, the fold models' mean on synthetic ones): what shifted covariates contribute;</item>
/// <item>contrast term: mean over real X of [Δ̂_synthetic − φ], φ the real doubly robust pseudo-outcome: what a wrong effect contributes.</item>
/// </list>
/// The terms are signed and may cancel; their sum is about Ψ_synthetic − Ψ_real.
/// </summary>
public static class EffectComparison
{
    /// <summary>Measures them.</summary>
    /// <param name="real">The real rows.</param>
    /// <param name="synthetic">The synthetic rows, aligned.</param>
    /// <param name="estimator">The AIPW estimator.</param>
    /// <param name="context">Stream, threads, progress.</param>
    /// <exception cref="CausalLoomException">An arm of either side has fewer than two rows.</exception>
    public static AteComparison Measure(CausalData real, CausalData synthetic, AipwEstimator estimator, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(synthetic);
        ArgumentNullException.ThrowIfNull(estimator);
        ArgumentNullException.ThrowIfNull(context);
        AipwFit onReal = estimator.Fit(real, context.Child("real")), onSynthetic = estimator.Fit(synthetic, context.Child("synthetic"));
        double covariates = MeanEffect(onReal.Outcome.Model, synthetic.Covariates)
            - (SampleStatistics.Mean(onReal.Outcome.Mu1) - SampleStatistics.Mean(onReal.Outcome.Mu0));
        double contrast = MeanEffect(onSynthetic.Outcome.Model, real.Covariates) - SampleStatistics.Mean(onReal.Effect.PseudoOutcomes);
        return new AteComparison(Of(onReal), Of(onSynthetic), covariates, contrast);
    }

    private static double MeanEffect(IOutcomeModel model, Table rows) =>
        SampleStatistics.Mean(model.Mean(rows, 1)) - SampleStatistics.Mean(model.Mean(rows, 0));

    private static EffectEstimate Of(AipwFit fit) => new(fit.Effect.Estimate, fit.Effect.Se);
}
