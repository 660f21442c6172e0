using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Generators.CausalMix;
using CausalLoom.Generators.Heads;
using CausalLoom.Mechanisms;
using CausalLoom.Mechanisms.Residuals;
using CausalLoom.Models;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;
using CausalLoom.Synthesis;

namespace CausalLoom.Sandbox.Penalty;

/// <summary>A saved <see cref="PenaltyModel"/>.</summary>
internal static class PenaltyState
{
    public static ModelState Save(PenaltyModel model)
    {
        ModelState state = new(PenaltySandbox.Name);
        SynthesizerSettings.Write(state, model.TreatmentSpace, model.ColumnOrder);
        KnobState.Write(state, model.Knobs);
        state.Settings["facts"] = model.Facts.ToJson();
        state.Settings["propensity_draws"] = model.PropensityDraws;
        state.Put("covariates", model.Covariates.Save());
        state.Put("outcome", Save(model.Outcome));
        return state;
    }

    /// <exception cref="CausalLoomException">The state is damaged.</exception>
    public static PenaltyModel Load(ModelState state, Catalogues catalogues)
    {
        StateReader.Expect(state, PenaltySandbox.Name);
        (TreatmentSpace space, string[] order) = SynthesizerSettings.Read(state);
        CausalMixModel covariates = CausalMixState.Load(StateReader.Expect(state.Get("covariates"), CausalMixState.Kind));
        return new PenaltyModel(
            covariates.Sampler.Treated is not null ? covariates : throw StateReader.Damaged("treated"),
            LoadOutcome(state.Get("outcome")),
            KnobState.Read(state, catalogues),
            space,
            order,
            HeadState.Count(state.Settings, "propensity_draws"),
            PenaltyFacts.FromJson(state.Settings["facts"]));
    }

    private static ModelState Save(OutcomeModule module)
    {
        ModelState state = new("sandbox-penalty-outcome");
        OutcomeNetwork network = module.Network;
        float[] weights = network.Store.Save();
        state.Settings["shape"] = module.Shape.ToJson();
        state.Settings["inputs"] = module.Inputs.ToJson();
        state.Settings["widths"] = HeadState.Widths(network.Widths);
        state.Settings["activation"] = network.Activation.ToString();
        state.Settings["latent"] = network.Latent;
        state.Settings["encoder_sees"] = network.EncoderSees;
        state.Settings["separate_base"] = network.HasBase;
        state.Settings["noisy"] = module.Noisy;
        state.Settings["mean_draws"] = module.MeanDraws;
        state.Settings["bounded"] = !double.IsNaN(network.Heads.Low);
        state.Tensors["weights"] = new Tensor(weights, weights.Length);
        StateReader.Put(state, "numbers", [module.Centre, module.Scale, double.IsNaN(network.Heads.Low) ? 0 : network.Heads.Low,
            double.IsNaN(network.Heads.High) ? 0 : network.Heads.High]);
        if (module.Prior is { } prior)
        {
            CausalMixState.SavePrior(state, prior);
        }

        state.Settings["noise"] = module.Law is not null;
        if (module.Law is { } law)
        {
            state.Put("residual", law.Save());
        }

        return state;
    }

    private static OutcomeModule LoadOutcome(ModelState state)
    {
        OutcomeShape shape = OutcomeShape.FromJson(state.Settings["shape"]);
        OutcomeInputs inputs = OutcomeInputs.FromJson(state.Settings["inputs"]);
        double[] numbers = state.Doubles("numbers", 4);
        bool bounded = StateReader.Flag(state, "bounded");
        PenaltyOptions options = new()
        {
            OutcomeWidths = HeadState.Widths(state.Settings, "widths"),
            OutcomeLatent = HeadState.Count(state.Settings, "latent"),
            EncoderSeesCovariates = StateReader.Flag(state, "encoder_sees"),
            SeparateBase = StateReader.Flag(state, "separate_base"),
            Covariates = new CausalMixOptions { Activation = HeadState.Name<Activation>(state.Settings, "activation") },
        };

        // The starting weights are replaced at once, so their stream does not matter.
        OutcomeNetwork network = new(inputs.Width, new OutcomeHeads(shape.IsBinary, bounded ? numbers[2] : double.NaN, bounded ? numbers[3]
            : double.NaN), options, RandomStream.Of(0));
        network.Store.Load(state.Floats("weights", network.Store.SavedLength));
        bool noise = StateReader.Flag(state, "noise");
        return noise == (!shape.IsBinary && network.Latent == 0)
            ? new OutcomeModule(
                network,
                inputs,
                network.Latent > 0 ? CausalMixState.LoadPrior(state, network.Latent, false) : null,
                noise ? HeteroscedasticResidualLaw.Load(state.Get("residual")) : null,
                shape,
                numbers[0],
                numbers[1],
                StateReader.Flag(state, "noisy"))
                { MeanDraws = HeadState.Positive(HeadState.Count(state.Settings, "mean_draws"), "mean_draws") }
            : throw StateReader.Damaged("noise");
    }
}
