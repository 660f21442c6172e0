using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Generators.Heads;

namespace CausalLoom.Sandbox.Penalty;

/// <summary>One thing that was asked of a module while it was trained.</summary>
/// <param name="Name">`tau`, `kappa0`, `kappa1`, `kappa` (the paper's one term) or `log_alpha`.</param>
/// <param name="RootMeanSquare">What is off over the training rows: probability, standard deviations of a numeric outcome, or log
/// ratio.</param>
/// <param name="Tolerance">What it may be off; NaN where the weight was set by hand.</param>
/// <param name="Weight">The weight of the last steps, or the one set by hand.</param>
public sealed record PenaltyConstraint(string Name, double RootMeanSquare, double Tolerance, double Weight)
{
    internal JsonObject ToJson() => new()
    {
        ["name"] = Name,
        ["root_mean_square"] = RootMeanSquare,
        ["tolerance"] = double.IsNaN(Tolerance) ? null : Tolerance,
        ["weight"] = Weight,
    };

    internal static PenaltyConstraint FromJson(JsonNode? json) => new(
        LayoutJson.String(json, "name"),
        HeadState.Number(json, "root_mean_square"),
        LayoutJson.Get(json, "tolerance") is { } tolerance ? LayoutJson.Number(tolerance, "tolerance") : double.NaN,
        HeadState.Number(json, "weight"));
}
