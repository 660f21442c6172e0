using CausalLoom.Data;
using CausalLoom.Mechanisms.Stacking;

namespace CausalLoom.Mechanisms;

/// <summary>
/// A flexible, calibrated propensity for metrics and estimators: ridge-penalised logistic regressions on the covariates and
/// on their squares, and boosted trees, combined on the logit scale by a non-negative logistic regression on out-of-fold
/// logits. That regression's intercept and slopes are Platt's calibration at the same time: where treatment does not depend
/// on the covariates the slopes vanish and the propensity is the share of treated.
/// </summary>
/// <param name="Options">The options; null: the defaults.</param>
public sealed record CalibratedPropensity(CalibratedPropensityOptions? Options = null) : IWeightedPropensityLearner
{
    /// <inheritdoc />
    public string Name => StackedPropensityModel.Kind;

    /// <inheritdoc />
    public IPropensityModel Fit(Table covariates, int[] treatment, FitContext context) => Fit(covariates, treatment, null, context);

    /// <inheritdoc />
    public IPropensityModel Fit(Table covariates, int[] treatment, double[]? weights, FitContext context) =>
        CrossFit(covariates, treatment, context, weights: weights).Model;

    /// <summary>Learns π and gives each row its out-of-fold propensity too.</summary>
    /// <param name="covariates">X, missing values allowed.</param>
    /// <param name="treatment">The arm of each row, 0 or 1.</param>
    /// <param name="context">The context.</param>
    /// <param name="groups">Rows of a group stay in one fold (copies of a person in a bootstrap); null: each row alone.</param>
    /// <param name="weights">Sampling weights > 0, [n], or null.</param>
    /// <exception cref="CausalLoomException">All rows have the same treatment.</exception>
    public CrossFittedPropensity CrossFit(Table covariates, int[] treatment, FitContext context, int[]? groups = null,
        double[]? weights = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        PropensityInput.Check(covariates, treatment);
        CalibratedPropensityOptions options = Options ?? new CalibratedPropensityOptions();
        return CrossFit(covariates, treatment, Folds.Stratified(treatment, options.Folds, context.Stream.Child("folds"), groups),
            context, weights);
    }

    /// <summary>As <see cref="CrossFit(Table, int[], FitContext, int[], double[])"/>, in folds that other nuisances share.</summary>
    public CrossFittedPropensity CrossFit(Table covariates, int[] treatment, Folds folds, FitContext context, double[]? weights = null)
    {
        PropensityInput.Check(covariates, treatment);
        ArgumentNullException.ThrowIfNull(folds);
        if (!Enumerable.Range(0, folds.Count).All(k => HasBothArms(treatment, folds, k)))
        {
            // Only the share can be learnt from a lone row of an arm.
            double share = RowWeights.Mean(Array.ConvertAll(treatment, w => (double)w), weights);
            double[] same = new double[treatment.Length];
            Array.Fill(same, share);
            return new CrossFittedPropensity(new ConstantPropensityModel(share), same, folds);
        }

        return new PropensityStack(covariates, treatment, folds, Options ?? new CalibratedPropensityOptions(), weights).Run(context);
    }

    /// <summary>The same learner without clipping, which is an estimator's to do and to report.</summary>
    internal CalibratedPropensity Unclipped() =>
        new((Options ?? new CalibratedPropensityOptions()) with { Clipping = UnclippedPropensity.Bounds });

    private static bool HasBothArms(int[] treatment, Folds folds, int fold)
    {
        int[] training = folds.Training(fold);
        int treated = training.Sum(i => treatment[i]);
        return treated > 0 && treated < training.Length;
    }
}
