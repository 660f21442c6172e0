using System.Globalization;
using CausalLoom.Data;
using CausalLoom.Mechanisms;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Estimation.Average;

/// <summary>
/// Whether nuisances are good enough, beside simpler ones: losses of rows that their models did not see (of all rows where they were learnt
/// from all), the calibration of the propensity, and the effect by linear nuisances.
/// </summary>
/// <param name="HeldOut">Whether losses are of rows that were not learnt from.</param>
/// <param name="OutcomeLoss">Mean squared error of μ̂ of the row's own level.</param>
/// <param name="OutcomeLossConstant">That of each level's own mean.</param>
/// <param name="PropensityLoss">Mean −log ĝ of the row's own level.</param>
/// <param name="PropensityLossConstant">That of the levels' shares.</param>
/// <param name="Slopes">Of each contrast's level: the slope of a logistic regression of having it on logit ĝ, 1 where ĝ is calibrated, with
/// its standard error; NaN where ĝ is the same for all.</param>
public sealed record NuisanceReport(bool HeldOut, double OutcomeLoss, double OutcomeLossConstant, double PropensityLoss,
    double PropensityLossConstant, IReadOnlyList<(double Slope, double Se)> Slopes)
{
    private const int MostRows = 100_000, RowsACoefficient = 3;
    private const double Beyond = 3, Notable = 0.2;

    /// <summary>The same by linear nuisances in five folds; null where they were not learnt.</summary>
    public LinearNuisances? Linear { get; init; }

    /// <summary>Why not, without a full stop; null where they were.</summary>
    public string? NotLinear { get; init; }

    /// <summary>What a reader must know, a sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The report on the nuisances of some estimates, which looked at outcome means.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="effects">The estimates.</param>
    /// <param name="options">How they were made.</param>
    /// <param name="context">Stream, threads, progress.</param>
    public static NuisanceReport Of(CausalData data, AverageEffects effects, AverageEffectOptions options, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(effects);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        IReadOnlyList<Contrast> contrasts = options.ContrastsOf(data.Levels);
        double[] outcome = OutcomeLosses(data, effects.Nuisances), g = PropensityLosses(data, effects.Nuisances);
        NuisanceReport report = new(effects.Nuisances.Folds > 1, Mean(data, outcome), ConstantOutcome(data), Mean(data, g),
            ConstantPropensity(data), [.. contrasts.Select(contrast => Slope(data, effects.Nuisances, contrast.Level))])
            { NotLinear = WhyNotLinear(data, options) };
        if (report.NotLinear is null)
        {
            report = report with { Linear = LinearNuisances.Of(data, effects, (outcome, g), contrasts, options, context.Child("linear")) };
        }

        return report with { Warnings = [.. report.Say(data, contrasts)] };
    }

    private static string? WhyNotLinear(CausalData data, AverageEffectOptions options) =>
        options.Nuisances.Outcome.IsRegression && options.Nuisances.Propensity.IsRegression ? "the nuisances are linear themselves"
        : data.Rows > MostRows ? $"there are more than {MostRows.ToString(CultureInfo.InvariantCulture)} rows"
        : data.Treatment.Fewest < RowsACoefficient * (FeatureEncoder.Fit(data.Covariates).Width + 1)
            ? "a level has fewer than three rows a coefficient" : null;

    private IEnumerable<string> Say(CausalData data, IReadOnlyList<Contrast> contrasts)
    {
        for (int c = 0; c < contrasts.Count; c++)
        {
            (double slope, double se) = Slopes[c];
            string level = data.TreatmentSpace.Levels[contrasts[c].Level];
            if (Math.Abs(slope - 1) > Math.Max(Notable, Beyond * se))
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"Propensities of '{level}' are not calibrated: their logits tell "
                    + $"with a slope of {slope:0.00} (SE {se:0.00}), which is 1 where they are right, so that they are too "
                    + $"{(slope < 1 ? "extreme" : "timid")}. Name another ‹nuisance›, or calibrate (‹calibration›).");
            }
        }

        foreach (string text in Linear?.Say(data, contrasts) ?? [])
        {
            yield return text;
        }
    }

    /// <summary>(Y − μ̂_W)² of each row.</summary>
    internal static double[] OutcomeLosses(CausalData data, Nuisances nuisances) =>
        [.. data.Outcome.Values.Select((y, i) => Math.Pow(y - nuisances.Mu[data.Treatment[i]][i], 2))];

    /// <summary>−log ĝ_W of each row.</summary>
    internal static double[] PropensityLosses(CausalData data, Nuisances nuisances) =>
        [.. data.Treatment.Codes.Select((w, i) => -Math.Log(Math.Max(nuisances.Unclipped[w][i], 1e-9)))];

    /// <summary>A weighted mean over the rows.</summary>
    internal static double Mean(CausalData data, double[] values)
    {
        double sum = 0, weight = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double w = data.Given?[i] ?? 1;
            sum += w * values[i];
            weight += w;
        }

        return sum / weight;
    }

    private static double ConstantOutcome(CausalData data)
    {
        double[] sums = new double[data.Levels], weights = new double[data.Levels];
        for (int i = 0; i < data.Rows; i++)
        {
            double w = data.Given?[i] ?? 1;
            sums[data.Treatment[i]] += w * data.Outcome[i];
            weights[data.Treatment[i]] += w;
        }

        return Mean(data, [.. data.Treatment.Codes.Select((w, i) => Math.Pow(data.Outcome[i] - (sums[w] / weights[w]), 2))]);
    }

    private static double ConstantPropensity(CausalData data)
    {
        double[] shares = [.. Enumerable.Range(0, data.Levels).Select(level =>
            Mean(data, [.. data.Treatment.Codes.Select(w => w == level ? 1.0 : 0)]))];
        return -shares.Sum(share => share * Math.Log(share));
    }

    // The standard error is that of a maximum-likelihood slope: the inverse of Σ p(1 − p)(z − z̄)².
    private static (double Slope, double Se) Slope(CausalData data, Nuisances nuisances, int level)
    {
        double[] logits = [.. nuisances.Unclipped[level].Select(p => Math.Clamp(p, 1e-6, 1 - 1e-6)).Select(p => Math.Log(p / (1 - p)))];
        if (logits.Max() - logits.Min() < 1e-9)
        {
            return (double.NaN, double.NaN);
        }

        Matrix z = new(logits.Length, 1);
        for (int i = 0; i < logits.Length; i++)
        {
            z[i, 0] = (float)logits[i];
        }

        double[] weights = data.Normalised is { } given ? [.. given] : [];
        LogisticFit fit = LogisticRegression.Fit(z, [.. data.Treatment.Codes.Select(w => w == level ? 1.0 : 0)], 1e-9, weights);
        double sum = 0, first = 0, second = 0;
        for (int i = 0; i < logits.Length; i++)
        {
            double p = 1 / (1 + Math.Exp(-(fit.Intercept + (fit.Coefficients[0] * logits[i])))), of = p * (1 - p);
            sum += of;
            first += of * logits[i];
            second += of * logits[i] * logits[i];
        }

        return (fit.Coefficients[0], 1 / Math.Sqrt(Math.Max(1e-300, second - (first * first / sum))));
    }
}
