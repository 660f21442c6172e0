using CausalLoom.Data;
using CausalLoom.Mechanisms;

namespace CausalLoom.Sandbox;

/// <summary>The real arm regressions: a model for other rows, and means of the real rows by models that did not see them.</summary>
/// <param name="Model">μ̂₀ and μ̂₁ of any rows.</param>
/// <param name="Held">Out-of-fold means of the real rows.</param>
internal sealed record RealOutcome(IOutcomeModel Model, CrossFittedOutcome Held)
{
    /// <summary>Learns them. A learner that cross-fits as it is (the stack) has out-of-fold means that cost nothing more.</summary>
    public static RealOutcome Fit(IOutcomeLearner learner, CausalData rows, int folds, FitContext context)
    {
        if (learner.KeepsFolds)
        {
            Folds split = Folds.Stratified(rows.Treatment.Codes, folds, context.Stream.Child("folds"));
            CrossFittedOutcome fitted = learner.CrossFit(rows, split, context.Child("outcome"));
            return new RealOutcome(fitted.Model!, fitted);
        }

        return new RealOutcome(learner.Fit(rows, context.Child("outcome")),
            CrossFits.Outcome(learner, rows, folds, context.Child("folds")));
    }
}
