using CausalLoom.Mechanisms.Networks;

namespace CausalLoom.Estimation.Conditional;

/// <summary>
/// RA-learner: a network regression of the regression-adjusted pseudo-outcome on x over all rows, with cross-fitted
/// outcome networks (Curth and van der Schaar 2021; the X-learner's first half).
/// </summary>
public sealed class RaLearner(CateNetworkOptions? options = null) : ICateLearner
{
    private readonly CateNetworkOptions _options = options ?? new CateNetworkOptions();

    /// <inheritdoc />
    public string Name => "ra";

    /// <inheritdoc />
    public ICateModel Fit(CateSample sample, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(sample);
        ArgumentNullException.ThrowIfNull(context);
        CrossFittedNuisance n = CrossFittedNuisance.Fit(sample, _options, withPropensity: false, context);
        double[] pseudo = new double[sample.Rows];
        for (int i = 0; i < pseudo.Length; i++)
        {
            pseudo[i] = PseudoOutcomes.RegressionAdjusted(sample.Treatment[i], sample.Outcome[i], n.Mu0[i], n.Mu1[i]);
        }

        return new NetworkEffect(
            sample.Network(sample.AllRows(), pseudo, NetworkTask.Regression, _options.Network, context.Child("effect")));
    }
}
