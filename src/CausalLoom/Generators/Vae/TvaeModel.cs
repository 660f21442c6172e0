using CausalLoom.Data.Encoders;
using CausalLoom.Generators.Heads;
using CausalLoom.Generators.Margins;
using CausalLoom.Models;

namespace CausalLoom.Generators.Vae;

/// <summary>A fitted TVAE.</summary>
internal sealed class TvaeModel(ModeSpecificGroups groups, ModeSpecificEncoder encoder, TvaeSampler sampler, QuantileMap[] maps,
    IReadOnlyList<TrainingPoint> curve)
    : HeadModel<TvaeSampler>(groups, encoder, sampler, maps, curve)
{
    public override ModelState Save() => TvaeState.Save(this);
}
