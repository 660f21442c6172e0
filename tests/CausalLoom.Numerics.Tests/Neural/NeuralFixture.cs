using System.Text.Json;
using CausalLoom.Benchmarks;

namespace CausalLoom.Numerics.Tests.Neural;

/// <summary>Results of PyTorch written by tools/reference/neural_fixture.py, and the inputs they belong to.</summary>
internal static class NeuralFixture
{
    private static readonly JsonDocument Document = JsonDocument.Parse(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "neural.json")));

    /// <summary>The array at a path of keys.</summary>
    public static double[] Array(params string[] path) => [.. Find(path).EnumerateArray().Select(v => v.GetDouble())];

    /// <summary>The number at a path of keys.</summary>
    public static double Number(params string[] path) => Find(path).GetDouble();

    /// <summary>The hashed numbers of a seed.</summary>
    public static float[] Hashed(uint seed, int count, double factor = 1)
    {
        float[] values = new float[count];
        HashedNumbers.Fill(values, seed, factor);
        return values;
    }

    /// <summary>Requires closeness relative to the largest expected magnitude.</summary>
    public static void Close(double[] expected, ReadOnlySpan<float> actual, double tolerance, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        double scale = expected.Max(Math.Abs);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance * scale,
                $"{what}[{i}]: {actual[i]:R} where torch has {expected[i]:R}");
        }
    }

    private static JsonElement Find(string[] path)
    {
        JsonElement element = Document.RootElement;
        foreach (string key in path)
        {
            element = element.GetProperty(key);
        }

        return element;
    }
}
