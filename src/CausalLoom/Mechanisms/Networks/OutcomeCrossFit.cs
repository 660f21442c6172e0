using CausalLoom.Data;

namespace CausalLoom.Mechanisms.Networks;

/// <summary>Out-of-fold outcome means of any learner: what a residual law must be built from, lest residuals be too small.</summary>
/// <param name="Mean0">μ̂₀ of each row by the model that did not see it.</param>
/// <param name="Mean1">μ̂₁ of each row by the model that did not see it.</param>
public sealed record OutcomeCrossFit(double[] Mean0, double[] Mean1)
{
    /// <summary>The out-of-fold mean of the arm each row is in: what its residual is taken from.</summary>
    /// <param name="treatment">The arms of the fitted rows.</param>
    public double[] Observed(int[] treatment) => [.. treatment.Select((w, i) => w == 1 ? Mean1[i] : Mean0[i])];

    /// <summary>Fits the learner once a fold, in parallel, folds stratified by arm.</summary>
    /// <param name="learner">The learner.</param>
    /// <param name="data">At least two rows in each arm.</param>
    /// <param name="folds">At least 2.</param>
    /// <param name="context">Stream, threads, progress, cancellation.</param>
    /// <exception cref="CausalLoomException">An arm has fewer than two rows.</exception>
    public static OutcomeCrossFit Fit(IOutcomeLearner learner, CausalData data, int folds, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(learner);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(context);
        if (Math.Min(data.Treated, data.Rows - data.Treated) < 2)
        {
            throw new CausalLoomException($"Cross-fitting the outcome needs at least two rows in each arm; there are {data.Treated} "
                + $"treated and {data.Rows - data.Treated} control rows.");
        }

        Folds split = Folds.Stratified(data.Treatment, folds, context.Stream.Child("folds"));
        OutcomeCrossFit means = new(new double[data.Rows], new double[data.Rows]);
        context.Child("fold").Map(split.Count, (k, c) =>
        {
            int[] held = split.HeldOut(k);
            IOutcomeModel model = learner.Fit(data.Take(split.Training(k)), c with { Progress = null });
            Table x = data.Covariates.Take(held);
            double[] mean0 = model.Mean(x, 0), mean1 = model.Mean(x, 1);
            for (int i = 0; i < held.Length; i++)
            {
                (means.Mean0[held[i]], means.Mean1[held[i]]) = (mean0[i], mean1[i]);
            }

            return true;
        });
        return means;
    }
}
