using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Data.Encoders;
using CausalLoom.Generators.Heads;
using CausalLoom.Models;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Mixtures;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.CausalMix;

/// <summary>Writes and reads a fitted X module.</summary>
internal static class CausalMixState
{
    internal const string Kind = "causalmix";

    internal static ModelState Save(CausalMixModel model)
    {
        ModelState state = new(Kind);
        CausalMixSampler sampler = model.Sampler;
        state.Settings["groups"] = model.Groups.ToJson();
        state.Settings["encoder"] = model.Encoder.ToJson();
        state.Settings["options"] = Options(sampler.Options);
        state.Settings["curve"] = TrainingCurveJson.Write(model.TrainingCurve);
        state.Settings["treated"] = sampler.Treated;
        HeadState.SaveMaps(state, model.Maps);
        if (sampler.Network is not { } network || sampler.Prior is not { } prior)
        {
            return state;
        }

        float[] weights = network.Store.Save();
        CausalMixHeads heads = network.Heads;
        state.Settings["latent"] = network.Latent;
        state.Tensors["weights"] = new Tensor(weights, weights.Length);
        state.Tensors["offsets"] = new Tensor(sampler.Offsets, sampler.Offsets.Length);
        if (sampler.ArmOffsets.Length > 0)
        {
            state.Tensors["arm_offsets"] = new Tensor([.. sampler.ArmOffsets.SelectMany(o => o)], 2, sampler.Layout.CategoryWidth);
        }

        state.Tensors["units"] = new Tensor(heads.Units, heads.Units.Length);
        state.Tensors["low"] = new Tensor(heads.Low, heads.Low.Length);
        state.Tensors["high"] = new Tensor(heads.High, heads.High.Length);
        SavePrior(state, prior);
        return state;
    }

    /// <summary>Adds a prior to a state.</summary>
    internal static void SavePrior(ModelState state, CausalMixPrior prior)
    {
        state.Settings["components"] = HeadState.Widths(prior.Mixtures.Select(m => m.Components));
        for (int m = 0; m < prior.Mixtures.Length; m++)
        {
            SaveMixture(state, prior.Mixtures[m], m);
        }
    }

    internal static CausalMixModel Load(ModelState state)
    {
        ModeSpecificGroups groups = ModeSpecificGroups.FromJson(state.Settings["groups"]);
        ModeSpecificEncoder encoder = ModeSpecificEncoder.FromJson(state.Settings["encoder"]);
        HeadLayout layout = new(encoder.Columns);
        CausalMixOptions options = ReadOptions(state.Settings["options"]);
        IReadOnlyList<TrainingPoint> curve = TrainingCurveJson.Read(state.Settings["curve"]);
        double? treated = LayoutJson.Get(state.Settings, "treated") is { } share ? LayoutJson.Number(share, "treated") : null;
        if (layout.InputWidth == 0)
        {
            return new CausalMixModel(groups, encoder, new CausalMixSampler(layout, options, treated), [], curve);
        }

        options = options with
            { LatentSize = HeadState.Positive(HeadState.Count(state.Settings, "latent"), "latent"), LatentAsColumns = false };
        int bounds = options.BoundMeans ? layout.Values : 0;
        double[] low = state.Doubles("low", bounds), high = state.Doubles("high", bounds);
        CausalMixHeads heads = new(layout, state.Doubles("units", layout.Values), options.BoundMeans ? low : null, options.BoundMeans
            ? high : null);

        // The starting weights are replaced at once, so their stream does not matter.
        CausalMixNetwork network = new(heads, options, treated is not null, RandomStream.Of(0));
        network.Store.Load(state.Floats("weights", network.Store.SavedLength));
        CausalMixSampler sampler = new(network, options, LoadPrior(state, network.Latent, treated is not null), treated);
        state.Doubles("offsets", layout.CategoryWidth).CopyTo(sampler.Offsets, 0);
        if (state.Tensors.ContainsKey("arm_offsets"))
        {
            sampler.ArmOffsets = treated is null ? throw LayoutJson.Damaged("arm_offsets")
                : [.. state.Doubles("arm_offsets", 2, layout.CategoryWidth).Chunk(Math.Max(1, layout.CategoryWidth))];
        }

        return new CausalMixModel(groups, encoder, sampler, HeadState.LoadMaps(state, layout.Values), curve);
    }

    private static void SaveMixture(ModelState state, BayesianGaussianMixture mixture, int m)
    {
        state.Tensors[$"prior.{m}.weights"] = new Tensor(mixture.Weights, mixture.Components);
        state.Tensors[$"prior.{m}.means"] = new Tensor(mixture.Means.Data, mixture.Components, mixture.Dimension);
        state.Tensors[$"prior.{m}.covariances"] = new Tensor([.. mixture.Covariances.SelectMany(c => c.Data)], mixture.Components,
            mixture.Dimension, mixture.Dimension);
    }

    /// <summary>Reads what <see cref="SavePrior"/> wrote.</summary>
    internal static CausalMixPrior LoadPrior(ModelState state, int latent, bool hasArms)
    {
        int[] components = HeadState.Widths(state.Settings, "components");
        return components.Length <= (hasArms ? 2 : 1)
            ? new CausalMixPrior(latent, [.. components.Select((k, m) => LoadMixture(state, k, latent, m))])
            : throw LayoutJson.Damaged("components");
    }

    private static BayesianGaussianMixture LoadMixture(ModelState state, int components, int latent, int m)
    {
        double[] covariances = state.Doubles($"prior.{m}.covariances", components, latent, latent);
        Matrix[] parts = [.. covariances.Chunk(latent * latent).Select(c => new Matrix(latent, latent, c))];
        try
        {
            return new BayesianGaussianMixture(state.Doubles($"prior.{m}.weights", components),
                new Matrix(components, latent, state.Doubles($"prior.{m}.means", components, latent)), parts);
        }
        catch (ArithmeticException)
        {
            throw LayoutJson.Damaged($"prior.{m}.covariances");
        }
    }

    private static JsonObject Options(CausalMixOptions options) => new()
    {
        ["widths"] = HeadState.Widths(options.Widths),
        ["activation"] = options.Activation.ToString(),
        ["reconstruction"] = options.Reconstruction.ToString(),
        ["one_hot_inputs"] = options.OneHotInputs,
        ["bound_means"] = options.BoundMeans,
        ["temperature"] = options.Temperature,
    };

    private static CausalMixOptions ReadOptions(JsonNode? json) => new()
    {
        Widths = HeadState.Widths(json, "widths"),
        Activation = HeadState.Name<Activation>(json, "activation"),
        Reconstruction = HeadState.Name<CausalMixReconstruction>(json, "reconstruction"),
        OneHotInputs = LayoutJson.Boolean(json, "one_hot_inputs"),
        BoundMeans = LayoutJson.Boolean(json, "bound_means"),
        Temperature = HeadState.Number(json, "temperature"),
    };
}
