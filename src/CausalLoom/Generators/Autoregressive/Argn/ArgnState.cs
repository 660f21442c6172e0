using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Generators.Autoregressive.Tokens;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Autoregressive.Argn;

/// <summary>Writes and reads a fitted order-agnostic autoregressive network.</summary>
internal static class ArgnState
{
    private const int MostOrders = 1000;

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
        state.Settings["targets"] = sampler.Orders.Targets;
        state.Settings["orders"] = new JsonArray([.. Enumerable.Range(0, sampler.Orders.Count).Select(s => (JsonNode)new JsonArray([.. sampler.Orders[s].Select(j => (JsonNode)j)]))]);
        state.Settings["curve"] = TrainingCurveJson.Write(model.TrainingCurve);
        state.Tensors["zeros"] = sampler.Zeros.Save();
        for (int t = 0; t < sampler.Networks.Length; t++)
        {
            for (int m = 0; m < sampler.Networks[t].Length; m++)
            {
                float[] weights = sampler.Networks[t][m].Store.Save();
                state.Tensors[$"weights.{t}.{m}"] = new Tensor(weights, weights.Length);
            }

            for (int s = 0; s < sampler.Orders.Count && sampler.Factors[s][t] is { } factors; s++)
            {
                state.Tensors[$"factors.{s}.{t}"] = new Tensor(factors, factors.Length);
            }
        }

        return state;
    }

    internal static ArgnModel Load(ModelState state)
    {
        TableTokens tokens = TableTokens.Load(state.Get("tokens"));
        JsonNode? saved = state.Settings["options"];
        int members = Count(saved, "members", 1000);
        ArgnOptions options = new()
        {
            Hidden = Count(saved, "hidden", 100_000),
            Layers = Count(saved, "layers", 1000),
            CalibrateMargins = LayoutJson.Boolean(saved, "calibrated"),
            Tokens = new TokenOptions { SplitBeyond = Count(saved, "split_beyond", int.MaxValue) },
        };
        ArgnLayout layout = new(tokens.Columns);
        ArgnOrders orders = Orders(state.Settings, tokens.Columns.Length);
        ArgnTarget[] targets = [.. tokens.Columns.SelectMany((c, j) => ArgnTarget.Of(j, c, options.Tokens))];
        ArgnNetwork[][] networks = [.. targets.Select((target, t) => Enumerable.Range(0, members).Select(m => Network(state, layout, target, options, $"weights.{t}.{m}")).ToArray())];
        double[]?[][] factors = [.. Enumerable.Range(0, orders.Count).Select(s => targets.Select((target, t) => Factors(state, target, options, $"factors.{s}.{t}")).ToArray())];
        ArgnSampler sampler = new(layout, networks, orders, StructuralZeros.Load(state, "zeros", tokens.Columns), factors);
        return new ArgnModel(tokens, sampler, options, TrainingCurveJson.Read(state.Settings["curve"]));
    }

    private static double[]? Factors(ModelState state, ArgnTarget target, ArgnOptions options, string name)
    {
        if (!options.CalibrateMargins || target.IsMember)
        {
            return null;
        }

        double[] factors = state.Doubles(name, target.Count);
        return factors.All(f => f > 0 && double.IsFinite(f)) ? factors : throw LayoutJson.Damaged(name);
    }

    private static ArgnNetwork Network(ModelState state, ArgnLayout layout, ArgnTarget target, ArgnOptions options, string name)
    {
        // The starting weights are replaced at once, so their stream does not matter.
        ArgnNetwork network = new(layout, target, options, RandomStream.Of(0));
        network.Store.Load(state.Floats(name, network.Store.SavedLength));
        return network;
    }

    private static ArgnOrders Orders(JsonNode settings, int columns)
    {
        int targets = Count(settings, "targets", columns, 0);
        int[][] orders = [.. LayoutJson.Array(settings, "orders").Select(o => o is JsonArray list ? list.Select(Column).ToArray() : throw LayoutJson.Damaged("orders"))];
        bool whole = orders.All(o => o.Order().SequenceEqual(Enumerable.Range(0, columns)));
        return whole && orders.Length is > 0 and < MostOrders ? new ArgnOrders(orders, targets) : throw LayoutJson.Damaged("orders");
    }

    private static int Column(JsonNode? json) => (int)LayoutJson.Number(json, "orders");

    private static int Count(JsonNode? json, string key, int most, int least = 1) =>
        LayoutJson.Number(LayoutJson.Get(json, key), key) is var n && n >= least && n <= most && n == Math.Floor(n) ? (int)n : throw LayoutJson.Damaged(key);
}
