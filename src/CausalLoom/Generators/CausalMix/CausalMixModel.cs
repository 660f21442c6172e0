using CausalLoom.Data;
using CausalLoom.Data.Encoders;
using CausalLoom.Generators.Heads;
using CausalLoom.Generators.Margins;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.CausalMix;

/// <summary>A fitted X module: of covariates alone, or of covariates given the arm.</summary>
internal sealed class CausalMixModel(ModeSpecificGroups groups, ModeSpecificEncoder encoder, CausalMixSampler sampler, QuantileMap[] maps, IReadOnlyList<TrainingPoint> curve)
    : HeadModel<CausalMixSampler>(groups, encoder, sampler, maps, curve)
{
    /// <summary>Draws covariates of units in given arms; the model must have been fitted with arms.</summary>
    internal Table Sample(int[] arms, RandomStream stream) => Decode(Sampler.Draw(arms, arms.Length, stream.Child("rows")), stream);

    public override ModelState Save() => CausalMixState.Save(this);
}
