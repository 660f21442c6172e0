using CausalLoom.Data;

namespace CausalLoom.Mechanisms;

/// <summary>A way to learn the outcome means μ_w(x) = E[Y | X = x, W = w] of every treatment level w.</summary>
public interface IOutcomeLearner
{
    /// <summary>The learner's name, such as "slearner".</summary>
    string Name { get; }

    /// <summary>Whether the data's sampling weights enter its loss, its choices of penalties and its averages.</summary>
    bool WeighsRows => false;

    /// <summary>Whether its models are regressions whose equations say what estimating them costs, so that they may see the rows they are
    /// evaluated on.</summary>
    bool IsRegression => false;

    /// <summary>Whether its cross-fit yields a model for other rows too, so that one fit serves both.</summary>
    bool KeepsFolds => false;

    /// <summary>Learns μ; a two-level outcome gives probabilities.</summary>
    /// <param name="data">The rows, and their weights where they have any: a weight of 2 stands for a row that is there twice.</param>
    /// <param name="context">Stream, threads, progress.</param>
    IOutcomeModel Fit(CausalData data, FitContext context);

    /// <summary>Gives each row means by a model that did not see it: one fit a fold.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="folds">Their folds.</param>
    /// <param name="context">Fold k learns from child stream k.</param>
    CrossFittedOutcome CrossFit(CausalData data, Folds folds, FitContext context) => CrossFits.Outcome(this, data, folds, context);
}
