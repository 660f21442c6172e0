using CausalLoom.Data;
using CausalLoom.Mechanisms.Calibration;

namespace CausalLoom.Mechanisms;

/// <summary>A way to learn the treatment mechanism π_w(x) = P(W = w | X = x) of every treatment level w.</summary>
public interface IPropensityLearner
{
    /// <summary>The learner's name, such as "logistic".</summary>
    string Name { get; }

    /// <summary>Where its probabilities come from.</summary>
    AssignmentKind Assignment => AssignmentKind.Learnt;

    /// <summary>Whether the data's sampling weights enter its loss, its choices of penalties and its calibration.</summary>
    bool WeighsRows => false;

    /// <summary>Whether its models are regressions, as of <see cref="IOutcomeLearner.IsRegression"/>, or know nothing of
    /// covariates.</summary>
    bool IsRegression => Assignment != AssignmentKind.Learnt;

    /// <summary>Learns π from covariates (missing values allowed) and levels.</summary>
    /// <param name="data">The rows, and their weights where they have any: a weight of 2 stands for a row that is there twice.</param>
    /// <param name="context">Stream, threads, progress.</param>
    /// <exception cref="CausalLoomException">A level has no rows, or the learner cannot have so many levels.</exception>
    IPropensityModel Fit(CausalData data, FitContext context);

    /// <summary>Gives each row probabilities by a model that did not see it: one fit a fold.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="folds">Their folds.</param>
    /// <param name="context">Fold k learns from child stream k.</param>
    CrossFittedPropensity CrossFit(CausalData data, Folds folds, FitContext context) => CrossFits.Propensity(this, data, folds, context);

    /// <summary>
    /// The same learner without bounds of its own. A learner's bounds are for drawing treatments; an estimator clips once, at the bounds it
    /// was given, reports how often, and looks beyond them for extreme rows.
    /// </summary>
    IPropensityLearner Unclipped();

    /// <summary>The same learner with that calibration in the place of its own.</summary>
    /// <exception cref="CausalLoomException">The calibration has no meaning for this learner.</exception>
    IPropensityLearner CalibratedBy(CalibrationMethod method);
}
