using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Data.Encoders;
using CausalLoom.Generators.Heads;
using CausalLoom.Models;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Vae;

/// <summary>Writes and reads a fitted TVAE.</summary>
internal static class TvaeState
{
    internal static ModelState Save(TvaeModel model)
    {
        ModelState state = new("tvae");
        state.Settings["groups"] = model.Groups.ToJson();
        state.Settings["encoder"] = model.Encoder.ToJson();
        state.Settings["options"] = Options(model.Sampler.Options);
        state.Settings["curve"] = TrainingCurveJson.Write(model.TrainingCurve);
        HeadState.SaveMaps(state, model.Maps);
        TvaeSampler sampler = model.Sampler;
        state.Settings["posteriors"] = sampler.Prior is { Means.Length: > 0 } kept ? kept.Rows : 0;
        if (sampler.Network is not { } network || sampler.Prior is not { } prior)
        {
            return state;
        }

        float[] weights = network.Store.Save();
        int posteriors = prior.Means.Length / prior.Size;
        state.Tensors["weights"] = new Tensor(weights, weights.Length);
        state.Tensors["offsets"] = new Tensor(sampler.Offsets, sampler.Offsets.Length);
        state.Tensors["latent_means"] = new Tensor(prior.Means, posteriors, prior.Size);
        state.Tensors["latent_log_variances"] = new Tensor(prior.LogVariances, posteriors, prior.Size);
        return state;
    }

    internal static TvaeModel Load(ModelState state)
    {
        ModeSpecificGroups groups = ModeSpecificGroups.FromJson(state.Settings["groups"]);
        ModeSpecificEncoder encoder = ModeSpecificEncoder.FromJson(state.Settings["encoder"]);
        TvaeOptions options = ReadOptions(state.Settings["options"]);
        HeadLayout layout = new(encoder.Columns);
        IReadOnlyList<TrainingPoint> curve = TrainingCurveJson.Read(state.Settings["curve"]);
        if (layout.InputWidth == 0)
        {
            return new TvaeModel(groups, encoder, new TvaeSampler(layout, options), [], curve);
        }

        // The starting weights are replaced at once, so their stream does not matter.
        TvaeNetwork network = new(layout, options, RandomStream.Of(0));
        network.Store.Load(state.Floats("weights", network.Store.SavedLength));
        TvaeSampler sampler = new(network, options, LoadPrior(state, options));
        state.Doubles("offsets", layout.CategoryWidth).CopyTo(sampler.Offsets, 0);
        return new TvaeModel(groups, encoder, sampler, HeadState.LoadMaps(state, layout.Values), curve);
    }

    private static LatentPrior LoadPrior(ModelState state, TvaeOptions options)
    {
        int rows = HeadState.Count(state.Settings, "posteriors");
        if (options.Prior == LatentPriorKind.StandardNormal || rows == 0)
        {
            return new LatentPrior(options.LatentSize);
        }

        int latent = options.LatentSize;
        return new LatentPrior(latent, state.Floats("latent_means", rows, latent), state.Floats("latent_log_variances", rows, latent),
            options.PriorSmoothing);
    }

    private static JsonObject Options(TvaeOptions options) => new()
    {
        ["encoder_widths"] = HeadState.Widths(options.EncoderWidths),
        ["decoder_widths"] = HeadState.Widths(options.DecoderWidths),
        ["residual_decoder"] = options.ResidualDecoder,
        ["latent_size"] = options.LatentSize,
        ["activation"] = options.Activation.ToString(),
        ["fixed_deviation"] = options.FixedDeviation,
        ["prior"] = options.Prior.ToString(),
        ["prior_smoothing"] = options.PriorSmoothing,
        ["temperature"] = options.Temperature,
        ["value_noise"] = options.ValueNoise,
    };

    private static TvaeOptions ReadOptions(JsonNode? json) => new()
    {
        EncoderWidths = HeadState.Widths(json, "encoder_widths"),
        DecoderWidths = HeadState.Widths(json, "decoder_widths"),
        ResidualDecoder = LayoutJson.Boolean(json, "residual_decoder"),
        LatentSize = HeadState.Positive(HeadState.Count(json, "latent_size"), "latent_size"),
        Activation = HeadState.Name<Activation>(json, "activation"),
        FixedDeviation = LayoutJson.Get(json, "fixed_deviation") is { } fixedDeviation
            ? LayoutJson.Number(fixedDeviation, "fixed_deviation") : null,
        Prior = HeadState.Name<LatentPriorKind>(json, "prior"),
        PriorSmoothing = HeadState.Number(json, "prior_smoothing"),
        Temperature = HeadState.Number(json, "temperature"),
        ValueNoise = HeadState.Number(json, "value_noise"),
    };
}
