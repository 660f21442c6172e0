using CausalLoom.Data;
using CausalLoom.Sandbox;
using CausalLoom.Sandbox.Exact;
using CausalLoom.Sandbox.Penalty;
using CausalLoom.Sandbox.Verification;

namespace CausalLoom.Report;

/// <summary>Everything a sandbox's report shows. The same input gives the same bytes.</summary>
/// <param name="Title">The page's title.</param>
/// <param name="Run">What was run.</param>
/// <param name="Real">The data it was fitted to.</param>
/// <param name="Knobs">What was asked.</param>
/// <param name="Facts">What the exact mode says of its request; null for another mode.</param>
/// <param name="Verification">What was delivered.</param>
public sealed record SandboxReportInput(string Title, RunFacts Run, CausalData Real, SandboxKnobs Knobs, ExactFacts? Facts,
    SandboxVerification Verification)
{
    /// <summary>How training in penalty mode met the request, or null.</summary>
    public PenaltyFacts? Penalty { get; init; }

    /// <summary>Penalty mode's front of fidelity against control, or null.</summary>
    public ParetoFront? Front { get; init; }

    /// <summary>Penalty mode's front of the covariates' fidelity against overlap, or null.</summary>
    public ParetoFront? OverlapFront { get; init; }
}
