using CausalLoom.Data;
using CausalLoom.Mechanisms;
using CausalLoom.Mechanisms.Networks;

namespace CausalLoom.Sandbox;

/// <summary>The real arm regressions: a model for other rows, and means of the real rows by models that did not see them.</summary>
/// <param name="Model">μ̂₀ and μ̂₁ of any rows.</param>
/// <param name="Held">Out-of-fold means of the real rows.</param>
internal sealed record RealOutcome(IOutcomeModel Model, OutcomeCrossFit Held)
{
    /// <summary>Learns them. The stack is cross-fitted as it is, so its out-of-fold means cost nothing more.</summary>
    public static RealOutcome Fit(IOutcomeLearner learner, CausalData rows, int folds, FitContext context)
    {
        if (learner is StackedOutcome stacked)
        {
            Folds split = Folds.Stratified(rows.Treatment, folds, context.Stream.Child("folds"));
            CrossFittedOutcome fitted = stacked.CrossFit(rows, split, context.Child("outcome"));
            return new RealOutcome(fitted.Model, new OutcomeCrossFit(fitted.Mu0, fitted.Mu1));
        }

        return new RealOutcome(learner.Fit(rows, context.Child("outcome")),
            OutcomeCrossFit.Fit(learner, rows, folds, context.Child("folds")));
    }
}
