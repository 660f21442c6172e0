using CausalLoom.Data;
using CausalLoom.Mechanisms;
using CausalLoom.Mechanisms.Calibration;

namespace CausalLoom.Estimation.Average;

/// <summary>Propensities and outcome means of each row, by models that did not see it unless told otherwise.</summary>
/// <param name="Mu0">μ̂₀ of each row.</param>
/// <param name="Mu1">μ̂₁ of each row.</param>
/// <param name="Unclipped">ĝ of each row as it was learnt.</param>
/// <param name="Propensity">ĝ of each row within the bounds of the clipping.</param>
/// <param name="Clipped">How many propensities were moved.</param>
public sealed record Nuisances(double[] Mu0, double[] Mu1, double[] Unclipped, double[] Propensity, int Clipped)
{
    /// <summary>The outcome model behind the means, where it was cross-fitted as one; null otherwise.</summary>
    internal CrossFittedOutcome? OutcomeFit { get; private init; }

    /// <summary>The unclipped propensity model behind ĝ, likewise.</summary>
    internal CrossFittedPropensity? PropensityFit { get; private init; }

    /// <summary>Learners that could not take the sampling weights they were given, by name.</summary>
    public IReadOnlyList<string> Unweighted { get; init; } = [];

    /// <summary>Learns the nuisances.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="options">How.</param>
    /// <param name="context">Stream, threads, progress.</param>
    /// <param name="clusters">Rows of a cluster stay in one fold; null: each row alone.</param>
    /// <param name="weights">Sampling weights > 0, in any unit; null: 1. Learners that can take them do; <see cref="Unweighted"/> names the
    /// others.</param>
    /// <exception cref="CausalLoomException">An arm has fewer than two rows.</exception>
    public static Nuisances Fit(CausalData data, NuisanceOptions options, FitContext context, int[]? clusters = null,
        double[]? weights = null) =>
        Learn(data, options, context, clusters, weights, means: true);

    /// <summary>As <see cref="Fit"/>, or ĝ alone with NaN for the means: streams have names, so ĝ is the same.</summary>
    internal static Nuisances Learn(CausalData data, NuisanceOptions options, FitContext context, int[]? clusters, double[]? weights,
        bool means)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        if (Math.Min(data.Treated, data.Rows - data.Treated) < 2)
        {
            throw new CausalLoomException($"Of {data.Rows} rows {data.Treated} are treated: an effect needs at "
                + $"least two rows in each arm.");
        }

