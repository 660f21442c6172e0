using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Generators;

namespace CausalLoom.Sandbox.Penalty;

/// <summary>How training met the request, on the training rows: not a verification, which looks at fresh draws.</summary>
/// <param name="Constraints">What was asked of the modules.</param>
/// <param name="OutcomeCurve">The outcome module's training.</param>
/// <param name="Warnings">What the user should know, such as a request that no law can meet.</param>
public sealed record PenaltyFacts(IReadOnlyList<PenaltyConstraint> Constraints, IReadOnlyList<TrainingPoint> OutcomeCurve,
    IReadOnlyList<string> Warnings)
{
    /// <summary>Whether every constraint with a tolerance was met.</summary>
    public bool Met => Constraints.All(c => double.IsNaN(c.Tolerance) || c.RootMeanSquare <= c.Tolerance);

    /// <summary>As JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["met"] = Met,
        ["constraints"] = new JsonArray([.. Constraints.Select(c => (JsonNode)c.ToJson())]),
        ["curve"] = TrainingCurveJson.Write(OutcomeCurve),
        ["warnings"] = new JsonArray([.. Warnings.Select(w => JsonValue.Create(w))]),
    };

    internal static PenaltyFacts FromJson(JsonNode? json) => new(
        [.. LayoutJson.Array(json, "constraints").Select(PenaltyConstraint.FromJson)],
        TrainingCurveJson.Read(LayoutJson.Get(json, "curve")),
        LayoutJson.Strings(json, "warnings"));
}
