using CausalLoom.Data;
using CausalLoom.Mechanisms;

namespace CausalLoom.Estimation.Average;

/// <summary>
/// Cross-fitted AIPW (Chernozhukov et al. 2018): every row's nuisances come from models that did not see it, g a calibrated
/// stack, μ a stack of ridge regressions and boosted trees by arm.
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
        if (Math.Min(data.Treated, data.Rows - data.Treated) < 2)
        {
            throw new CausalLoomException($"Of {data.Rows} rows {data.Treated} are treated: an effect needs at least two rows in each arm.");
        }

        Folds folds = Folds.Stratified(data.Treatment, options.Folds, context.Stream.Child("folds"));
        CrossFittedOutcome outcome = options.Outcome.CrossFit(data, folds, context.Child("outcome"));
        CrossFittedPropensity? propensity = options.KnownPropensity is null
            ? options.Propensity.Unclipped().CrossFit(data.Covariates, data.Treatment, folds, context.Child("propensity"))
            : null;
        double[] learnt = propensity?.OutOfFold ?? [.. Enumerable.Repeat(options.KnownPropensity!.Value, data.Rows)];
        (double[] g, int moved) = options.Clipping.Clip(learnt);
        double[] score = new double[data.Rows];
        AipwScore.Compute(data.Outcome, data.Treatment, outcome.Mu0, outcome.Mu1, g, score);
        return new AipwFit(Summarise(data, score, g, moved, options), outcome, propensity?.Model);
    }

    private AverageEffect Summarise(CausalData data, double[] score, double[] g, int moved, AipwOptions options)
    {
        double mean = score.Average();
        double se = Math.Sqrt(score.Sum(v => (v - mean) * (v - mean)) / (score.Length - 1.0) / score.Length);
        (double ess, _) = OverlapDiagnostics.Concentration(data.Treatment, [.. data.Treatment.Select((w, i) => Estimand.Ate.Balancing(w, g[i]))]);
        return new AverageEffect(Name, "ate", mean, se, mean - (Normal975 * se), mean + (Normal975 * se), data.Rows, ess, Warnings(data, moved, ess, options), score, g, moved);
    }

    private static List<string> Warnings(CausalData data, int moved, double ess, AipwOptions options)
    {
        List<string> warnings = [];
        if (moved > 0.01 * data.Rows)
        {
            warnings.Add(FormattableString.Invariant($"{moved} of {data.Rows} propensities were clipped to [{options.Clipping.Lower}, {options.Clipping.Upper}]: overlap is poor, and the effect in those rows rests on the outcome model alone."));
        }

        if (ess < 0.5 * data.Rows)
        {
            warnings.Add(FormattableString.Invariant($"The effective sample size is {ess:F0} of {data.Rows} rows: a few rows carry much of the weight."));
        }

        int least = Math.Min(data.Treated, data.Rows - data.Treated);
        if (least < 50)
        {
            warnings.Add(FormattableString.Invariant($"The smaller arm has {least} rows: the standard error is itself uncertain."));
        }

        return warnings;
    }
}
