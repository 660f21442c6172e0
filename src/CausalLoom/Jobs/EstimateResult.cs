using System.Globalization;
using System.Text;
using CausalLoom.Data;
using CausalLoom.Estimation.Average;

namespace CausalLoom.Jobs;

/// <summary>Average effects and what they rest on.</summary>
/// <param name="Data">The rows.</param>
/// <param name="Effects">The estimates.</param>
/// <param name="Truth">The true effect in the estimand's population, or null where it is unknown.</param>
/// <param name="Seed">The seed.</param>
public sealed record EstimateResult(CausalData Data, AverageEffects Effects, double? Truth, long Seed) : IJobResult
{
    /// <summary>`estimates.json`.</summary>
    public string Json() => JobJson.Text(EstimatesJson.Of(Effects, Truth));

    /// <summary>A table, and what it rests on, with warnings below.</summary>
    public string Summary()
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{"estimator",-10} {"estimate",12} {"SE",12}   95 % interval\n");
        foreach (AverageEffect e in Effects.Effects)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"{e.Estimator,-10} {e.Estimate,12:G5} {e.Se,12:G4}   {e.Lower:G5} to {e.Upper:G5}\n");
        }

        OverlapDiagnostics o = Effects.Overlap;
        text.Append(CultureInfo.InvariantCulture,
            $"{Effects.Effects[0].Estimand.ToUpperInvariant()}, {Effects.Effects[0].Rows} rows, effective {o.EffectiveSampleSize:0}; "
            + $"propensities {o.Lowest:0.000} to {o.Highest:0.000}, {100 * o.ShareInside:0} % in [.05, .95], {o.Clipped} clipped; largest "
            + $"imbalance {o.ImbalanceBefore:0.00} before and {o.ImbalanceAfter:0.00} after weighting\n");
        if (Truth is { } value)
        {
            text.Append(CultureInfo.InvariantCulture, $"true effect {value:G5}\n");
        }

        foreach (string warning in Effects.Effects.SelectMany(e => e.Warnings).Distinct())
        {
            text.Append("warning: ").Append(warning).Append('\n');
        }

        return text.ToString();
    }
}
