using System.Globalization;
using CausalLoom.Data;

namespace CausalLoom.Estimation.Average;

/// <summary>What linear nuisances in five folds say of the same rows: the simpler answer that others are held against.</summary>
/// <param name="OutcomeLoss">Mean squared error of held-out rows.</param>
/// <param name="PropensityLoss">Mean −log ĝ of held-out rows.</param>
/// <param name="OutcomeGain">By how many standard errors of the difference the report's own outcome loss is lower; negative:
/// higher.</param>
/// <param name="PropensityGain">The same of the propensity.</param>
/// <param name="Effects">The effect of each contrast by AIPW.</param>
public sealed record LinearNuisances(double OutcomeLoss, double PropensityLoss, double OutcomeGain, double PropensityGain,
    IReadOnlyList<LinearEffect> Effects)
{
    private const double Beyond = 3;

    internal static LinearNuisances Of(CausalData data, AverageEffects effects, (double[] Outcome, double[] Propensity) losses,
        IReadOnlyList<Contrast> contrasts, AverageEffectOptions options, FitContext context)
    {
        NuisanceOptions linear = NuisanceCatalogue.BuiltIn.Create("linear") with
            { Folds = 5, Clipping = options.Nuisances.Clipping, KnownPropensity = options.Nuisances.KnownPropensity };
        Nuisances plain = Nuisances.Fit(data, linear, context);
        ScoreInput own = ScoreInput.Of(data, effects.Nuisances), simple = ScoreInput.Of(data, plain);
        double[] y = NuisanceReport.OutcomeLosses(data, plain), g = NuisanceReport.PropensityLosses(data, plain);
        return new LinearNuisances(NuisanceReport.Mean(data, y), NuisanceReport.Mean(data, g), Gain(y, losses.Outcome),
            Gain(g, losses.Propensity), [.. contrasts.Select(contrast =>
            {
                Population population = Population.Of(options.Estimand, contrast);
                EffectScore one = new AugmentedScore().Means(own, population).Contrast(contrast),
                    other = new AugmentedScore().Means(simple, population).Contrast(contrast);
                double difference = one.Estimate - other.Estimate;
                EffectScore apart = new(difference, [.. one.Influence.Zip(other.Influence, (a, b) => a - b)]);
                return new LinearEffect(other.Estimate, other.StandardError(data.ClusterCodes), difference,
                    apart.StandardError(data.ClusterCodes), one.StandardError(data.ClusterCodes));
            })]);
    }

    /// <summary>What a reader must know, a sentence each.</summary>
    internal IEnumerable<string> Say(CausalData data, IReadOnlyList<Contrast> contrasts)
    {
        (string What, double Gain)[] worse = [("outcome", OutcomeGain), ("propensity", PropensityGain)];
        foreach ((string what, double gain) in worse.Where(of => of.Gain < -Beyond))
        {
            yield return $"A linear model tells held-out rows' {what} better, by {(-gain).ToString("0.0", CultureInfo.InvariantCulture)} "
                + "standard errors of the difference of losses: ‹nuisance linear› is the better choice, or a part of it.";
        }

        for (int c = 0; c < contrasts.Count; c++)
        {
            LinearEffect of = Effects[c];

            // Where held-out losses speak for what was used, linear nuisances are known to be wrong and say nothing.
            if (Math.Max(OutcomeGain, PropensityGain) <= Beyond && Math.Abs(of.Difference) > Math.Max(Beyond * of.DifferenceSe, of.OwnSe))
            {
                string pair = data.Levels == 2 ? string.Empty
                    : $"{data.TreatmentSpace.Levels[contrasts[c].Level]} against {data.TreatmentSpace.Levels[contrasts[c].Reference]}: ";
                yield return string.Create(CultureInfo.InvariantCulture,
                    $"{pair}The effect hangs on the nuisances: with linear ones aipw is "
                    + $"{of.Estimate:G4} (SE {of.Se:G2}), {Math.Abs(of.Difference / of.DifferenceSe):0.0} standard errors of the "
                    + $"difference away, and held-out losses do not say which is right.");
            }
        }
    }

    private static double Gain(double[] simple, double[] own)
    {
        double[] each = [.. simple.Zip(own, (a, b) => a - b)];
        double mean = each.Average(), variance = each.Sum(v => (v - mean) * (v - mean)) / each.Length;
        return variance > 0 ? mean / Math.Sqrt(variance / each.Length) : 0;
    }
}
