using CausalLoom.Data;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Sandbox.PaperEvaluation;

/// <summary>A sandbox whose covariates come from a decoder that can be asked for log p(x, z | T = 0) − log p(x, z | T = 1).</summary>
public interface IDecoderOverlap
{
    /// <summary>
    /// That difference, summed over variables, at the latent code that the encoder gives each row. Where z has one law in both arms, as in
    /// the
    /// paper, it is log p(x | z, T = 0) − log p(x | z, T = 1).
    /// </summary>
    /// <param name="covariates">The rows.</param>
    /// <param name="stream">Where randomness comes from, for an encoder that draws.</param>
    double[] DecoderLogRatio(Table covariates, RandomStream stream);
}
