using CausalLoom.Data;
using CausalLoom.Generators.Autoregressive.Tokens;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Autoregressive.Argn;

/// <summary>A fitted order-agnostic autoregressive network.</summary>
internal sealed class ArgnModel : IConditionalModel
{
    internal ArgnModel(TableTokens tokens, ArgnSampler sampler, ArgnOptions options, IReadOnlyList<TrainingPoint> curve)
    {
        Tokens = tokens;
        Sampler = sampler;
        Options = options;
        TrainingCurve = curve;
    }

    public IReadOnlyList<TrainingPoint> TrainingCurve { get; }

    internal TableTokens Tokens { get; }

    internal ArgnSampler Sampler { get; }

    internal ArgnOptions Options { get; }

    public Table Sample(int rows, RandomStream stream) => TokenTables.Sample(Tokens, Sampler, rows, Options.CalibrateMargins, stream);

    public Table Sample(Table given, RandomStream stream) => TokenTables.Sample(Tokens, Sampler, given, stream);

    public ModelState Save() => ArgnState.Save(this);
}
