using CausalLoom.Data;
using CausalLoom.Mechanisms;

namespace CausalLoom.Evaluation.Treatment;

/// <summary>Propensities of rows by models that have not seen them.</summary>
internal static class UnseenPropensity
{
    /// <summary>π̂(x_i) of each row from a model fitted without its fold; folds are random within arms.</summary>
    public static double[] OutOfFold(IPropensityLearner learner, Table covariates, int[] arms, int folds, FitContext context)
    {
        Folds split = Folds.Stratified(arms, folds, context.Stream.Child("folds"));
        double[] propensities = new double[arms.Length];
        double[][] parts = context.Child("fits").Map(split.Count, (k, child) =>
        {
            int[] train = split.Training(k);
            return Predict(learner, covariates.Take(train), Take(arms, train), covariates.Take(split.HeldOut(k)), child);
        });
        for (int k = 0; k < parts.Length; k++)
        {
            int next = 0;
            foreach (int row in split.HeldOut(k))
            {
                propensities[row] = parts[k][next++];
            }
        }

        return propensities;
    }

    /// <summary>π̂ at some rows from a model fitted on others; where these hold a single arm, that arm's share.</summary>
    public static double[] Predict(IPropensityLearner learner, Table covariates, int[] arms, Table at, FitContext context)
    {
        int treated = arms.Sum();
        if (at.Rows == 0)
        {
            return [];
        }

        if (treated == 0 || treated == arms.Length)
        {
            double[] certain = new double[at.Rows];
            Array.Fill(certain, treated == 0 ? 0 : 1);
            return certain;
        }

        return learner.Fit(covariates, arms, context).Predict(at);
    }

    /// <summary>The entries of the given rows.</summary>
    public static int[] Take(int[] values, int[] rows) => Array.ConvertAll(rows, i => values[i]);
}
