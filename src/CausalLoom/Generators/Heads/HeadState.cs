using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Generators.Margins;
using CausalLoom.Models;

namespace CausalLoom.Generators.Heads;

/// <summary>Writes and reads margins' maps and option values; shared by the generators over mode-specific codes.</summary>
internal static class HeadState
{
    internal static void SaveMaps(ModelState state, QuantileMap[] maps)
    {
        state.Settings["maps"] = new JsonArray([.. maps.Select(m => (JsonNode)new JsonObject
            { ["knots"] = m.Knots.Length, ["distinct"] = m.Margin.Values.Length, ["lattice"] = m.Margin.IsLattice })]);
        for (int v = 0; v < maps.Length; v++)
        {
            QuantileMap map = maps[v];
            state.Tensors[$"knots.{v}"] = new Tensor(map.Knots, map.Knots.Length);
            state.Tensors[$"values.{v}"] = new Tensor(map.Margin.Values, map.Margin.Values.Length);
            state.Tensors[$"counts.{v}"] = new Tensor(map.Margin.Counts, map.Margin.Counts.Length);
        }
    }

    /// <summary>The maps of a model with so many values; none where margins were not calibrated.</summary>
    internal static QuantileMap[] LoadMaps(ModelState state, int values)
    {
        JsonArray maps = LayoutJson.Array(state.Settings, "maps");
        return maps.Count == 0 || maps.Count == values
            ? [.. maps.Select((map, v) => LoadMap(state, map, v))]
            : throw LayoutJson.Damaged("maps");
    }

    internal static JsonArray Widths(IEnumerable<int> widths) => new([.. widths.Select(w => (JsonNode)w)]);

    internal static int[] Widths(JsonNode? json, string key) =>
        [.. LayoutJson.Array(json, key).Select(w => Positive((int)LayoutJson.Number(w ?? throw LayoutJson.Damaged(key), key), key))];

    internal static int Positive(int value, string key) => value is > 0 and < 100_000 ? value : throw LayoutJson.Damaged(key);

    internal static double Number(JsonNode? json, string key) => LayoutJson.Get(json, key) is { } node ? LayoutJson.Number(node, key)
        : throw LayoutJson.Damaged(key);

    internal static int Count(JsonNode? json, string key) =>
        Number(json, key) is var n and >= 0 and < int.MaxValue ? (int)n : throw LayoutJson.Damaged(key);

    /// <summary>An enumeration's member by its name.</summary>
    internal static T Name<T>(JsonNode? json, string key)
        where T : struct, Enum => Enum.TryParse(LayoutJson.String(json, key), out T value) && Enum.IsDefined(value) ? value
            : throw LayoutJson.Damaged(key);

    private static QuantileMap LoadMap(ModelState state, JsonNode? json, int v)
    {
        int distinct = Count(json, "distinct");
        double[] values = state.Doubles($"values.{v}", distinct), counts = state.Doubles($"counts.{v}", distinct);
        return distinct == 0
            ? throw LayoutJson.Damaged("maps")
            : new QuantileMap(state.Doubles($"knots.{v}", Count(json, "knots")),
                new EmpiricalMargin(values, counts, LayoutJson.Boolean(json, "lattice")));
    }
}
