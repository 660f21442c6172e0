using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Generators.Autoregressive.Tokens;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Autoregressive.Argn;

/// <summary>Writes and reads a fitted order-agnostic autoregressive network.</summary>
internal static class ArgnState
{
    internal static ModelState Save(ArgnModel model)
    {
        ModelState state = new("argn");
        ArgnSampler sampler = model.Sampler;
        state.Put("tokens", model.Tokens.Save());
        state.Settings["options"] = new JsonObject
        {
            ["hidden"] = model.Options.Hidden,
            ["layers"] = model.Options.Layers,
            ["split_beyond"] = model.Options.Tokens.SplitBeyond,
            ["calibrated"] = model.Options.CalibrateMargins,
            ["members"] = sampler.Networks.Length == 0 ? 1 : sampler.Networks[0].Length,
        };
        TokenState.Put(state, sampler.Orders, sampler.Factors);
        state.Settings["curve"] = TrainingCurveJson.Write(model.TrainingCurve);
        state.Tensors["zeros"] = sampler.Zeros.Save();
        for (int t = 0; t < sampler.Networks.Length; t++)
        {
            for (int m = 0; m < sampler.Networks[t].Length; m++)
            {
                float[] weights = sampler.Networks[t][m].Store.Save();
                state.Tensors[$"weights.{t}.{m}"] = new Tensor(weights, weights.Length);
            }
        }

        return state;
    }

    internal static ArgnModel Load(ModelState state)
    {
        (TableTokens tokens, TokenOrders orders, StructuralZeros zeros, IReadOnlyList<TrainingPoint> curve) = TokenState.Open(state);
        JsonNode? saved = state.Settings["options"];
        int members = TokenState.Count(saved, "members", 1000);
        ArgnOptions options = new()
        {
            Hidden = TokenState.Count(saved, "hidden", 100_000),
            Layers = TokenState.Count(saved, "layers", 1000),
            CalibrateMargins = LayoutJson.Boolean(saved, "calibrated"),
            Tokens = TokenState.Options(saved),
        };
        TokenLayout layout = new(tokens.Columns);
        TokenTarget[] targets = [.. tokens.Columns.SelectMany((c, j) => TokenTarget.Of(j, c, options.Tokens))];
        ArgnNetwork[][] networks = [.. targets.Select((target, t) =>
            Enumerable.Range(0, members).Select(m => Network(state, layout, target, options, $"weights.{t}.{m}")).ToArray())];
        double[]?[][] factors = TokenState.Factors(state, orders.Count, targets, options.CalibrateMargins);
        return new ArgnModel(tokens, new ArgnSampler(layout, networks, orders, zeros, factors), options, curve);
    }

    private static ArgnNetwork Network(ModelState state, TokenLayout layout, TokenTarget target, ArgnOptions options, string name)
    {
        // The starting weights are replaced at once, so their stream does not matter.
        ArgnNetwork network = new(layout, target, options, RandomStream.Of(0));
        network.Store.Load(state.Floats(name, network.Store.SavedLength));
        return network;
    }
}
