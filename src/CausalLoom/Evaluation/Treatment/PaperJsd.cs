using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Evaluation.Treatment;

/// <summary>
/// JSD_π as the papers' code has it (docs/methods/treatment-metrics.md): logistic regression (C = 1, raw features, free intercept) of W
/// on X, once on the real rows after the first fifth and once on all synthetic rows; 1 − mean d_JS of the two propensities on
/// the first round(0.2·n) real rows, in file order. It is weak: a constant or even a reversed mechanism often scores as well
/// as the true one, since a linear model does not see confounding through squares or interactions.
/// </summary>
public static class PaperJsd
{
    /// <summary>The score; 1 is best.</summary>
    /// <param name="real">Raw encoded real covariates, [row, feature].</param>
    /// <param name="realArms">Arms of the real rows.</param>
    /// <param name="synthetic">Raw encoded synthetic covariates.</param>
    /// <param name="syntheticArms">Arms of the synthetic rows.</param>
    public static double Score(Matrix real, int[] realArms, Matrix synthetic, int[] syntheticArms)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(realArms);
        ArgumentNullException.ThrowIfNull(syntheticArms);

        // Half goes to even, as in Python; tiny tables keep at least one row on each side of the split.
        int test = Math.Clamp((int)Math.Round(0.2 * real.Rows), 1, real.Rows - 1);
        Matrix testRows = real.TakeRows([.. Enumerable.Range(0, test)]);
        Matrix trainRows = real.TakeRows([.. Enumerable.Range(test, real.Rows - test)]);
        return JensenShannon.Score(Predict(trainRows, realArms[test..], testRows), Predict(synthetic, syntheticArms, testRows));
    }

    private static double[] Predict(Matrix rows, int[] arms, Matrix at)
    {
        int treated = arms.Sum();
        if (treated == 0 || treated == arms.Length)
        {
            // One arm alone: the fitted propensity is that arm's certainty.
            double[] certain = new double[at.Rows];
            Array.Fill(certain, treated == 0 ? 0 : 1);
            return certain;
        }

        return LogisticRegression.Fit(rows, (ReadOnlySpan<int>)arms, l2: 1).Predict(at);
    }
}
