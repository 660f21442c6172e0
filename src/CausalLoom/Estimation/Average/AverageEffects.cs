using System.Globalization;
using CausalLoom.Data;
using CausalLoom.Io;
using CausalLoom.Mechanisms;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Estimation.Average;

/// <summary>Average effects of one data set by several estimators on the same nuisances.</summary>
/// <param name="Effects">An estimate each.</param>
/// <param name="Overlap">What they rest on.</param>
/// <param name="Nuisances">The nuisances.</param>
public sealed record AverageEffects(IReadOnlyList<AverageEffect> Effects, OverlapDiagnostics Overlap, Nuisances Nuisances)
{
    private const double Normal975 = 1.959963984540054;

    /// <summary>
    /// Learns the nuisances once and estimates. Weighting alone learns no outcome means: <see cref="Nuisances"/> then holds NaN for them.
    /// </summary>
    /// <param name="data">The rows.</param>
    /// <param name="options">What and how; null: the defaults.</param>
    /// <param name="context">Stream, threads, progress.</param>
    /// <param name="clusters">The cluster of each row, for folds and standard errors; null: rows are independent.</param>
    /// <param name="weights">Sampling weights > 0, or null. They weigh the scores and, where its learner can take them, each
    /// nuisance.</param>
    /// <exception cref="CausalLoomException">An estimator is unknown, or the data cannot tell.</exception>
    public static AverageEffects Estimate(CausalData data, AverageEffectOptions? options, FitContext context, int[]? clusters = null,
        double[]? weights = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        options ??= new AverageEffectOptions();
        Check(data, options, clusters, weights);
        return Of(data, Nuisances.Learn(data, options.Nuisances, context, clusters, weights, options.NeedsMeans), options,
            clusters, weights);
    }

    /// <summary>Estimates with nuisances that are given, such as those learnt with the help of further rows.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="nuisances">Their nuisances.</param>
    /// <param name="options">What to estimate, and whether the propensity is known.</param>
    /// <param name="clusters">The cluster of each row, or null.</param>
    /// <param name="weights">Sampling weights > 0, or null.</param>
    /// <exception cref="CausalLoomException">An estimator is unknown, or the data cannot tell.</exception>
    public static AverageEffects Of(CausalData data, Nuisances nuisances, AverageEffectOptions options, int[]? clusters = null,
        double[]? weights = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(nuisances);
        ArgumentNullException.ThrowIfNull(options);
        EffectInput input = new(data.Outcome, data.Treatment, nuisances.Mu0, nuisances.Mu1, nuisances.Propensity, weights);
        return Of(data, nuisances, options, (name, learntFrom) => Score(name, input, options, learntFrom), weights, clusters);
    }

    /// <summary>Estimates with scores of the caller's own.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="nuisances">Their nuisances.</param>
    /// <param name="options">What to estimate, and whether the propensity is known.</param>
    /// <param name="score">The score of an estimator, given the features that g was learnt from (null where it is known).</param>
    /// <param name="weights">The weights of rows in diagnostics, or null.</param>
    /// <param name="clusters">The cluster of each row, or null.</param>
    internal static AverageEffects Of(CausalData data, Nuisances nuisances, AverageEffectOptions options,
        Func<string, Matrix?, EffectScore> score, double[]? weights = null, int[]? clusters = null)
    {
        Check(data, options, clusters, weights);
        (FeatureEncoder encoder, Matrix z) = FeatureEncoder.FitEncode(data.Covariates);
        OverlapDiagnostics overlap = OverlapDiagnostics.Of(data, nuisances, options.Estimand, z, encoder.FeatureNames, weights);
        List<string> common = Warnings(data, overlap, options);
        common.AddRange(nuisances.Unweighted.Select(name => $"The {name} cannot take sampling weights: it was learnt without them, and "
            + $"only the scores are weighted. Another --nuisance (stack, linear, forest, boosting, spline, interactions) weighs both."));
        Matrix? learntFrom = options.Nuisances.LearnsAssignment
            && !nuisances.Unweighted.Any(name => name.StartsWith("propensity", StringComparison.Ordinal)) ? z : null;
        return new AverageEffects([.. options.Estimators.Select(name =>
            Effect(name, score(name, learntFrom), overlap, nuisances, options, clusters, common))], overlap, nuisances);
    }

    /// <summary>One estimator's score on given nuisances.</summary>
    /// <param name="estimator">One of <see cref="AverageEffectOptions.AllEstimators"/>.</param>
    /// <param name="input">Outcomes, arms, nuisances.</param>
    /// <param name="options">The estimand, and TMLE's options.</param>
    /// <param name="learntFrom">The features that g was learnt from, or null where g is known (<see cref="WeightingScore"/>).</param>
    /// <exception cref="CausalLoomException">There is no such estimator.</exception>
    public static EffectScore Score(string estimator, EffectInput input, AverageEffectOptions options, Matrix? learntFrom = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        return estimator switch
        {
            "or" => OutcomeRegressionScore.Of(input, options.Estimand),
            "ipw" => WeightingScore.Of(input, options.Estimand, learntFrom),
            "aipw" => AugmentedScore.Of(input, options.Estimand),
            "tmle" => TargetedScore.Of(input, options.Estimand, options.Tmle),
            _ => throw Unknown(estimator),
        };
    }

