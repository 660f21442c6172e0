using CausalLoom.Data;
using CausalLoom.Mechanisms.Stacking;

namespace CausalLoom.Mechanisms;

/// <summary>
/// Outcome means by arm (a T-learner) as convex combinations of ridge regressions on the covariates, on covariates and
/// squares, and boosted trees; logistic where the outcome has two levels. Cross-fitted: the nuisance of AIPW.
/// </summary>
/// <param name="Options">The options; null: the defaults.</param>
public sealed record StackedOutcome(StackedOutcomeOptions? Options = null) : IWeightedOutcomeLearner
{
    /// <inheritdoc />
    public string Name => StackedOutcomeModel.Kind;

    /// <inheritdoc />
    public IOutcomeModel Fit(CausalData data, FitContext context) => Fit(data, null, context);

    /// <inheritdoc />
    public IOutcomeModel Fit(CausalData data, double[]? weights, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(context);
        StackedOutcomeOptions options = Options ?? new StackedOutcomeOptions();
        return CrossFit(data, Folds.Stratified(data.Treatment, options.Folds, context.Stream.Child("folds")), context, weights).Model;
    }

    /// <summary>Learns μ_0 and μ_1 and gives each row its out-of-fold means too.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="folds">The folds.</param>
    /// <param name="context">The context.</param>
    /// <param name="weights">Sampling weights > 0, [n], or null.</param>
    /// <exception cref="CausalLoomException">A fold's complement lacks an arm.</exception>
    public CrossFittedOutcome CrossFit(CausalData data, Folds folds, FitContext context, double[]? weights = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(folds);
        ArgumentNullException.ThrowIfNull(context);
        return new OutcomeStack(data, folds, Options ?? new StackedOutcomeOptions(), weights).Run(context);
    }
}
