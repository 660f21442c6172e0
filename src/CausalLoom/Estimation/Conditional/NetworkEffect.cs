using CausalLoom.Mechanisms.Networks;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Estimation.Conditional;

/// <summary>An effect function that is one network: the second stage of the DR- and RA-learners.</summary>
/// <param name="Network">τ̂.</param>
public sealed record NetworkEffect(BasicNetModel Network) : ICateModel
{
    /// <inheritdoc />
    public double[] Predict(Matrix x) => Network.Predict(x);
}
