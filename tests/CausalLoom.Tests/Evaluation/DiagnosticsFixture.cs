using System.Text.Json;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Tests.Evaluation;

/// <summary>What numpy and plain loops make of the effect's diagnostics (tools/reference/effect_diagnostics.py).</summary>
internal static class DiagnosticsFixture
{
    private static readonly JsonElement Root = TestFixture.Element("effect_diagnostics.json");

    public static double Number(string name) => Root.GetProperty(name).GetDouble();

    public static double Number(string name, string part) => Root.GetProperty(name).GetProperty(part).GetDouble();

    public static double[] Numbers(string name) => [.. Root.GetProperty(name).EnumerateArray().Select(e => e.GetDouble())];

    public static int[] Integers(string name) => [.. Root.GetProperty(name).EnumerateArray().Select(e => e.GetInt32())];

    public static Matrix Rows(string name)
    {
        double[][] rows =
            [.. Root.GetProperty(name).EnumerateArray().Select(row => row.EnumerateArray().Select(e => e.GetDouble()).ToArray())];
        return new Matrix(rows.Length, rows[0].Length, [.. rows.SelectMany(row => row)]);
    }
}
