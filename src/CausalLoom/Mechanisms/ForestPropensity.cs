using CausalLoom.Data;
using CausalLoom.Mechanisms.Calibration;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Trees;

namespace CausalLoom.Mechanisms;

/// <summary>
/// A random forest of probabilities, its logits calibrated on the trees that did not see each row. Missing values go their own way in
/// the trees.
/// </summary>
/// <param name="Options">The options; null: the defaults.</param>
public sealed record ForestPropensity(ForestPropensityOptions? Options = null) : IBinaryPropensityLearner
{
    // A share of 0 or 1 of the trees has no logit.
    internal const double Least = 1e-3;

    /// <inheritdoc />
    public string Name => ForestPropensityModel.Kind;

    /// <inheritdoc />
    public bool WeighsRows => true;

    /// <inheritdoc />
    public IBinaryPropensityLearner Unclipped() =>
        new ForestPropensity((Options ?? new ForestPropensityOptions()) with { Clipping = PropensityClipping.None });

    /// <inheritdoc />
    public IPropensityLearner CalibratedBy(CalibrationMethod method) => new ForestPropensity(
        (Options ?? new ForestPropensityOptions()) with { Calibrate = method != CalibrationMethod.None, Calibration = method });

    /// <inheritdoc />
    /// <exception cref="CausalLoomException">All rows have the same treatment.</exception>
    public IBinaryPropensityModel Fit(Table covariates, int[] treatment, double[]? weights, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        PropensityInput.Check(covariates, treatment);
        ForestPropensityOptions options = Options ?? new ForestPropensityOptions();
        (FeatureEncoder encoder, Matrix x) = FeatureEncoder.FitEncode(covariates, FeatureOptions.ForTrees);
        double[] labels = Array.ConvertAll(treatment, w => (double)w);
        ForestModel forest = RandomForest.Fit(x, labels, options.Forest with { Task = ForestTask.Classification, OutOfBag =
            options.Calibrate }, context.Stream.Child("forest"), weights, threads: context.Threads, cancellation: context.Cancellation);
        return new ForestPropensityModel(encoder, forest, options.Calibrate ? Calibrated(forest, treatment, weights, options.Calibration)
            : null, options.Clipping);
    }

    private static Calibrator Calibrated(ForestModel forest, int[] treatment, double[]? weights, CalibrationMethod method)
    {
        // A row that every tree saw has no out-of-bag prediction.
        int[] rows = [.. Enumerable.Range(0, treatment.Length).Where(i => !double.IsNaN(forest.OutOfBag!.Predictions[i]))];
        double[] logits = ForestPropensityModel.Logits(Array.ConvertAll(rows, i => forest.OutOfBag!.Predictions[i]));
        int[] labels = Array.ConvertAll(rows, i => treatment[i]);
        return Calibrator.Fit(method, logits, labels, RowWeights.Take(weights, rows));
    }
}
