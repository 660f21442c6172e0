using System.Globalization;
using CausalLoom.Data;

namespace CausalLoom.Estimation.Average;

/// <summary>
/// Cross-fitted AIPW (Chernozhukov et al. 2018) of the average effect, with its outcome model kept for other rows: the nuisances are those
/// of <see cref="AverageEffects"/>, g a calibrated stack, μ a stack of ridge regressions and boosted trees by arm; the score divides by g
/// (<see cref="AipwScore"/>), whose last bit saved metrics hold.
/// </summary>
/// <param name="Options">The options; null: the defaults.</param>
public sealed record AipwEstimator(AipwOptions? Options = null) : IAverageEffectEstimator
{
    private const double Normal975 = 1.959963984540054;

    /// <inheritdoc />
    public string Name => "aipw";

    /// <inheritdoc />
    public AverageEffect Estimate(CausalData data, FitContext context) => Fit(data, context).Effect;

    /// <summary>Estimates, and keeps the nuisances: for Δ̂ on other rows, or for other scores.</summary>
    /// <exception cref="CausalLoomException">An arm has fewer than two rows.</exception>
    public AipwFit Fit(CausalData data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(context);
        AipwOptions options = Options ?? new AipwOptions();
        Nuisances nuisances = Nuisances.Fit(data, options.Nuisances, context);
        double[] score = new double[data.Rows];
        AipwScore.Compute(data.Outcome, data.Treatment, nuisances.Mu0, nuisances.Mu1, nuisances.Propensity, score);
        return new AipwFit(Summarise(data, score, nuisances.Propensity, nuisances.Clipped, options), nuisances.OutcomeFit!,
            nuisances.PropensityFit?.Model);
    }

    private AverageEffect Summarise(CausalData data, double[] score, double[] g, int moved, AipwOptions options)
    {
        double mean = score.Average();
        double se = Math.Sqrt(score.Sum(v => (v - mean) * (v - mean)) / (score.Length - 1.0) / score.Length);
        (double ess, _) = OverlapDiagnostics.Concentration(
            data.Treatment, [.. data.Treatment.Select((w, i) => Estimand.Ate.Balancing(w, g[i]))]);
        return new AverageEffect(Name, "ate", mean, se, mean - (Normal975 * se), mean + (Normal975 * se), data.Rows, ess,
            Warnings(data, moved, ess, options), score, g, moved);
    }

    private static List<string> Warnings(CausalData data, int moved, double ess, AipwOptions options)
    {
        List<string> warnings = [];
        if (moved > 0.01 * data.Rows)
        {
            warnings.Add(string.Create(CultureInfo.InvariantCulture,
                $"{moved} of {data.Rows} propensities were clipped to [{options.Clipping.Lower}, {options.Clipping.Upper}]: overlap is "
                + $"poor, and the effect in those rows rests on the outcome model alone."));
        }

        if (ess < 0.5 * data.Rows)
        {
            warnings.Add(string.Create(CultureInfo.InvariantCulture,
                $"The effective sample size is {ess:F0} of {data.Rows} rows: a few rows carry much of the weight."));
        }

        int least = Math.Min(data.Treated, data.Rows - data.Treated);
        if (least < 50)
        {
            warnings.Add(FormattableString.Invariant($"The smaller arm has {least} rows: the standard error is itself uncertain."));
        }

        return warnings;
    }
}
