using CausalLoom.Data;

namespace CausalLoom.Mechanisms;

/// <summary>A way to learn the outcome means μ_w(x) = E[Y | X = x, W = w].</summary>
public interface IOutcomeLearner
{
    /// <summary>The name on the command line, such as "slearner".</summary>
    string Name { get; }

    /// <summary>Learns μ; a two-level outcome gives probabilities.</summary>
    IOutcomeModel Fit(CausalData data, FitContext context);
}
