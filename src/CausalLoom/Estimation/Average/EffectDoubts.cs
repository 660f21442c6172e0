using System.Globalization;
using CausalLoom.Data;

namespace CausalLoom.Estimation.Average;

/// <summary>What estimates of one effect say of each other, and outcome models that fit too well to be true.</summary>
internal static class EffectDoubts
{
    private const double Beyond = 3;
    private const double Exact = 0.02;

    /// <summary>A sentence each.</summary>
    public static IEnumerable<string> Of(CausalData data, AverageEffects effects) =>
        [.. Perfect(data, effects), .. effects.Effects.GroupBy(e => (e.Level, e.Reference)).SelectMany(Disagreements)];

    // Residuals of cross-fitted means: what is left of the outcome that covariates and treatment do not say.
    private static IEnumerable<string> Perfect(CausalData data, AverageEffects effects)
    {
        double left = 0, mean = data.Outcome.Average(), all = 0;
        for (int i = 0; i < data.Rows; i++)
        {
            double residual = data.Outcome[i] - effects.Nuisances.Mu[data.Treatment[i]][i];
            left += residual * residual;
            all += (data.Outcome[i] - mean) * (data.Outcome[i] - mean);
        }

        double share = Math.Sqrt(left / all);
        if (share < Exact)
        {
            yield return string.Create(CultureInfo.InvariantCulture,
                $"Covariates and treatment predict the outcome almost exactly: what is "
                + $"left has {100 * share:0.0} % of its standard deviation. A covariate may be a part of the outcome, or come after it.");
        }
    }

    // The influence of each row on the difference of two estimates gives the difference a standard error of its own.
    private static IEnumerable<string> Disagreements(IEnumerable<AverageEffect> effects)
    {
        AverageEffect[] all = [.. effects];
        for (int a = 0; a < all.Length; a++)
        {
            for (int b = a + 1; b < all.Length; b++)
            {
                double difference = all[a].Estimate - all[b].Estimate;
                double[] each = [.. all[a].PseudoOutcomes.Zip(all[b].PseudoOutcomes, (x, y) => x - y)];
                double se = Math.Sqrt(each.Sum(v => (v - difference) * (v - difference))) / each.Length;
                if (Math.Abs(difference) > Beyond * se && Math.Abs(difference) > Math.Max(all[a].Se, all[b].Se))
                {
                    // Two with one influence function have a difference without an error of its own.
                    string by = se < 1e-6 * Math.Abs(difference) ? "more than either's standard error"
                        : FormattableString.Invariant($"{Math.Abs(difference) / se:0.0} standard errors of their difference");
                    yield return string.Create(CultureInfo.InvariantCulture, $"{all[a].Estimator} ({all[a].Estimate:G4}) and "
                        + $"{all[b].Estimator} ({all[b].Estimate:G4}) differ by {by}: at least one of the nuisance models is wrong, or "
                        + $"overlap is too poor for one of them.");
                }
            }
        }
    }
}
