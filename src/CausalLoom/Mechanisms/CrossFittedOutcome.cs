namespace CausalLoom.Mechanisms;

/// <summary>Outcome means of the rows they were learnt from, each by models that did not see the row, and a model for other rows.</summary>
/// <param name="Model">The mean of the fold models, for any other table.</param>
/// <param name="Mu0">The out-of-fold mean under control of each row.</param>
/// <param name="Mu1">The out-of-fold mean under treatment of each row.</param>
/// <param name="Folds">Which rows were held out together.</param>
public sealed record CrossFittedOutcome(IOutcomeModel Model, double[] Mu0, double[] Mu1, Folds Folds)
{
    /// <summary>The out-of-fold mean of each row under its own arm.</summary>
    public double[] OwnArm(int[] treatment) => [.. treatment.Select((w, i) => w == 1 ? Mu1[i] : Mu0[i])];
}
