using CausalLoom.Data;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Autoregressive.Tokens;

/// <summary>A fitted model of tokens: rows are drawn token by token, and read back into tables.</summary>
/// <param name="tokens">The coded columns.</param>
/// <param name="sampler">What draws tokens.</param>
/// <param name="calibrated">Whether rates were calibrated.</param>
/// <param name="curve">The losses of training.</param>
internal abstract class TokenModel<TSampler>(TableTokens tokens, TSampler sampler, bool calibrated, IReadOnlyList<TrainingPoint> curve)
    : IConditionalModel
    where TSampler : ITokenSampler
{
    public IReadOnlyList<TrainingPoint> TrainingCurve { get; } = curve;

    internal TableTokens Tokens { get; } = tokens;

    internal TSampler Sampler { get; } = sampler;

    public Table Sample(int rows, RandomStream stream) => TokenTables.Sample(Tokens, Sampler, rows, calibrated, stream);

    public Table Sample(Table given, RandomStream stream) => TokenTables.Sample(Tokens, Sampler, given, stream);

    public abstract ModelState Save();
}
