using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Data.Encoders;
using CausalLoom.Generators.Heads;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Gan;

/// <summary>Writes and reads a fitted CTGAN: its generator; the critic is not kept.</summary>
internal static class CtganState
{
    internal static ModelState Save(CtganModel model)
    {
        CtganSampler sampler = model.Sampler;
        ModelState state = new("ctgan");
        state.Settings["groups"] = model.Groups.ToJson();
        state.Settings["encoder"] = model.Encoder.ToJson();
        state.Settings["options"] = Options(sampler);
        state.Settings["curve"] = TrainingCurveJson.Write(model.TrainingCurve);
        HeadState.SaveMaps(state, model.Maps);
        if (sampler.Network is not { } network)
        {
            return state;
        }

        float[] weights = network.Store.Save();
        state.Tensors["weights"] = new Tensor(weights, weights.Length);
        state.Tensors["offsets"] = new Tensor(sampler.Offsets, sampler.Offsets.Length);
        for (int b = 0; sampler.Conditions is { } conditions && b < conditions.Counts.Count; b++)
        {
            state.Tensors[$"levels.{b}"] = new Tensor(conditions.Counts[b], conditions.Counts[b].Length);
        }

        return state;
    }

    internal static CtganModel Load(ModelState state)
    {
        ModeSpecificGroups groups = ModeSpecificGroups.FromJson(state.Settings["groups"]);
        ModeSpecificEncoder encoder = ModeSpecificEncoder.FromJson(state.Settings["encoder"]);
        CtganOptions options = ReadOptions(state.Settings["options"]);
        HeadLayout layout = new(encoder.Columns);
        IReadOnlyList<TrainingPoint> curve = TrainingCurveJson.Read(state.Settings["curve"]);
        if (layout.InputWidth == 0)
        {
            return new CtganModel(groups, encoder, new CtganSampler(layout, options), [], curve);
        }

        CtganConditions? conditions = options.Conditional ? LoadConditions(state, layout) : null;

        // The starting weights are replaced at once, so their stream does not matter.
        CtganNetwork network = new(layout, conditions?.Width ?? 0, options, RandomStream.Of(0));
        network.Store.Load(state.Floats("weights", network.Store.SavedLength));
        CtganSampler sampler = new(network, conditions, options);
        state.Doubles("offsets", layout.CategoryWidth).CopyTo(sampler.Offsets, 0);
        return new CtganModel(groups, encoder, sampler, HeadState.LoadMaps(state, layout.Values), curve);
    }

    private static CtganConditions LoadConditions(ModelState state, HeadLayout layout)
    {
        double[][] counts =
            [.. CtganConditions.BlocksOf(layout).Select((block, b) => state.Doubles($"levels.{b}", layout.Segments[block].Length))];
        return counts.Length > 0 && counts.All(c => c.All(n => n >= 0) && c.Sum() > 0)
            ? new CtganConditions(layout, counts)
            : throw LayoutJson.Damaged("levels");
    }

    private static JsonObject Options(CtganSampler sampler) => new()
    {
        ["noise_size"] = sampler.Options.NoiseSize,
        ["generator_widths"] = HeadState.Widths(sampler.Options.GeneratorWidths),
        ["growing_generator"] = sampler.Options.GrowingGenerator,
        ["batch_norm"] = sampler.Options.BatchNorm,
        ["bounded_values"] = sampler.Options.BoundedValues,
        ["conditional"] = sampler.Conditions is not null,
        ["temperature"] = sampler.Options.Temperature,
    };

    private static CtganOptions ReadOptions(JsonNode? json) => new()
    {
        NoiseSize = HeadState.Positive(HeadState.Count(json, "noise_size"), "noise_size"),
        GeneratorWidths = HeadState.Widths(json, "generator_widths"),
        GrowingGenerator = LayoutJson.Boolean(json, "growing_generator"),
        BatchNorm = LayoutJson.Boolean(json, "batch_norm"),
        BoundedValues = LayoutJson.Boolean(json, "bounded_values"),
        Conditional = LayoutJson.Boolean(json, "conditional"),
        Temperature = HeadState.Number(json, "temperature"),
    };
}
