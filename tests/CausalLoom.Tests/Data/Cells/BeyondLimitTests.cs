using System.Text.Json;
using CausalLoom.Data.Cells;

namespace CausalLoom.Tests.Data.Cells;

/// <summary>What stands for measurements beyond a limit, against numpy and scipy (tools/reference/limits.py).</summary>
public sealed class BeyondLimitTests
{
    [Fact]
    public void TheMeanIsThatOfRegressionOnOrderStatistics()
    {
        int compared = 0;
        foreach (JsonElement one in TestFixture.Element("limits.json").EnumerateArray())
        {
            double[] known = [.. one.GetProperty("known").EnumerateArray().Select(v => v.GetDouble())];
            bool lower = one.GetProperty("lower").GetBoolean();
            double limit = one.GetProperty("limit").GetDouble();
            string text = FormattableString.Invariant($"{(lower ? '<' : '>')}{limit}");
            double mean = BeyondLimit.Mean(known, one.GetProperty("beyond").GetInt32(), one.GetProperty("opposite").GetInt32(),
                CellLimit.Parse(text)!, 9);
            double expected = one.GetProperty("mean").GetDouble();
            Assert.True(Math.Abs(mean - expected) < 1e-7, $"{text}: {mean}, not {expected}");
            compared++;
        }

        Assert.Equal(10, compared);
    }
}
