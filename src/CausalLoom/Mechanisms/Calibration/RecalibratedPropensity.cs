using CausalLoom.Data;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Mechanisms.Calibration;

/// <summary>
/// Any propensity learner with a monotone map on top, fitted to its out-of-fold logits: `--calibration` for learners that do not
/// calibrate themselves.
/// </summary>
/// <param name="Inner">The learner whose propensities are calibrated.</param>
/// <param name="Method">How.</param>
/// <param name="FoldCount">Folds for the out-of-fold logits.</param>
/// <param name="Clipping">The range of the propensities; null: [.01, .99].</param>
public sealed record RecalibratedPropensity(IBinaryPropensityLearner Inner, CalibrationMethod Method, int FoldCount = 5,
    PropensityClipping? Clipping = null) : IBinaryPropensityLearner
{
    // A propensity of 0 or 1 has no logit.
    internal const double Least = 1e-6;

    /// <inheritdoc />
    public string Name => Inner.Name;

    /// <summary>Whether the learner within can weigh rows; the map always does.</summary>
    public bool WeighsRows => Inner.WeighsRows;

    /// <inheritdoc />
    public IBinaryPropensityLearner Unclipped() => this with { Inner = Inner.Unclipped(), Clipping = PropensityClipping.None };

    /// <inheritdoc />
    /// <exception cref="CausalLoomException">All rows have the same treatment.</exception>
    public IBinaryPropensityModel Fit(Table covariates, int[] treatment, double[]? weights, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(covariates);
        ArgumentNullException.ThrowIfNull(context);
        PropensityInput.Check(covariates, treatment);
        Folds folds = Folds.Stratified(treatment, FoldCount, context.Stream.Child("folds"));
        if (Inner is CalibratedPropensity stack)
        {
            // The stack has out-of-fold propensities of its own.
            CrossFittedBinaryPropensity fitted = stack.CrossFit(covariates, treatment, folds, context.Child("fit"), weights);
            return Model(fitted.Model, fitted.OutOfFold, treatment, weights);
        }

        double[] held = new double[treatment.Length];
        double[][] parts = context.Child("held").Map(folds.Count, (k, c) =>
            One(covariates.Take(folds.Training(k)), folds.Training(k), treatment, weights, c).Predict(covariates.Take(folds.HeldOut(k))));
        for (int k = 0; k < parts.Length; k++)
        {
            int[] rows = folds.HeldOut(k);
            for (int i = 0; i < rows.Length; i++)
            {
                held[rows[i]] = parts[k][i];
            }
        }

        return Model(One(covariates, [.. Enumerable.Range(0, treatment.Length)], treatment, weights, context.Child("fit")), held,
            treatment, weights);
    }

    internal static double[] Logits(double[] probabilities) =>
        Array.ConvertAll(probabilities, p => LogisticRegression.Logit(Math.Clamp(p, Least, 1 - Least)));

    private RecalibratedPropensityModel Model(IBinaryPropensityModel inner, double[] held, int[] treatment, double[]? weights) =>
        new(inner, Calibrator.Fit(Method, Logits(held), treatment, weights), Clipping ?? PropensityClipping.Default);

    private IBinaryPropensityModel One(Table covariates, int[] rows, int[] treatment, double[]? weights, FitContext context) =>
        Inner.Fit(covariates, Array.ConvertAll(rows, i => treatment[i]), RowWeights.Take(weights, rows), context);
}
