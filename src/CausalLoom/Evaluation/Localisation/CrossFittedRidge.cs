using CausalLoom.Mechanisms;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Evaluation.Localisation;

/// <summary>Ridge regressions by fold, for the centring of the conditional tests.</summary>
internal static class CrossFittedRidge
{
    /// <summary>
    /// Predictions of each row by a regression that has not seen it; the penalty is that share of the rows, on standardised columns.
    /// </summary>
    public static double[] Predict(Matrix x, double[] y, Folds folds, double penalty)
    {
        double[] values = new double[y.Length];
        for (int fold = 0; fold < folds.Count; fold++)
        {
            int[] training = folds.Training(fold), held = folds.HeldOut(fold);
            LinearFit fit = LeastSquares.Fit(x.TakeRows(training), Array.ConvertAll(training, i => y[i]), penalty * training.Length,
                standardisedPenalty: true);
            double[] part = fit.Predict(x.TakeRows(held));
            for (int i = 0; i < held.Length; i++)
            {
                values[held[i]] = part[i];
            }
        }

        return values;
    }
}
