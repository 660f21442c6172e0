using CausalLoom.Data;

namespace CausalLoom.Estimation.Average;

/// <summary>A way to estimate an average treatment effect.</summary>
public interface IAverageEffectEstimator
{
    /// <summary>The name on the command line, such as "aipw".</summary>
    string Name { get; }

    /// <summary>Estimates the average effect.</summary>
    /// <exception cref="CausalLoomException">The data cannot tell; the message says why.</exception>
    AverageEffect Estimate(CausalData data, FitContext context);
}
