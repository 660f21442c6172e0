using System.Text.Json.Nodes;

namespace CausalLoom.Sandbox.Verification;

/// <summary>What a sandbox delivered of what was asked, measured on fresh draws (docs/methods/sandbox-verification.md).</summary>
/// <param name="Units">Fresh units.</param>
/// <param name="Draws">Draws of both potential outcomes.</param>
/// <param name="Tau">τ.</param>
/// <param name="Kappa0">κ₀.</param>
/// <param name="Kappa1">κ₁.</param>
/// <param name="Overlap">Assignment.</param>
/// <param name="Contrast">The observed-contrast identity.</param>
/// <param name="Association">X with Y and T.</param>
/// <param name="Exchangeability">Order of rows, and replicates.</param>
/// <param name="Fidelity">Two-sample scores.</param>
/// <param name="Truth">What is written as true of the rows.</param>
public sealed record SandboxVerification(
    int Units,
    long Draws,
    KnobCheck Tau,
    KnobCheck Kappa0,
    KnobCheck Kappa1,
    OverlapCheck Overlap,
    ContrastCheck Contrast,
    AssociationCheck Association,
    ExchangeabilityCheck Exchangeability,
    FidelityCheck Fidelity,
    TruthCheck Truth)
{
    /// <summary>What failed, by name; empty where all passed.</summary>
    public IReadOnlyList<string> Failures =>
    [
        .. new (string Name, bool Passed)[]
        {
            ("tau", Tau.Passed), ("kappa0", Kappa0.Passed), ("kappa1", Kappa1.Passed), ("overlap", Overlap.Passed),
                ("contrast", Contrast.Passed),
            ("association", Association.Passed), ("exchangeability", Exchangeability.Passed), ("fidelity", Fidelity.Passed),
                ("truth", Truth.Passed),
        }.Where(check => !check.Passed).Select(check => check.Name),
    ];

    /// <summary>Whether all margins are kept.</summary>
    public bool Passed => Failures.Count == 0;

    /// <summary>As JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["passed"] = Passed,
        ["failures"] = new JsonArray([.. Failures.Select(f => JsonValue.Create(f))]),
        ["units"] = Units,
        ["draws"] = Draws,
        ["tau"] = Tau.ToJson(),
        ["kappa0"] = Kappa0.ToJson(),
        ["kappa1"] = Kappa1.ToJson(),
        ["overlap"] = Overlap.ToJson(),
        ["contrast"] = Contrast.ToJson(),
        ["association"] = Association.ToJson(),
        ["exchangeability"] = Exchangeability.ToJson(),
        ["fidelity"] = Fidelity.ToJson(),
        ["truth"] = Truth.ToJson(),
    };
}
