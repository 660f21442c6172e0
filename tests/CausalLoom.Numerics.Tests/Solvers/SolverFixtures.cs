using System.Text.Json.Nodes;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Numerics.Tests.Solvers;

/// <summary>Reads the JSON that scripts under tools/reference wrote.</summary>
internal static class SolverFixtures
{
    internal static JsonNode Read(string name) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", name)))!;

    /// <summary>A vector; null reads as NaN (missing).</summary>
    internal static double[] Vector(JsonNode? node) => [.. node!.AsArray().Select(v => v?.GetValue<double>() ?? double.NaN)];

    internal static Matrix Rows(JsonNode? node)
    {
        JsonArray rows = node!.AsArray();
        return new Matrix(rows.Count, rows[0]!.AsArray().Count, [.. rows.SelectMany(row => Vector(row))]);
    }
}
