using System.Text.Json.Nodes;
using CausalLoom.Report.Charts;
using CausalLoom.Sandbox.Penalty;

namespace CausalLoom.Report.Tests.Charts;

public sealed class ParetoChartTests
{
    [Fact]
    public void ItShowsEveryPointTheFrontThroughSomeAndOneKnee()
    {
        ParetoFront front = ParetoFront.Of([new(1, 4, 0), new(2, 0, 10), new(3, 2, 6), new(4, 1, 2)]);
        JsonArray layers = ParetoChart.Of(front, "risk difference")["layer"]!.AsArray();
        Assert.Equal([3, 4, 1, 1], layers.Select(l => l!["data"]!["values"]!.AsArray().Count));
        Assert.Equal(4, (double)layers[2]!["data"]!["values"]![0]!["weight"]!);
        foreach (JsonNode? layer in layers)
        {
            string[] fields = [.. layer!["encoding"]!.AsObject().Select(c => c.Value).OfType<JsonObject>()
                .Select(c => (string)c["field"]!)];
            Assert.All(layer["data"]!["values"]!.AsArray(), row =>
                Assert.All(fields, field => Assert.True(row!.AsObject().ContainsKey(field), field)));
        }

        Assert.Contains("risk difference", layers[0]!["encoding"]!["x"]!["title"]!.GetValue<string>(), StringComparison.Ordinal);
    }
}
