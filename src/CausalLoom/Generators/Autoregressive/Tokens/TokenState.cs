using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Models;

namespace CausalLoom.Generators.Autoregressive.Tokens;

/// <summary>Writes and reads what every sampler of tokens has: orders and calibration.</summary>
internal static class TokenState
{
    private const int MostOrders = 1000;

    internal static void Put(ModelState state, TokenOrders orders, double[]?[][] factors)
    {
        state.Settings["targets"] = orders.Targets;
        state.Settings["orders"] = new JsonArray(
            [.. Enumerable.Range(0, orders.Count).Select(s => (JsonNode)new JsonArray([.. orders[s].Select(j => (JsonNode)j)]))]);
        for (int s = 0; s < factors.Length; s++)
        {
            for (int t = 0; t < factors[s].Length; t++)
            {
                if (factors[s][t] is { } each)
                {
                    state.Tensors[$"factors.{s}.{t}"] = new Tensor(each, each.Length);
                }
            }
        }
    }

    /// <summary>What every model of tokens is read from, beside its networks and their factors.</summary>
    /// <exception cref="CausalLoomException">The state is damaged.</exception>
    internal static (TableTokens Tokens, TokenOrders Orders, StructuralZeros Zeros, IReadOnlyList<TrainingPoint> Curve) Open(
        ModelState state)
    {
        TableTokens tokens = TableTokens.Load(state.Get("tokens"));
        return (tokens, Orders(state.Settings, tokens.Columns.Length), StructuralZeros.Load(state, "zeros", tokens.Columns),
            TrainingCurveJson.Read(state.Settings["curve"]));
    }

    /// <summary>How columns were split over steps.</summary>
    internal static TokenOptions Options(JsonNode? saved) => new() { SplitBeyond = Count(saved, "split_beyond", int.MaxValue) };

    internal static double[]?[][] Factors(ModelState state, int orders, TokenTarget[] targets, bool calibrated) =>
        [.. Enumerable.Range(0, orders)
            .Select(s => targets.Select((target, t) => Factors(state, target, calibrated, $"factors.{s}.{t}")).ToArray())];

    private static TokenOrders Orders(JsonNode settings, int columns)
    {
        int targets = Count(settings, "targets", columns, 0);
        int[][] orders = [.. LayoutJson.Array(settings, "orders")
            .Select(o => o is JsonArray list ? list.Select(Column).ToArray() : throw LayoutJson.Damaged("orders"))];
        bool whole = orders.All(o => o.Order().SequenceEqual(Enumerable.Range(0, columns)));
        return whole && orders.Length is > 0 and < MostOrders ? new TokenOrders(orders, targets) : throw LayoutJson.Damaged("orders");
    }

    private static int Column(JsonNode? json) => (int)LayoutJson.Number(json, "orders");

    /// <summary>A whole number within bounds.</summary>
    internal static int Count(JsonNode? json, string key, int most, int least = 1) =>
        LayoutJson.Number(LayoutJson.Get(json, key), key) is var n && n >= least && n <= most && n == Math.Floor(n) ? (int)n
            : throw LayoutJson.Damaged(key);

    private static double[]? Factors(ModelState state, TokenTarget target, bool calibrated, string name)
    {
        if (!calibrated || target.IsMember)
        {
            return null;
        }

        double[] factors = state.Doubles(name, target.Count);
        return factors.All(f => f > 0 && double.IsFinite(f)) ? factors : throw LayoutJson.Damaged(name);
    }
}
