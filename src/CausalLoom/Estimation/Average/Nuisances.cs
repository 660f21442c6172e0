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
    /// <summary>Learners that could not take the sampling weights they were given, by name.</summary>
    public IReadOnlyList<string> Unweighted { get; init; } = [];

    /// <summary>Learns the nuisances.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="options">How.</param>
    /// <param name="context">Stream, threads, progress.</param>
    /// <param name="clusters">Rows of a cluster stay in one fold; null: each row alone.</param>
    /// <param name="weights">Sampling weights > 0, in any unit; null: 1. Learners that can take them do; <see cref="Unweighted"/> names the others.</param>
    /// <exception cref="CausalLoomException">An arm has fewer than two rows.</exception>
    public static Nuisances Fit(CausalData data, NuisanceOptions options, FitContext context, int[]? clusters = null, double[]? weights = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        if (Math.Min(data.Treated, data.Rows - data.Treated) < 2)
        {
            throw new CausalLoomException($"Of {data.Rows} rows {data.Treated} are treated: an effect needs at least two rows in each arm.");
        }

        double[]? w = RowWeights.Normalised(weights);
        Folds? folds = FoldsOf(data, options, context, clusters);
        (double[] mu0, double[] mu1) = Means(data, options, folds, context, w);
        return Of(mu0, mu1, Propensities(data, options, folds, context, w), options.Clipping) with { Unweighted = w is null ? [] : [.. CannotWeigh(options)] };
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
    internal static (double[] Mu0, double[] Mu1) Means(CausalData data, NuisanceOptions options, Folds? folds, FitContext context, double[]? weights = null) =>
        Means(data, options.Outcome, folds, weights, context.Child("outcome"));

    /// <summary>ĝ of each row, not clipped, as <see cref="Fit"/> learns it in given folds; weights are normalised.</summary>
    internal static double[] Propensities(CausalData data, NuisanceOptions options, Folds? folds, FitContext context, double[]? weights = null) => options.KnownPropensity is double known
        ? [.. Enumerable.Repeat(known, data.Rows)]
        : Propensities(data, options.Propensity, folds, weights, context.Child("propensity"));

    private static IEnumerable<string> CannotWeigh(NuisanceOptions options)
    {
        if (options.Outcome is not IWeightedOutcomeLearner)
        {
            yield return $"outcome model '{options.Outcome.Name}'";
        }

        bool weighs = options.Propensity is RecalibratedPropensity calibrated ? calibrated.WeighsRows : options.Propensity is IWeightedPropensityLearner or KnownPropensity;
        if (!weighs && options.KnownPropensity is null)
        {
            yield return $"propensity model '{options.Propensity.Name}'";
        }
    }

    private static IOutcomeModel FitOutcome(IOutcomeLearner learner, CausalData data, double[]? weights, FitContext context) =>
        learner is IWeightedOutcomeLearner weighted ? weighted.Fit(data, weights, context) : learner.Fit(data, context);

    private static IPropensityModel FitPropensity(IPropensityLearner learner, Table covariates, int[] treatment, double[]? weights, FitContext context) =>
        learner is IWeightedPropensityLearner weighted ? weighted.Fit(covariates, treatment, weights, context) : learner.Fit(covariates, treatment, context);

    private static (double[] Mu0, double[] Mu1) Means(CausalData data, IOutcomeLearner learner, Folds? folds, double[]? weights, FitContext context)
    {
        if (folds is null)
        {
            IOutcomeModel model = FitOutcome(learner, data, weights, context);
            return (model.Mean(data.Covariates, 0), model.Mean(data.Covariates, 1));
        }

        if (learner is StackedOutcome stacked)
        {
            CrossFittedOutcome fitted = stacked.CrossFit(data, folds, context, weights);
            return (fitted.Mu0, fitted.Mu1);
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

        return (mu[0], mu[1]);
    }

    private static double[] Propensities(CausalData data, IPropensityLearner learner, Folds? folds, double[]? weights, FitContext context)
    {
        IPropensityLearner raw = UnclippedPropensity.Of(learner);
        if (folds is null)
        {
            return FitPropensity(raw, data.Covariates, data.Treatment, weights, context).Predict(data.Covariates);
        }

        if (raw is CalibratedPropensity stacked)
        {
            return stacked.CrossFit(data.Covariates, data.Treatment, folds, context, weights).OutOfFold;
        }

        double[] g = new double[data.Rows];
        double[][] parts = context.Map(folds.Count, (k, c) =>
        {
            int[] training = folds.Training(k);
            int[] labels = Array.ConvertAll(training, i => data.Treatment[i]);
            return FitPropensity(raw, data.Covariates.Take(training), labels, RowWeights.Take(weights, training), c).Predict(data.Covariates.Take(folds.HeldOut(k)));
        });
        for (int k = 0; k < parts.Length; k++)
        {
            Scatter(parts[k], folds.HeldOut(k), g);
        }

        return g;
    }

    private static void Scatter(double[] part, int[] rows, double[] whole)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            whole[rows[i]] = part[i];
        }
    }
}
