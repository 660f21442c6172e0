using CausalLoom.Data;
using CausalLoom.Mechanisms.Calibration;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Trees;

namespace CausalLoom.Mechanisms;

/// <summary>
/// Boosted trees with the number of trees chosen by cross-validation and the logits calibrated on out-of-fold rows. Missing
/// values go their own way in the trees.
/// </summary>
/// <param name="Options">The options; null: the defaults.</param>
public sealed record BoostingPropensity(BoostingPropensityOptions? Options = null) : IBinaryPropensityLearner
{
    /// <inheritdoc />
    public string Name => BoostingPropensityModel.Kind;

    /// <inheritdoc />
    public bool WeighsRows => true;

    /// <inheritdoc />
    public IBinaryPropensityLearner Unclipped() =>
        new BoostingPropensity((Options ?? new BoostingPropensityOptions()) with { Clipping = PropensityClipping.None });

    /// <inheritdoc />
    public IPropensityLearner CalibratedBy(CalibrationMethod method) =>
        new BoostingPropensity((Options ?? new BoostingPropensityOptions()) with { Calibration = method });

    /// <inheritdoc />
    /// <exception cref="CausalLoomException">All rows have the same treatment, or only one row differs.</exception>
    public IBinaryPropensityModel Fit(Table covariates, int[] treatment, double[]? weights, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        PropensityInput.Check(covariates, treatment);
        BoostingPropensityOptions options = Options ?? new BoostingPropensityOptions();
        (FeatureEncoder encoder, RowView x) = FeatureEncoder.FitRows(covariates, FeatureOptions.ForTrees);
        double[] labels = Array.ConvertAll(treatment, w => (double)w);
        BinnedMatrix binned = BinnedMatrix.Of(x, options.Boosting.MaxBins, weights);
        Folds folds = Folds.Stratified(treatment, options.Folds, context.Stream.Child("folds"));
        BoostingCrossValidation cv = BoostingCrossValidation.Fit(binned, labels, folds.Of, options.Boosting, context.Stream.Child("cv"),
            weights, context.Cancellation);
        int trees = cv.BestTrees();
        Calibrator calibrator = Calibrator.Fit(options.Calibration, cv.OutOfFold(trees), treatment, weights);
        BoostedTrees model = GradientBoosting.Fit(binned, labels, [.. Enumerable.Range(0, x.Rows)], [], options.Boosting with
            { Trees = trees }, context.Stream.Child("fit"), weights, context.Cancellation);
        return new BoostingPropensityModel(encoder, model, calibrator, options.Clipping);
    }
}
