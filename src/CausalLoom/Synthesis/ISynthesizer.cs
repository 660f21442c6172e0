using CausalLoom.Data;

namespace CausalLoom.Synthesis;

/// <summary>A way to learn a whole causal data set: covariates, treatment and outcome.</summary>
public interface ISynthesizer
{
    /// <summary>The name on the command line, such as "steam".</summary>
    string Method { get; }

    /// <summary>Learns from real data.</summary>
    /// <exception cref="CausalLoomException">The data cannot be learned from; the message says why.</exception>
    IFittedSynthesizer Fit(CausalData data, FitContext context);
}
