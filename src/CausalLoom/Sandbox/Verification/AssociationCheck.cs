using System.Text.Json.Nodes;

namespace CausalLoom.Sandbox.Verification;

/// <summary>Whether generated covariates go with outcome and treatment as the request implies, which need not be as in the real rows.</summary>
/// <param name="Lines">The correlations.</param>
/// <param name="Largest">The largest difference of generated from implied, beyond its standard error.</param>
/// <param name="Passed">Whether all are within the margin.</param>
public sealed record AssociationCheck(IReadOnlyList<AssociationLine> Lines, double Largest, bool Passed)
{
    internal static AssociationCheck Of(IReadOnlyList<AssociationLine> lines, VerificationOptions options)
    {
        double largest = lines.Count == 0 ? 0 : lines.Max(l => Math.Max(0, Math.Abs(l.Generated - l.Implied) - (options.Errors * l.StandardError)));
        return new AssociationCheck(lines, largest, largest <= options.Association);
    }

    /// <summary>As JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["largest_difference"] = Largest,
        ["lines"] = new JsonArray([.. Lines.Select(l => new JsonObject
        {
            ["column"] = l.Column,
            ["with"] = l.With,
            ["real"] = l.Real,
            ["implied"] = l.Implied,
            ["generated"] = l.Generated,
            ["se"] = l.StandardError,
        })]),
        ["passed"] = Passed,
    };
}