        double[]? w = RowWeights.Normalised(weights);
        Folds? folds = FoldsOf(data, options, context, clusters);
        (double[] mu0, double[] mu1, CrossFittedOutcome? outcome) = means
            ? LearnMeans(data, options.Outcome, folds, w, context.Child("outcome"))
            : (Unknown(data.Rows), Unknown(data.Rows), null);
        (double[] learnt, CrossFittedPropensity? propensity) = LearnPropensities(data, options, folds, w, context);
        return Of(mu0, mu1, learnt, options.Clipping) with
        {
            OutcomeFit = outcome,
            PropensityFit = propensity,
            Unweighted = w is null ? [] : [.. CannotWeigh(options)],
        };
    }

    /// <summary>Nuisances that were learnt, their propensities clipped.</summary>
    /// <param name="mu0">μ̂₀ of each row.</param>
    /// <param name="mu1">μ̂₁ of each row.</param>
    /// <param name="learnt">ĝ of each row.</param>
    /// <param name="clipping">The bounds.</param>
    public static Nuisances Of(double[] mu0, double[] mu1, double[] learnt, PropensityClipping clipping)
    {
        (double[] g, int moved) = clipping.Clip(learnt);
        return new Nuisances(mu0, mu1, learnt, g, moved);
    }

    /// <summary>The folds in which <see cref="Fit"/> learns the nuisances of these rows; null where it does so in-sample.</summary>
    internal static Folds? FoldsOf(CausalData data, NuisanceOptions options, FitContext context, int[]? clusters = null) =>
        options.Folds == 1 ? null : Folds.Stratified(data.Treatment, options.Folds, context.Stream.Child("folds"), clusters);

    /// <summary>μ̂₀ and μ̂₁ of each row, as <see cref="Fit"/> learns them in given folds; weights are normalised.</summary>
    internal static (double[] Mu0, double[] Mu1) Means(CausalData data, NuisanceOptions options, Folds? folds, FitContext context,
        double[]? weights = null)
    {
        (double[] mu0, double[] mu1, _) = LearnMeans(data, options.Outcome, folds, weights, context.Child("outcome"));
        return (mu0, mu1);
    }

    /// <summary>ĝ of each row, not clipped, as <see cref="Fit"/> learns it in given folds; weights are normalised.</summary>
    internal static double[] Propensities(CausalData data, NuisanceOptions options, Folds? folds, FitContext context,
        double[]? weights = null) =>
        LearnPropensities(data, options, folds, weights, context).Learnt;

    private static double[] Unknown(int rows) => [.. Enumerable.Repeat(double.NaN, rows)];

    private static IEnumerable<string> CannotWeigh(NuisanceOptions options)
    {
        if (options.Outcome is not IWeightedOutcomeLearner)
        {
            yield return $"outcome model '{options.Outcome.Name}'";
        }

        bool weighs = options.Propensity is RecalibratedPropensity calibrated ? calibrated.WeighsRows
            : options.Propensity is IWeightedPropensityLearner or KnownPropensity;
        if (!weighs && options.KnownPropensity is null)
        {
            yield return $"propensity model '{options.Propensity.Name}'";
        }
    }

    private static IOutcomeModel FitOutcome(IOutcomeLearner learner, CausalData data, double[]? weights, FitContext context) =>
        learner is IWeightedOutcomeLearner weighted ? weighted.Fit(data, weights, context) : learner.Fit(data, context);

    private static IPropensityModel FitPropensity(IPropensityLearner learner, Table covariates, int[] treatment, double[]? weights,
        FitContext context) =>
        learner is IWeightedPropensityLearner weighted ? weighted.Fit(covariates, treatment, weights, context)
            : learner.Fit(covariates, treatment, context);

    private static (double[] Mu0, double[] Mu1, CrossFittedOutcome? Fit) LearnMeans(CausalData data, IOutcomeLearner learner, Folds? folds,
        double[]? weights, FitContext context)
    {
        if (folds is null)
        {
            IOutcomeModel model = FitOutcome(learner, data, weights, context);
            return (model.Mean(data.Covariates, 0), model.Mean(data.Covariates, 1), null);
        }

        if (learner is StackedOutcome stacked)
        {
            CrossFittedOutcome fitted = stacked.CrossFit(data, folds, context, weights);
            return (fitted.Mu0, fitted.Mu1, fitted);
        }

        double[][] mu = [new double[data.Rows], new double[data.Rows]];
        double[][][] parts = context.Map(folds.Count, (k, c) =>
        {
            int[] training = folds.Training(k);
            IOutcomeModel model = FitOutcome(learner, data.Take(training), RowWeights.Take(weights, training), c);
            Table held = data.Covariates.Take(folds.HeldOut(k));
            return new[] { model.Mean(held, 0), model.Mean(held, 1) };
        });
        for (int k = 0; k < parts.Length; k++)
        {
            Scatter(parts[k][0], folds.HeldOut(k), mu[0]);
            Scatter(parts[k][1], folds.HeldOut(k), mu[1]);
        }

        return (mu[0], mu[1], null);
    }

    private static (double[] Learnt, CrossFittedPropensity? Fit) LearnPropensities(CausalData data, NuisanceOptions options, Folds? folds,
        double[]? weights, FitContext context)
    {
        if (options.KnownPropensity is double known)
        {
            return ([.. Enumerable.Repeat(known, data.Rows)], null);
        }

        IPropensityLearner raw = UnclippedPropensity.Of(options.Propensity);
        context = context.Child("propensity");
        if (folds is null)
        {
            return (FitPropensity(raw, data.Covariates, data.Treatment, weights, context).Predict(data.Covariates), null);
        }

        if (raw is CalibratedPropensity stacked)
        {
            CrossFittedPropensity fitted = stacked.CrossFit(data.Covariates, data.Treatment, folds, context, weights);
            return (fitted.OutOfFold, fitted);
        }

        double[] g = new double[data.Rows];
        double[][] parts = context.Map(folds.Count, (k, c) =>
        {
            int[] training = folds.Training(k);
            int[] labels = Array.ConvertAll(training, i => data.Treatment[i]);
            return FitPropensity(raw, data.Covariates.Take(training), labels, RowWeights.Take(weights, training), c)
                .Predict(data.Covariates.Take(folds.HeldOut(k)));
        });
        for (int k = 0; k < parts.Length; k++)
        {
            Scatter(parts[k], folds.HeldOut(k), g);
        }

        return (g, null);
    }

    private static void Scatter(double[] part, int[] rows, double[] whole)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            whole[rows[i]] = part[i];
        }
    }
}
