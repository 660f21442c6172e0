using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Generators;
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
        "exact" => new SandboxSynthesizer().Exact(knobs).Plan(real, context).Fit(context),
        "penalty" => PenaltySandbox.Fit(real, knobs, new PenaltyOptions(), context),
        "preset" => PenaltySandbox.Fit(real, knobs, PenaltyOptions.Paper, context),
        _ => throw new ArgumentException($"No way '{way}': {string.Join(", ", Names)}.", nameof(way)),
    };
}
