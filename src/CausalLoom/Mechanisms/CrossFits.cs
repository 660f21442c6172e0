using CausalLoom.Data;

namespace CausalLoom.Mechanisms;

/// <summary>Cross-fitting of any learner: one fit a fold on the other folds' rows.</summary>
internal static class CrossFits
{
    /// <summary>Out-of-fold means of every level, [K][n].</summary>
    internal static CrossFittedOutcome Outcome(IOutcomeLearner learner, CausalData data, Folds folds, FitContext context)
    {
        double[][] mu = ByFold(data, folds, data.Levels, context, (training, held, c) =>
        {
            IOutcomeModel model = learner.Fit(training, c with { Progress = null });
            return [.. Enumerable.Range(0, data.Levels).Select(level => model.Mean(held, level))];
        });
        return new CrossFittedOutcome(null, mu, folds);
    }

    /// <summary>Out-of-fold probabilities of every level, [K][n].</summary>
    internal static CrossFittedPropensity Propensity(IPropensityLearner learner, CausalData data, Folds folds, FitContext context) =>
        new(null, ByFold(data, folds, data.Levels, context, (training, held, c) => learner.Fit(training, c).Probabilities(held)), folds);

    /// <summary>Out-of-fold means in folds of its own, stratified by level.</summary>
    /// <exception cref="CausalLoomException">A level has fewer than two rows.</exception>
    internal static CrossFittedOutcome Outcome(IOutcomeLearner learner, CausalData data, int folds, FitContext context)
    {
        if (data.Treatment.Fewest < 2)
        {
            int level = Enumerable.Range(0, data.Levels).MinBy(data.Treatment.CountOf);
            throw new CausalLoomException($"Cross-fitting the outcome needs at least two rows in each arm; there are "
                + $"{data.Treatment.CountOf(level)} of '{data.TreatmentSpace.Levels[level]}'.");
        }

        return Outcome(learner, data, Folds.Stratified(data.Treatment.Codes, folds, context.Stream.Child("folds")), context.Child("fold"));
    }

    private static double[][] ByFold(CausalData data, Folds folds, int figures, FitContext context,
        Func<CausalData, Table, FitContext, double[][]> fit)
    {
        double[][] all = [.. Enumerable.Range(0, figures).Select(_ => new double[data.Rows])];
        context.Map(folds.Count, (k, c) =>
        {
            int[] held = folds.HeldOut(k);
            double[][] part = fit(data.Take(folds.Training(k)), data.Covariates.Take(held), c);
            for (int f = 0; f < figures; f++)
            {
                for (int i = 0; i < held.Length; i++)
                {
                    all[f][held[i]] = part[f][i];
                }
            }

            return true;
        });
        return all;
    }
}
