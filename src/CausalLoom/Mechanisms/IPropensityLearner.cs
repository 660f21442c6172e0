using CausalLoom.Data;

namespace CausalLoom.Mechanisms;

/// <summary>A way to learn the treatment mechanism π(x) = P(W = 1 | X = x).</summary>
public interface IPropensityLearner
{
    /// <summary>The name on the command line, such as "logistic".</summary>
    string Name { get; }

    /// <summary>Learns π from covariates (missing values allowed) and arms (0/1).</summary>
    IPropensityModel Fit(Table covariates, int[] treatment, FitContext context);
}
