using CausalLoom.Data;
using CausalLoom.Mechanisms.Stacking;

namespace CausalLoom.Mechanisms;

/// <summary>
/// Outcome means by arm (a T-learner) as convex combinations of ridge regressions on the covariates, on covariates, curves and products,
/// boosted trees and, where rows are few, regressions on few columns; logistic where the outcome has two levels. Cross-fitted: the nuisance
/// of AIPW.
/// </summary>
/// <param name="Options">The options; null: the defaults.</param>
public sealed record StackedOutcome(StackedOutcomeOptions? Options = null) : IOutcomeLearner
{
    /// <inheritdoc />
    public string Name => StackedOutcomeModel.Kind;

    /// <inheritdoc />
    public bool WeighsRows => true;

    /// <inheritdoc />
    public bool KeepsFolds => true;

    /// <inheritdoc />
    public IOutcomeModel Fit(CausalData data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(context);
        StackedOutcomeOptions options = Options ?? new StackedOutcomeOptions();
        return CrossFit(data, Folds.Stratified(data.Treatment.Codes, options.Folds, context.Stream.Child("folds")), context).Model!;
    }

    /// <inheritdoc />
    /// <exception cref="CausalLoomException">A fold's complement lacks an arm.</exception>
    public CrossFittedOutcome CrossFit(CausalData data, Folds folds, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(folds);
        ArgumentNullException.ThrowIfNull(context);
        return new OutcomeStack(data, folds, Options ?? new StackedOutcomeOptions()).Run(context);
    }
}
