using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Mechanisms;

namespace CausalLoom.Evaluation.Effect;

/// <summary>
/// Average effects Ψ on both sides by cross-fitted AIPW, and the two terms of their difference (<see cref="EffectTerms"/>) with
/// bootstrap intervals: overall, by subgroup, by tenths of the propensity, and with exact effects where these are known.
/// </summary>
internal static class EffectComparison
{
    /// <summary>Measures them.</summary>
    public static AteComparison Measure(SideFits fits, FitContext context)
    {
        double[] ratio = fits.Pool.Ratios(fits.Synthetic.Covariates);
        EffectRows rows = Estimated(fits, ratio);
        IReadOnlyList<RowGroup> subgroups = GroupRules.Subgroups(fits.Real, fits.Synthetic, fits.OnReal.Contrast), bands = Bands(fits);
        double[][] draws = TermBootstrap.Run(rows, [.. subgroups, .. bands], context.Child("bootstrap"));
        (double covariate, double contrast) = EffectTerms.Of(rows);
        return new AteComparison(
            Of(fits.OnReal),
            Of(fits.OnSynthetic),
            covariate,
            contrast,
            TermBootstrap.Interval(draws, d => d[0]),
            TermBootstrap.Interval(draws, d => d[1]),
            fits.OnSynthetic.Effect.Estimate - fits.OnReal.Effect.Estimate,
            TermBootstrap.Interval(draws, d => d[0] + d[1]),
            SimultaneousIntervals.Of(rows, subgroups, draws, 2),
            [.. bands.Select((band, k) => Contrast(rows, band, TermBootstrap.Interval(draws, d => d[2 + subgroups.Count + k])))],
            fits.Exact is null ? null : Exact(fits, fits.Exact, ratio, context.Child("exact")));
    }

    public static GroupContrast Contrast(EffectRows rows, RowGroup group, double[] interval) =>
        new(group.Column, group.Level, group.Real.Length, group.Synthetic.Length, EffectTerms.Contrast(rows, group), interval);

    private static EffectRows Estimated(SideFits fits, double[] ratio)
    {
        double[] scores = fits.OnSynthetic.Effect.PseudoOutcomes;
        return new EffectRows(
            fits.OnSynthetic.At(fits.Real.Covariates),
            fits.OnReal.Effect.PseudoOutcomes,
            scores,
            Subtract(scores, fits.OnSynthetic.OutOfFold()),
            ratio);
    }

    private static ExactTerms Exact(SideFits fits, ExactEffects exact, double[] ratio, FitContext context)
    {
        EffectRows rows = new(exact.At(fits.Real.Covariates), fits.OnReal.Effect.PseudoOutcomes, exact.Effects,
            Subtract(exact.Effects, exact.Fitted), ratio);
        double[][] draws = TermBootstrap.Run(rows, [], context);
        (double covariate, double contrast) = EffectTerms.Of(rows);
        double effect = SampleStatistics.Mean(exact.Effects);
        return new ExactTerms(
            effect,
            fits.OnSynthetic.Effect.Estimate - effect,
            effect - fits.OnReal.Effect.Estimate,
            TermBootstrap.Interval(draws, d => d[0] + d[1]),
            covariate,
            TermBootstrap.Interval(draws, d => d[0]),
            contrast,
            TermBootstrap.Interval(draws, d => d[1]));
    }

    // Real rows by their out-of-fold propensity, synthetic rows by the model of the real ones.
    private static IReadOnlyList<RowGroup> Bands(SideFits fits) => fits.OnReal.PropensityModel is IPropensityModel model
        ? GroupRules.PropensityBands(
            fits.OnReal.Propensity, model.Probabilities(fits.Synthetic.Covariates)[fits.OnReal.Contrast.Level])
        : [];

    private static double[] Subtract(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x - y)];

    private static EffectEstimate Of(SideFit fit) => new(fit.Effect.Estimate, fit.Effect.Se);
}
