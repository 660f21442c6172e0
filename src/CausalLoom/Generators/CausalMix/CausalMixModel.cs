using CausalLoom.Data;
using CausalLoom.Data.Encoders;
using CausalLoom.Generators.Heads;
using CausalLoom.Generators.Margins;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.CausalMix;

/// <summary>A fitted X module: of covariates alone, or of covariates given the arm.</summary>
internal sealed class CausalMixModel(ModeSpecificGroups groups, ModeSpecificEncoder encoder, CausalMixSampler sampler, QuantileMap[] maps,
    IReadOnlyList<TrainingPoint> curve)
    : HeadModel<CausalMixSampler>(groups, encoder, sampler, maps, curve)
{
    /// <summary>Draws covariates of units in given arms; the model must have been fitted with arms.</summary>
    internal Table Sample(int[] arms, RandomStream stream) => SampleCoded(arms, stream).Table;

    /// <summary>The same with the codes as drawn, before calibrated margins move numbers: what densities are of.</summary>
    internal (Table Table, ModeSpecificRows Codes) SampleCoded(int[] arms, RandomStream stream)
    {
        ModeSpecificRows codes = Sampler.Draw(arms, arms.Length, stream.Child("rows"));
        return (Decode(codes, stream), codes);
    }

    public override ModelState Save() => CausalMixState.Save(this);
}
