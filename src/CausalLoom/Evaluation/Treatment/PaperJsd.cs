using CausalLoom.Mechanisms;
using CausalLoom.Data;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Evaluation.Treatment;

/// <summary>
/// JSD_π as the papers' code has it (docs/methods/treatment-metrics.md): (multinomial) logistic regression (C = 1, raw features, free
/// intercept) of W
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
    public static double Score(Matrix real, Arms realArms, Matrix synthetic, Arms syntheticArms)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(realArms);
        ArgumentNullException.ThrowIfNull(syntheticArms);

        // Half goes to even, as in Python; tiny tables keep at least one row on each side of the split.
        int test = Math.Clamp((int)Math.Round(0.2 * real.Rows), 1, real.Rows - 1);
        Matrix testRows = real.TakeRows([.. Enumerable.Range(0, test)]);
        Matrix trainRows = real.TakeRows([.. Enumerable.Range(test, real.Rows - test)]);
        return JensenShannon.Score(Predict(trainRows, realArms.Take([.. Enumerable.Range(test, real.Rows - test)]), testRows),
            Predict(synthetic, syntheticArms, testRows));
    }

    private static double[][] Predict(Matrix rows, Arms arms, Matrix at)
    {
        int levels = arms.Levels, only = Enumerable.Range(0, levels).FirstOrDefault(level => arms.CountOf(level) == arms.Count, -1);
        if (only >= 0)
        {
            // One arm alone: the fitted propensity is that arm's certainty.
            return [.. Enumerable.Range(0, levels).Select(level => Enumerable.Repeat(level == only ? 1.0 : 0, at.Rows).ToArray())];
        }

        return levels == 2
            ? LevelPropensities.OfTwo(LogisticRegression.Fit(rows, (ReadOnlySpan<int>)arms.Codes, l2: 1).Predict(at))
            : MultinomialRegression.Fit(rows, arms.Codes, levels).Probabilities(at);
    }
}
