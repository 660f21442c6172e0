using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Generators.Autoregressive.Tokens;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Autoregressive.Lm;

/// <summary>A fitted transformer over per-column tokens.</summary>
internal sealed class LmModel : IConditionalModel, IReportingModel
{
    internal LmModel(TableTokens tokens, LmSampler sampler, LmOptions options, IReadOnlyList<TrainingPoint> curve)
    {
        Tokens = tokens;
        Sampler = sampler;
        Options = options;
        TrainingCurve = curve;
    }

    public IReadOnlyList<TrainingPoint> TrainingCurve { get; }

    public JsonObject Facts => new()
    {
        ["stands_for"] = "the papers' language model, trained from scratch on this table: no pretrained checkpoint is used",
        ["parameters"] = Sampler.Network.Store.SavedLength,
        ["invalid_rows"] = 0,
    };

    internal TableTokens Tokens { get; }

    internal LmSampler Sampler { get; }

    internal LmOptions Options { get; }

    public Table Sample(int rows, RandomStream stream) => TokenTables.Sample(Tokens, Sampler, rows, Options.CalibrateMargins, stream);

    public Table Sample(Table given, RandomStream stream) => TokenTables.Sample(Tokens, Sampler, given, stream);

    public ModelState Save() => LmState.Save(this);
}
