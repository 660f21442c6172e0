using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Data.Encoders;
using CausalLoom.Generators.Margins;
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
        state.Settings["maps"] = new JsonArray([.. model.Maps.Select(m => (JsonNode)new JsonObject { ["knots"] = m.Knots.Length, ["distinct"] = m.Margin.Values.Length, ["lattice"] = m.Margin.IsLattice })]);
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
        for (int v = 0; v < model.Maps.Length; v++)
        {
            QuantileMap map = model.Maps[v];
            state.Tensors[$"knots.{v}"] = new Tensor(map.Knots, map.Knots.Length);
            state.Tensors[$"values.{v}"] = new Tensor(map.Margin.Values, map.Margin.Values.Length);
            state.Tensors[$"counts.{v}"] = new Tensor(map.Margin.Counts, map.Margin.Counts.Length);
        }

        return state;
    }

    internal static TvaeModel Load(ModelState state)
    {
        ModeSpecificGroups groups = ModeSpecificGroups.FromJson(state.Settings["groups"]);
        ModeSpecificEncoder encoder = ModeSpecificEncoder.FromJson(state.Settings["encoder"]);
        TvaeOptions options = ReadOptions(state.Settings["options"]);
        TvaeLayout layout = new(encoder.Columns);
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
        JsonArray maps = LayoutJson.Array(state.Settings, "maps");
        return maps.Count == 0 || maps.Count == layout.Values
            ? new TvaeModel(groups, encoder, sampler, [.. maps.Select((map, v) => LoadMap(state, map, v))], curve)
            : throw LayoutJson.Damaged("maps");
    }

    private static LatentPrior LoadPrior(ModelState state, TvaeOptions options)
    {
        int rows = Count(state.Settings, "posteriors");
        if (options.Prior == LatentPriorKind.StandardNormal || rows == 0)
        {
            return new LatentPrior(options.LatentSize);
        }

        int latent = options.LatentSize;
        return new LatentPrior(latent, state.Floats("latent_means", rows, latent), state.Floats("latent_log_variances", rows, latent), options.PriorSmoothing);
    }

    private static QuantileMap LoadMap(ModelState state, JsonNode? json, int v)
    {
        int distinct = Count(json, "distinct");
        double[] values = state.Doubles($"values.{v}", distinct), counts = state.Doubles($"counts.{v}", distinct);
        return distinct == 0
            ? throw LayoutJson.Damaged("maps")
            : new QuantileMap(state.Doubles($"knots.{v}", Count(json, "knots")), new EmpiricalMargin(values, counts, LayoutJson.Boolean(json, "lattice")));
    }

    private static JsonObject Options(TvaeOptions options) => new()
    {
        ["encoder_widths"] = new JsonArray([.. options.EncoderWidths.Select(w => (JsonNode)w)]),
        ["decoder_widths"] = new JsonArray([.. options.DecoderWidths.Select(w => (JsonNode)w)]),
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
        EncoderWidths = Widths(json, "encoder_widths"),
        DecoderWidths = Widths(json, "decoder_widths"),
        ResidualDecoder = LayoutJson.Boolean(json, "residual_decoder"),
        LatentSize = Positive(Count(json, "latent_size"), "latent_size"),
        Activation = Name<Activation>(json, "activation"),
        FixedDeviation = LayoutJson.Get(json, "fixed_deviation") is { } fixedDeviation ? LayoutJson.Number(fixedDeviation, "fixed_deviation") : null,
        Prior = Name<LatentPriorKind>(json, "prior"),
        PriorSmoothing = Number(json, "prior_smoothing"),
        Temperature = Number(json, "temperature"),
        ValueNoise = Number(json, "value_noise"),
    };

    private static int[] Widths(JsonNode? json, string key) => [.. LayoutJson.Array(json, key).Select(w => Positive((int)LayoutJson.Number(w ?? throw LayoutJson.Damaged(key), key), key))];

    private static int Positive(int value, string key) => value is > 0 and < 100_000 ? value : throw LayoutJson.Damaged(key);

    private static T Name<T>(JsonNode? json, string key)
        where T : struct, Enum => Enum.TryParse(LayoutJson.String(json, key), out T value) && Enum.IsDefined(value) ? value : throw LayoutJson.Damaged(key);

    private static double Number(JsonNode? json, string key) => LayoutJson.Get(json, key) is { } node ? LayoutJson.Number(node, key) : throw LayoutJson.Damaged(key);

    private static int Count(JsonNode? json, string key) => Number(json, key) is var n and >= 0 and < int.MaxValue ? (int)n : throw LayoutJson.Damaged(key);
}
