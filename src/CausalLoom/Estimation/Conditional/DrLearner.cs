using CausalLoom.Mechanisms.Networks;

namespace CausalLoom.Estimation.Conditional;

/// <summary>
/// DR-learner: a network regression of the doubly robust pseudo-outcome on x over all rows, with cross-fitted outcome and
/// propensity networks (Kennedy 2020).
/// </summary>
public sealed class DrLearner(CateNetworkOptions? options = null) : ICateLearner
{
    private readonly CateNetworkOptions _options = options ?? new CateNetworkOptions();

    /// <inheritdoc />
    public string Name => "dr";

    /// <inheritdoc />
    public ICateModel Fit(CateSample sample, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(sample);
        ArgumentNullException.ThrowIfNull(context);
        CrossFittedNuisance n = CrossFittedNuisance.Fit(sample, _options, withPropensity: true, context);
        double[] pseudo = new double[sample.Rows];
        for (int i = 0; i < pseudo.Length; i++)
        {
            pseudo[i] = PseudoOutcomes.DoublyRobust(sample.Treatment[i], sample.Outcome[i], n.Propensity[i], n.Mu0[i], n.Mu1[i]);
        }

        return new NetworkEffect(
            sample.Network(sample.AllRows(), pseudo, NetworkTask.Regression, _options.Network, context.Child("effect")));
    }
}
