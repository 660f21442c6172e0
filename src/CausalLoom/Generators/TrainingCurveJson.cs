using System.Text.Json.Nodes;
using CausalLoom.Data;

namespace CausalLoom.Generators;

/// <summary>Writes and reads a training curve; a loss that was not measured is null.</summary>
internal static class TrainingCurveJson
{
    internal static JsonArray Write(IReadOnlyList<TrainingPoint> curve) =>
        [.. curve.Select(p => (JsonNode)new JsonArray(p.Epoch, p.Training, double.IsNaN(p.Validation) ? null : p.Validation))];

    internal static IReadOnlyList<TrainingPoint> Read(JsonNode? json) => json is JsonArray points
        ? [.. points.Select(Point)]
        : throw LayoutJson.Damaged("curve");

    private static TrainingPoint Point(JsonNode? json)
    {
        if (json is not JsonArray { Count: 3 } point || point[0] is null || point[1] is null)
        {
            throw LayoutJson.Damaged("curve");
        }

        double validation = point[2] is { } held ? LayoutJson.Number(held, "curve") : double.NaN;
        return new TrainingPoint((int)LayoutJson.Number(point[0]!, "curve"), LayoutJson.Number(point[1]!, "curve"), validation);
    }
}
