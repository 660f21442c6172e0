using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Data.Encoders;
using CausalLoom.Generators.Margins;
using CausalLoom.Models;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Diffusion;

/// <summary>Writes and reads a fitted TabDDPM.</summary>
internal static class TabDdpmState
{
    internal static ModelState Save(TabDdpmModel model)
    {
        ModelState state = new("tabddpm");
        state.Settings["groups"] = model.Groups.ToJson();
        state.Settings["options"] = Options(model.Options);
        state.Settings["curve"] = TrainingCurveJson.Write(model.TrainingCurve);
        state.Settings["knots"] = new JsonArray([.. model.Maps.Select(m => (JsonNode)m.Knots.Length)]);
        model.Encoder.Save(state);
        if (model.Sampler is not { } sampler)
        {
            return state;
        }

        for (int m = 0; m < model.Networks.Length; m++)
        {
            float[] weights = model.Networks[m].Store.Save();
            state.Tensors[$"weights.{m}"] = new Tensor(weights, weights.Length);
        }

        state.Tensors["offsets"] = new Tensor(sampler.Offsets, sampler.Offsets.Length);
        for (int v = 0; v < model.Maps.Length; v++)
        {
            state.Tensors[$"knots.{v}"] = new Tensor(model.Maps[v].Knots, model.Maps[v].Knots.Length);
        }

        return state;
    }

    internal static TabDdpmModel Load(ModelState state)
    {
        ModeSpecificGroups groups = ModeSpecificGroups.FromJson(state.Settings["groups"]);
        QuantileEncoder encoder = QuantileEncoder.Load(state);
        TabDdpmOptions options = ReadOptions(state.Settings["options"]);
        DiffusionLayout layout = new(encoder.Codes);
        IReadOnlyList<TrainingPoint> curve = TrainingCurveJson.Read(state.Settings["curve"]);
        JsonArray knots = LayoutJson.Array(state.Settings, "knots");
        if (layout.Width == 0)
        {
            return new TabDdpmModel(groups, encoder, layout, options, curve);
        }

        if (knots.Count != 0 && knots.Count != layout.Values)
        {
            throw LayoutJson.Damaged("knots");
        }

        TabDdpmNetwork[] networks = [.. Enumerable.Range(0, options.Members).Select(m => LoadNetwork(state, layout, options, m))];
        ReverseDiffusion sampler = new(layout, options, new DenoiserAverage(networks));
        state.Doubles("offsets", layout.CategoryWidth).CopyTo(sampler.Offsets, 0);
        return new TabDdpmModel(groups, encoder, layout, options, curve)
        {
            Networks = networks,
            Sampler = sampler,
            Maps = [.. knots.Select((count, v) => LoadMap(state, encoder.Transforms[v], count, v))],
        };
    }

    private static TabDdpmNetwork LoadNetwork(ModelState state, DiffusionLayout layout, TabDdpmOptions options, int member)
    {
        // The starting weights are replaced at once, so their stream does not matter.
        TabDdpmNetwork network = new(layout, options, RandomStream.Of(0));
        network.Store.Load(state.Floats($"weights.{member}", network.Store.SavedLength));
        return network;
    }

    private static QuantileMap LoadMap(ModelState state, QuantileTransform transform, JsonNode? count, int v)
    {
        double length = LayoutJson.Number(count ?? throw LayoutJson.Damaged("knots"), "knots");
        return length is >= 0 and < int.MaxValue
            ? new QuantileMap(state.Doubles($"knots.{v}", (int)length), TabDdpmModel.Margin(transform))
            : throw LayoutJson.Damaged("knots");
    }

    /// <summary>What sampling needs of the options.</summary>
    private static JsonObject Options(TabDdpmOptions options) => new()
    {
        ["members"] = Math.Max(1, options.Members),
        ["widths"] = new JsonArray([.. options.Widths.Select(w => (JsonNode)w)]),
        ["residual"] = options.Residual,
        ["activation"] = options.Activation.ToString(),
        ["time_embedding"] = options.TimeEmbedding,
        ["projection"] = options.Projection,
        ["time_steps"] = options.TimeSteps,
        ["prediction"] = options.Prediction.ToString(),
        ["conditional_share"] = options.ConditionalShare,
        ["sampling_steps"] = options.SamplingSteps,
        ["eta"] = options.Eta,
        ["temperature"] = options.Temperature,
    };

    private static TabDdpmOptions ReadOptions(JsonNode? json) => new()
    {
        Members = Positive(Number(json, "members"), "members", MostMembers),
        Widths = [.. LayoutJson.Array(json, "widths")
            .Select(w => Positive(LayoutJson.Number(w ?? throw LayoutJson.Damaged("widths"), "widths"), "widths", Widest))],
        Residual = LayoutJson.Boolean(json, "residual"),
        Activation = Name<Activation>(json, "activation"),
        TimeEmbedding = Positive(Number(json, "time_embedding"), "time_embedding", Widest),
        Projection = Positive(Number(json, "projection"), "projection", Widest),
        TimeSteps = Positive(Number(json, "time_steps"), "time_steps"),
        Prediction = Name<DiffusionPrediction>(json, "prediction"),
        ConditionalShare = Number(json, "conditional_share"),
        SamplingSteps = Positive(Number(json, "sampling_steps"), "sampling_steps"),
        Eta = Number(json, "eta"),
        Temperature = Number(json, "temperature"),
    };

    // Networks are made before their weights are compared with the file's: what no fit writes must not ask for gigabytes.
    private const int Widest = 8192, MostMembers = 100;

    private static int Positive(double value, string key, int most = 100_000) =>
        value >= 1 && value <= most ? (int)value : throw LayoutJson.Damaged(key);

    private static T Name<T>(JsonNode? json, string key)
        where T : struct, Enum => Enum.TryParse(LayoutJson.String(json, key), out T value) && Enum.IsDefined(value) ? value
            : throw LayoutJson.Damaged(key);

    private static double Number(JsonNode? json, string key) => LayoutJson.Get(json, key) is { } node ? LayoutJson.Number(node, key)
        : throw LayoutJson.Damaged(key);
}
