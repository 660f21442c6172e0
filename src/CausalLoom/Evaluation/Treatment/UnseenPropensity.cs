using CausalLoom.Data;
using CausalLoom.Mechanisms;

namespace CausalLoom.Evaluation.Treatment;

/// <summary>Propensities of rows by models that have not seen them.</summary>
internal static class UnseenPropensity
{
    /// <summary>π̂_w(x_i) of each row and level from a model fitted without its fold, [K][n]; folds are random within levels.</summary>
    public static double[][] OutOfFold(IPropensityLearner learner, Table covariates, Arms arms, int folds, FitContext context)
    {
        Folds split = Folds.Stratified(arms.Codes, folds, context.Stream.Child("folds"));
        double[][] propensities = [.. Enumerable.Range(0, arms.Levels).Select(_ => new double[arms.Count])];
        double[][][] parts = context.Child("fits").Map(split.Count, (k, child) =>
        {
            int[] train = split.Training(k);
            return Predict(learner, covariates.Take(train), arms.Take(train), covariates.Take(split.HeldOut(k)), child);
        });
        for (int k = 0; k < parts.Length; k++)
        {
            int[] held = split.HeldOut(k);
            for (int level = 0; level < propensities.Length; level++)
            {
                for (int i = 0; i < held.Length; i++)
                {
                    propensities[level][held[i]] = parts[k][level][i];
                }
            }
        }

        return propensities;
    }

    /// <summary>π̂ at some rows from a model fitted on others, [K][n]; a level that these do not have is certain not to occur.</summary>
    public static double[][] Predict(IPropensityLearner learner, Table covariates, Arms arms, Table at, FitContext context)
    {
        int[] present = [.. Enumerable.Range(0, arms.Levels).Where(level => arms.CountOf(level) > 0)];
        double[][] propensities = [.. Enumerable.Range(0, arms.Levels).Select(_ => new double[at.Rows])];
        if (at.Rows == 0)
        {
            return propensities;
        }

        if (present.Length == 1)
        {
            Array.Fill(propensities[present[0]], 1);
            return propensities;
        }

        TreatmentSpace space = new(arms.Space.Name, [.. present.Select(level => arms.Space.Levels[level])]);
        Arms own = present.Length == arms.Levels ? arms : new Arms(space, Array.ConvertAll(arms.Codes, w => Array.IndexOf(present, w)));
        double[][] found = learner.Fit(CausalData.WithoutOutcome(covariates, own), context).Probabilities(at);
        for (int k = 0; k < present.Length; k++)
        {
            propensities[present[k]] = found[k];
        }

        return propensities;
    }
}
