using CausalLoom.Data.Encoders;
using CausalLoom.Generators.Heads;
using CausalLoom.Generators.Margins;
using CausalLoom.Models;

namespace CausalLoom.Generators.Gan;

/// <summary>A fitted CTGAN.</summary>
internal sealed class CtganModel(ModeSpecificGroups groups, ModeSpecificEncoder encoder, CtganSampler sampler, QuantileMap[] maps,
    IReadOnlyList<TrainingPoint> curve)
    : HeadModel<CtganSampler>(groups, encoder, sampler, maps, curve)
{
    public override ModelState Save() => CtganState.Save(this);
}