    /// <summary>Checks names before any work is done.</summary>
    /// <exception cref="CausalLoomException">There is no such estimator.</exception>
    public static void CheckNames(IEnumerable<string> estimators)
    {
        ArgumentNullException.ThrowIfNull(estimators);
        foreach (string name in estimators.Where(name => !AverageEffectOptions.AllEstimators.Contains(name)))
        {
            throw Unknown(name);
        }
    }

    private static CausalLoomException Unknown(string estimator) =>
        new($"There is no estimator '{estimator}'.{Suggestion.For(estimator, AverageEffectOptions.AllEstimators)} The estimators are: "
            + $"{string.Join(", ", AverageEffectOptions.AllEstimators)}.");

    private static void Check(CausalData data, AverageEffectOptions options, int[]? clusters, double[]? weights)
    {
        CheckNames(options.Estimators);
        if ((clusters?.Length ?? data.Rows) != data.Rows || (weights?.Length ?? data.Rows) != data.Rows)
        {
            throw new ArgumentException("Clusters and weights need one entry a row.", nameof(clusters));
        }

        if (clusters is not null && clusters.Distinct().Take(2).Count() < 2)
        {
            throw new CausalLoomException("All rows are in one cluster: a clustered standard error needs at least two.");
        }

        int bad = weights is null ? -1 : Array.FindIndex(weights, w => !(w > 0 && double.IsFinite(w)));
        if (bad >= 0)
        {
            throw new CausalLoomException($"The sampling weight in row {bad + 1} is not above 0.");
        }
    }

    private static AverageEffect Effect(string name, EffectScore score, OverlapDiagnostics overlap, Nuisances nuisances,
        AverageEffectOptions options, int[]? clusters, List<string> common)
    {
        double se = score.StandardError(clusters), half = Normal975 * se;
        List<string> warnings = [.. common];
        if (name == "or")
        {
            warnings.Add("Outcome regression rests on the outcome model alone; its standard error supposes that model right. "
                + "Hold it against aipw or tmle.");
        }

        double[] pseudo = [.. score.Influence.Select(v => score.Estimate + v)];
        return new AverageEffect(name, options.Estimand.Name(), score.Estimate, se, score.Estimate - half, score.Estimate + half,
            pseudo.Length, overlap.EffectiveSampleSize, warnings, pseudo, nuisances.Propensity, overlap.Clipped);
    }

    private static List<string> Warnings(CausalData data, OverlapDiagnostics overlap, AverageEffectOptions options)
    {
        List<string> warnings = [];
        string elsewhere = options.Estimand == Estimand.Ato ? "Name fewer covariates or get rows where both arms occur."
            : "Estimate the effect where both arms occur (--estimand ato), trim, or augment.";
        if (overlap.Clipped > 0.01 * data.Rows)
        {
            warnings.Add(string.Create(CultureInfo.InvariantCulture, $"{overlap.Clipped} of {data.Rows} propensities were clipped "
                + $"to [{options.Nuisances.Clipping.Lower}, {options.Nuisances.Clipping.Upper}]: overlap is poor, and the effect in those "
                + $"rows rests on the outcome model alone. {elsewhere}"));
        }

        if (overlap.EffectiveSampleSize < 0.5 * data.Rows)
        {
            warnings.Add(string.Create(CultureInfo.InvariantCulture, $"The effective sample size is {overlap.EffectiveSampleSize:F0} of "
                + $"{data.Rows} rows: a few rows carry much of the weight. {elsewhere}"));
        }

        if (overlap.ImbalanceAfter > 0.1 && overlap.ImbalanceAfter > 2 * Math.Sqrt(4.0 / data.Rows))
        {
            warnings.Add(string.Create(CultureInfo.InvariantCulture, $"Weighted, the arms still differ by {overlap.ImbalanceAfter:F2} "
                + $"standard deviations in '{overlap.WorstCovariate}': ipw is not to be trusted; try another --nuisance."));
        }

        int least = Math.Min(data.Treated, data.Rows - data.Treated);
        if (least < 50)
        {
            warnings.Add(FormattableString.Invariant($"The smaller arm has {least} rows: the standard error is itself uncertain."));
        }

        if (options.Nuisances.Folds == 1)
        {
            warnings.Add("The nuisances were evaluated on the rows they were fitted to: estimates are biased towards the data and "
                + "intervals too narrow. Leave out --folds 1.");
        }

        return warnings;
    }
}
