using System.Text.Json.Nodes;

namespace CausalLoom.Sandbox.Verification;

/// <summary>
/// Whether generated covariates go with outcome and treatment as the request implies, which need not be as in the real rows. Two rules, one
/// margin: outcomes and arms against what the request implies for the generated covariates, and generated rows against real ones.
/// </summary>
/// <param name="Lines">The correlations.</param>
/// <param name="Largest">The largest difference of generated from expected or from implied, beyond its standard error.</param>
/// <param name="Passed">Whether all are within the margin.</param>
public sealed record AssociationCheck(IReadOnlyList<AssociationLine> Lines, double Largest, bool Passed)
{
    /// <summary>
    /// Of all covariates together, as the real rows' regression of an arm's outcome weighs them; held against expected alone.
    /// </summary>
    public IReadOnlyList<AssociationLine> Scores { get; init; } = [];

    internal static AssociationCheck Of(IReadOnlyList<AssociationLine> lines, IReadOnlyList<AssociationLine> scores,
        VerificationOptions options)
    {
        IEnumerable<double> off = lines.SelectMany(l => new[] { l.OffExpected(options.Errors), l.OffImplied(options.Errors) })
            .Concat(scores.Select(l => l.OffExpected(options.Errors)));
        double largest = off.DefaultIfEmpty(0).Max();
        return new AssociationCheck(lines, largest, largest <= options.Association) { Scores = scores };
    }

    /// <summary>As JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["largest_difference"] = Largest,
        ["lines"] = ToJson(Lines),
        ["scores"] = ToJson(Scores),
        ["passed"] = Passed,
    };

    private static JsonArray ToJson(IReadOnlyList<AssociationLine> lines) => new([.. lines.Select(l => new JsonObject
    {
        ["column"] = l.Column,
        ["with"] = l.With,
        ["real"] = l.Real,
        ["implied"] = l.Implied,
        ["implied_se"] = l.ImpliedError,
        ["expected"] = l.Expected,
        ["generated"] = l.Generated,
        ["se"] = l.StandardError,
    })]);
}
