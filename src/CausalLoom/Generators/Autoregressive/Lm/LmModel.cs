using System.Text.Json.Nodes;
using CausalLoom.Generators.Autoregressive.Tokens;
using CausalLoom.Models;

namespace CausalLoom.Generators.Autoregressive.Lm;

/// <summary>A fitted transformer over per-column tokens.</summary>
internal sealed class LmModel(TableTokens tokens, LmSampler sampler, LmOptions options, IReadOnlyList<TrainingPoint> curve)
    : TokenModel<LmSampler>(tokens, sampler, options.CalibrateMargins, curve), IReportingModel
{
    public JsonObject Facts => new()
    {
        ["stands_for"] = "the papers' language model, trained from scratch on this table: no pretrained checkpoint is used",
        ["parameters"] = Sampler.Network.Store.SavedLength,
        ["invalid_rows"] = 0,
    };

    internal LmOptions Options { get; } = options;

    public override ModelState Save() => LmState.Save(this);
}
