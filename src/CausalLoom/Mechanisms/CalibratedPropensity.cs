using CausalLoom.Data;
using CausalLoom.Mechanisms.Calibration;
using CausalLoom.Mechanisms.Stacking;

namespace CausalLoom.Mechanisms;

/// <summary>
/// A flexible, calibrated propensity for metrics and estimators: ridge-penalised logistic regressions on the covariates, on curves and
/// products of them and, where rows are few, on few of them, and boosted trees, combined on the logit scale by a non-negative logistic
/// regression on out-of-fold
/// logits. That regression's intercept and slopes are Platt's calibration at the same time: where treatment does not depend
/// on the covariates the slopes vanish and the propensity is the share of treated.
/// </summary>
/// <param name="Options">The options; null: the defaults.</param>
public sealed record CalibratedPropensity(CalibratedPropensityOptions? Options = null) : IBinaryPropensityLearner
{
    /// <inheritdoc />
    public string Name => StackedPropensityModel.Kind;

    /// <inheritdoc />
    public bool WeighsRows => true;

    /// <inheritdoc />
    public IBinaryPropensityLearner Unclipped() =>
        new CalibratedPropensity((Options ?? new CalibratedPropensityOptions()) with { Clipping = PropensityClipping.None });

    /// <inheritdoc />
    public IPropensityLearner CalibratedBy(CalibrationMethod method) => method == CalibrationMethod.None
        ? throw CalibrationCatalogue.Meaningless(this, method) : new RecalibratedPropensity(this, method);

    /// <summary>Two levels by one stack; of more, a stack for each against the others, calibrated together.</summary>
    /// <inheritdoc />
    IPropensityModel IPropensityLearner.Fit(CausalData data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(context);
        int folds = (Options ?? new CalibratedPropensityOptions()).Folds;
        return CrossFitLevels(data, Folds.Stratified(data.Treatment.Codes, folds, context.Stream.Child("folds")), context)
            .Model!;
    }

    /// <inheritdoc />
    CrossFittedPropensity IPropensityLearner.CrossFit(CausalData data, Folds folds, FitContext context) =>
        CrossFitLevels(data, folds, context);

    private CrossFittedPropensity CrossFitLevels(CausalData data, Folds folds, FitContext context)
    {
        if (data.Levels == 2)
        {
            CrossFittedBinaryPropensity two = CrossFit(data.Covariates, data.Treatment.Codes, folds, context, data.Normalised);
            return new CrossFittedPropensity(two.Model, LevelPropensities.OfTwo(two.OutOfFold), folds);
        }

        CrossFittedBinaryPropensity[] fits = context.Child("level").Map(data.Levels, (level, c) =>
            CrossFit(data.Covariates, LevelPropensities.Against(data, level), folds, c, data.Normalised));
        double[][] shares = [.. fits.Select(fit => fit.OutOfFold)];
        SoftmaxCalibration map = SoftmaxCalibration.Fit(
            shares, data.Treatment.Codes, [.. Enumerable.Range(0, data.Rows)], data.Normalised);
        return new CrossFittedPropensity(new LevelPropensityModel([.. fits.Select(fit => fit.Model)], map),
            SoftmaxCalibration.CrossFit(shares, data.Treatment.Codes, folds, data.Normalised), folds);
    }

    /// <inheritdoc />
    public IBinaryPropensityModel Fit(Table covariates, int[] treatment, double[]? weights, FitContext context) =>
        CrossFit(covariates, treatment, context, weights: weights).Model;

    /// <summary>Learns π and gives each row its out-of-fold propensity too.</summary>
    /// <param name="covariates">X, missing values allowed.</param>
    /// <param name="treatment">The arm of each row, 0 or 1.</param>
    /// <param name="context">The context.</param>
    /// <param name="groups">Rows of a group stay in one fold (copies of a person in a bootstrap); null: each row alone.</param>
    /// <param name="weights">Sampling weights > 0, [n], or null.</param>
    /// <exception cref="CausalLoomException">All rows have the same treatment.</exception>
    public CrossFittedBinaryPropensity CrossFit(Table covariates, int[] treatment, FitContext context, int[]? groups = null,
        double[]? weights = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        PropensityInput.Check(covariates, treatment);
        CalibratedPropensityOptions options = Options ?? new CalibratedPropensityOptions();
        return CrossFit(covariates, treatment, Folds.Stratified(treatment, options.Folds, context.Stream.Child("folds"), groups),
            context, weights);
    }

    /// <summary>As <see cref="CrossFit(Table, int[], FitContext, int[], double[])"/>, in folds that other nuisances share.</summary>
    public CrossFittedBinaryPropensity CrossFit(Table covariates, int[] treatment, Folds folds, FitContext context,
        double[]? weights = null)
    {
        PropensityInput.Check(covariates, treatment);
        ArgumentNullException.ThrowIfNull(folds);
        if (!Enumerable.Range(0, folds.Count).All(k => HasBothArms(treatment, folds, k)))
        {
            // Only the share can be learnt from a lone row of an arm.
            double share = RowWeights.Mean(Array.ConvertAll(treatment, w => (double)w), weights);
            double[] same = new double[treatment.Length];
            Array.Fill(same, share);
            return new CrossFittedBinaryPropensity(new ConstantPropensityModel(share), same, folds);
        }

        return new PropensityStack(covariates, treatment, folds, Options ?? new CalibratedPropensityOptions(), weights).Run(context);
    }

    private static bool HasBothArms(int[] treatment, Folds folds, int fold)
    {
        int[] training = folds.Training(fold);
        int treated = training.Sum(i => treatment[i]);
        return treated > 0 && treated < training.Length;
    }
}
