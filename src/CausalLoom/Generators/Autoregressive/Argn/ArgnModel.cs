using CausalLoom.Generators.Autoregressive.Tokens;
using CausalLoom.Models;

namespace CausalLoom.Generators.Autoregressive.Argn;

/// <summary>A fitted order-agnostic autoregressive network.</summary>
internal sealed class ArgnModel(TableTokens tokens, ArgnSampler sampler, ArgnOptions options, IReadOnlyList<TrainingPoint> curve)
    : TokenModel<ArgnSampler>(tokens, sampler, options.CalibrateMargins, curve)
{
    internal ArgnOptions Options { get; } = options;

    public override ModelState Save() => ArgnState.Save(this);
}
