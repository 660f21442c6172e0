using CausalLoom.Data;
using CausalLoom.Mechanisms;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Evaluation.Treatment;

/// <summary>Propensities of rows by models that have not seen them.</summary>
internal static class CrossFittedPropensity
{
    /// <summary>π̂(x_i) of each row from a model fitted without its fold; folds are random within arms.</summary>
    public static double[] OutOfFold(IPropensityLearner learner, Table covariates, int[] arms, int folds, FitContext context)
    {
        int[] fold = StratifiedFolds(arms, folds, context.Stream.Child("folds"));
        double[][] parts = context.Child("fits").Map(folds, (k, child) =>
        {
            int[] train = [.. Enumerable.Range(0, arms.Length).Where(i => fold[i] != k)];
            int[] test = [.. Enumerable.Range(0, arms.Length).Where(i => fold[i] == k)];
            return Predict(learner, covariates.Take(train), Take(arms, train), covariates.Take(test), child);
        });
        double[] propensities = new double[arms.Length];
        int[] next = new int[folds];
        for (int i = 0; i < propensities.Length; i++)
        {
            propensities[i] = parts[fold[i]][next[fold[i]]++];
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

    private static int[] StratifiedFolds(int[] arms, int folds, RandomStream stream)
    {
        int[] fold = new int[arms.Length];
        int dealt = 0;
        foreach (int arm in (ReadOnlySpan<int>)[0, 1])
        {
            int[] rows = [.. Enumerable.Range(0, arms.Length).Where(i => arms[i] == arm)];
            stream.Shuffle<int>(rows);
            foreach (int row in rows)
            {
                fold[row] = dealt++ % folds;
            }
        }

        return fold;
    }
}
