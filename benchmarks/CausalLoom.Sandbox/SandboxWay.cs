using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Mechanisms;
using CausalLoom.Sandbox;
using CausalLoom.Sandbox.Exact;
using CausalLoom.Sandbox.Penalty;
using CausalLoom.Synthesis;

namespace CausalLoom.Benchmarks;

/// <summary>
/// The ways of making a sandbox, by name: exact mode with the tool's own generator, penalty mode, and the paper's preset.
/// </summary>
internal static class SandboxWay
{
    public static readonly string[] Names = ["exact", "penalty", "preset"];

    public static ISandboxModel Fit(string way, CausalData real, SandboxKnobs knobs, FitContext context) => way switch
    {
        "exact" => new SandboxSynthesizer().Exact(knobs).Plan(TwoArms.Of(real, "The sandbox"), context).Fit(context),
        "penalty" => PenaltySandbox.Fit(TwoArms.Of(real, "The sandbox"), knobs, new PenaltyOptions(), context),
        "preset" => PenaltySandbox.Fit(TwoArms.Of(real, "The sandbox"), knobs, PenaltyOptions.Paper, context),
        _ => throw new ArgumentException($"No way '{way}': {string.Join(", ", Names)}.", nameof(way)),
    };
}
