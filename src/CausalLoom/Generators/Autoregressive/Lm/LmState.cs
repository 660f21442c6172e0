using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Generators.Autoregressive.Tokens;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Autoregressive.Lm;

/// <summary>Writes and reads a fitted transformer over tokens.</summary>
internal static class LmState
{
    internal static ModelState Save(LmModel model)
    {
        ModelState state = new("lm");
        LmSampler sampler = model.Sampler;
        state.Put("tokens", model.Tokens.Save());
        state.Settings["options"] = new JsonObject
        {
            ["layers"] = model.Options.Layers,
            ["width"] = model.Options.Width,
            ["heads"] = model.Options.Heads,
            ["split_beyond"] = model.Options.Tokens.SplitBeyond,
            ["calibrated"] = model.Options.CalibrateMargins,
        };
        state.Settings["curve"] = TrainingCurveJson.Write(model.TrainingCurve);
        TokenState.Put(state, sampler.Orders, sampler.Factors);
        state.Tensors["zeros"] = sampler.Zeros.Save();
        float[] weights = sampler.Network.Store.Save();
        state.Tensors["weights"] = new Tensor(weights, weights.Length);
        return state;
    }

    internal static LmModel Load(ModelState state)
    {
        (TableTokens tokens, TokenOrders orders, StructuralZeros zeros, IReadOnlyList<TrainingPoint> curve) = TokenState.Open(state);
        JsonNode? saved = state.Settings["options"];
        LmOptions options = new()
        {
            Layers = TokenState.Count(saved, "layers", 1000),
            Width = TokenState.Count(saved, "width", 100_000),
            Heads = TokenState.Count(saved, "heads", 1000),
            CalibrateMargins = LayoutJson.Boolean(saved, "calibrated"),
            Tokens = TokenState.Options(saved),
        };
        if (options.Width % options.Heads != 0)
        {
            throw LayoutJson.Damaged("heads");
        }

        // The starting weights are replaced at once, so their stream does not matter.
        LmNetwork network = new(new TokenLayout(tokens.Columns), options, RandomStream.Of(0));
        network.Store.Load(state.Floats("weights", network.Store.SavedLength));
        double[]?[][] factors = TokenState.Factors(state, orders.Count, [.. network.Heads.Select(h => h.Target)], options.CalibrateMargins);
        return new LmModel(tokens, new LmSampler(network, orders, zeros, factors), options, curve);
    }
}
