using CausalLoom.Data;

namespace CausalLoom.Mechanisms;

/// <summary>Outcome means of the rows they were learnt from, each by models that did not see the row.</summary>
/// <param name="Model">A model for other rows: the mean of the fold models; null where the learner keeps none.</param>
/// <param name="Mu">μ̂_w of each row, out of fold, [K][n].</param>
/// <param name="Folds">Which rows were held out together.</param>
public sealed record CrossFittedOutcome(IOutcomeModel? Model, double[][] Mu, Folds Folds)
{
    /// <summary>The out-of-fold mean of each row under its own level: what its residual is taken from.</summary>
    public double[] Own(Arms treatment) => [.. treatment.Select((w, i) => Mu[w][i])];
}
