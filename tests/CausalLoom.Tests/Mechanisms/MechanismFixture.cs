using System.Text.Json;

namespace CausalLoom.Tests.Mechanisms;

/// <summary>What scipy and scikit-learn (tools/reference/mechanisms.py) and R (weighted_nuisances.R) make of small data.</summary>
internal static class MechanismFixture
{
    internal static JsonElement Spline { get; } = Root("mechanisms.json").GetProperty("spline");

    internal static JsonElement Interactions { get; } = Root("mechanisms.json").GetProperty("interactions");

    internal static JsonElement Calibration { get; } = Root("mechanisms.json").GetProperty("calibration");

    internal static JsonElement Weighted { get; } = Root("weighted_nuisances.json");

    internal static double[] Numbers(this JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(e => e.GetDouble())];

    internal static int[] Integers(this JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(e => e.GetInt32())];

    internal static void Near(IReadOnlyList<double> expected, IReadOnlyList<double> actual, double tolerance)
    {
        Assert.Equal(expected.Count, actual.Count);
        Assert.All(expected, (e, i) => Assert.Equal(e, actual[i], tolerance));
    }

    private static JsonElement Root(string file) => TestFixture.Element(file);
}
