using System.Text.Json.Nodes;
using CausalLoom.Evaluation;

namespace CausalLoom.Sandbox.Exact;

/// <summary>
/// How strong the unmeasured confounder is, in the scales that sensitivity analyses use; medians and maxima over the real rows.
/// </summary>
/// <param name="TreatmentOddsRatio">The median odds ratio of treatment, U = 1 against U = 0, at the same x.</param>
/// <param name="Gamma">Its maximum: the least Γ of Rosenbaum's bounds that allows for this U.</param>
/// <param name="PartialR2Treatment">The share of the variance of T left by X that U explains, E Var(E[T | x, U] | x)/E Var(T | x).</param>
/// <param name="PartialR2Outcome">The share of the variance of Y left by X and T that U explains.</param>
/// <param name="OutcomeEffect0">The mean absolute difference of E[Y(0) | x, u] between U = 1 and U = 0.</param>
/// <param name="OutcomeEffect1">The same of Y(1).</param>
/// <param name="OutcomeOddsRatio">The median odds ratio of the outcome (both potential outcomes), away from 1; null for a numeric
/// outcome.</param>
/// <param name="EValue">
/// The E-value (VanderWeele and Ding 2017) of the confounding: with B the factor by which it moves the risk ratio,
/// B + √(B(B − 1)); for a numeric outcome B = exp(.91·bias/SD), SD of Y given x and T, as they advise. Null where an arm has no events.
/// </param>
public sealed record ConfounderStrength(
    double TreatmentOddsRatio,
    double Gamma,
    double PartialR2Treatment,
    double PartialR2Outcome,
    double OutcomeEffect0,
    double OutcomeEffect1,
    double? OutcomeOddsRatio,
    double? EValue)
{
    /// <summary>As JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["treatment_odds_ratio"] = TreatmentOddsRatio,
        ["rosenbaum_gamma"] = Gamma,
        ["partial_r2_treatment"] = PartialR2Treatment,
        ["partial_r2_outcome"] = PartialR2Outcome,
        ["outcome_effect_y0"] = OutcomeEffect0,
        ["outcome_effect_y1"] = OutcomeEffect1,
        ["outcome_odds_ratio"] = OutcomeOddsRatio,
        ["e_value"] = EValue,
    };

    internal static ConfounderStrength FromJson(JsonNode node)
    {
        return new ConfounderStrength(
            Number("treatment_odds_ratio"),
            Number("rosenbaum_gamma"),
            Number("partial_r2_treatment"),
            Number("partial_r2_outcome"),
            Number("outcome_effect_y0"),
            Number("outcome_effect_y1"),
            node["outcome_odds_ratio"]?.GetValue<double>(),
            node["e_value"]?.GetValue<double>());

        double Number(string key) => node[key]!.GetValue<double>();
    }

    internal static ConfounderStrength? Of(ExactRow[] rows, bool binary)
    {
        if (rows.Length == 0 || rows[0].Imbalance == 0)
        {
            return null;
        }

        double[] odds = [.. rows.Select(TreatmentOdds)];
        double explained = 0, left = 0, byU = 0, total = 0;
        foreach (ExactRow r in rows)
        {
            double difference = LatentConfounder.Propensity(1, r.Propensity, r.Imbalance) - LatentConfounder.Propensity(
                0, r.Propensity, r.Imbalance);
            explained += 0.25 * difference * difference;
            left += r.Propensity * (1 - r.Propensity);
            for (int arm = 0; arm < 2; arm++)
            {
                (double u, double all) = Variances(r, arm, binary);
                double weight = arm == 1 ? r.Propensity : 1 - r.Propensity;
                byU += weight * u;
                total += weight * all;
            }
        }

        double?[] outcome = [.. rows.SelectMany(r => new[] { OutcomeOdds(r, 0), OutcomeOdds(r, 1) }).Where(v => v is not null)];
        return new ConfounderStrength(
            SampleStatistics.Median(odds),
            odds.Max(),
            explained / left,
            total > 0 ? byU / total : 0,
            rows.Average(r => Math.Abs(r.Mean(0, 1) - r.Mean(0, 0))),
            rows.Average(r => Math.Abs(r.Mean(1, 1) - r.Mean(1, 0))),
            binary && outcome.Length > 0 ? SampleStatistics.Median([.. outcome.Select(v => v!.Value)]) : null,
            Of(Factor(rows, binary, Math.Sqrt(total / rows.Length))));
    }

    // The E-value of a risk ratio; those below 1 are turned round.
    private static double? Of(double factor)
    {
        double b = factor >= 1 ? factor : 1 / factor;
        return double.IsFinite(b) ? b + Math.Sqrt(b * (b - 1)) : null;
    }

    // How far confounding moves the contrast that X leaves: E[Y | T = 1]/E[Y | T = 0] with x as in the population, over E[Y(1)]/E[Y(0)].
    private static double Factor(ExactRow[] rows, bool binary, double sd)
    {
        double treated = rows.Average(r => r.Marginal(1) + ((1 - r.Propensity) * r.Kappa(1))),
            control = rows.Average(r => r.Marginal(0) - (r.Propensity * r.Kappa(0)));
        double one = rows.Average(r => r.Marginal(1)), zero = rows.Average(r => r.Marginal(0));
        return binary ? treated / control * (zero / one)
            : Math.Exp(0.91 * (treated - control - (one - zero)) / Math.Max(sd, double.Epsilon));
    }

    private static (double ByU, double All) Variances(ExactRow r, int arm, bool binary)
    {
        double share = LatentConfounder.Given(arm, r.Propensity, r.Imbalance), delta = r.Mean(arm, 1) - r.Mean(arm, 0);
        double mean = ((1 - share) * r.Mean(arm, 0)) + (share * r.Mean(arm, 1)), byU = delta * delta * share * (1 - share);
        return (byU, binary ? mean * (1 - mean) : byU + (r.Sigma(arm) * r.Sigma(arm)));
    }

    private static double TreatmentOdds(ExactRow r)
    {
        double e1 = LatentConfounder.Propensity(1, r.Propensity, r.Imbalance),
            e0 = LatentConfounder.Propensity(0, r.Propensity, r.Imbalance);
        return e1 / (1 - e1) / (e0 / (1 - e0));
    }

    private static double? OutcomeOdds(ExactRow r, int potential)
    {
        double p1 = r.Mean(potential, 1), p0 = r.Mean(potential, 0);
        if (p1 is <= 0 or >= 1 || p0 is <= 0 or >= 1 || p1 == p0)
        {
            return null;
        }

        double ratio = p1 / (1 - p1) / (p0 / (1 - p0));
        return ratio >= 1 ? ratio : 1 / ratio;
    }
}
