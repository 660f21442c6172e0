using System.Text.Json.Nodes;
using CausalLoom.Data;

namespace CausalLoom.Tests.Overlap;

/// <summary>What tools/reference/overlap.py wrote.</summary>
internal static class OverlapFixture
{
    public static JsonNode Json { get; } = TestFixture.Node("overlap.json");

    public static double[] Propensity { get; } = Numbers(Json["propensity"]!);

    /// <summary>Rows with the fixture's covariates; treatment and outcome have no part in matching.</summary>
    public static CausalData Data { get; } = Rows(Json["data"]!, [.. Enumerable.Range(0, 70).Select(i => i % 2)]);

    public static CausalData Donors { get; } = Rows(Json["donors"]!, [.. Numbers(Json["arms"]!).Select(v => (int)v)]);

    public static double[] Numbers(JsonNode node) => [.. node.AsArray().Select(v => v is null ? double.NaN : v.GetValue<double>())];

    private static CausalData Rows(JsonNode node, int[] arms)
    {
        string[] levels = ["blue", "green", "red"];
        Table table = new(
        [
            new ContinuousColumn("x1", Numbers(node["x1"]!)),
            new ContinuousColumn("x2", Numbers(node["x2"]!)),
            new BinaryColumn("b", [.. Numbers(node["b"]!).Select(v => (int)v)], ["0", "1"]),
            new CategoricalColumn("c", [.. node["c"]!.AsArray().Select(v => Array.IndexOf(levels, v!.GetValue<string>()))], levels),
            new BinaryColumn("w", arms, ["0", "1"]),
            new ContinuousColumn("y", [.. arms.Select((a, i) => a + (0.01 * i))]),
        ]);
        return CausalData.From(table, "w", "y");
    }
}
