using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Sandbox;
using CausalLoom.Sandbox.Exact;
using CausalLoom.Sandbox.Verification;

namespace CausalLoom.Cli.CommandLine;

/// <summary>The `--json` and `--verification` of `sandbox`. No clock time.</summary>
public static class SandboxJson
{
    /// <summary>What was asked, what it costs and what was delivered.</summary>
    public static JsonObject Of(SandboxRequest request, LoadedData loaded, ExactFacts facts, SandboxVerification verification, long seed, int rows)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(loaded);
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(verification);
        return new JsonObject
        {
            ["version"] = Product.Version,
            ["seed"] = seed,
            ["mode"] = request.Mode,
            ["generator"] = request.Generator ?? Synthesis.SynthesizerFactory.Defaults.Generator,
            ["knobs"] = new JsonObject { ["tau"] = request.Tau, ["kappa0"] = request.Kappa0, ["kappa1"] = request.Kappa1, ["log_alpha"] = request.LogAlpha },
            ["rows"] = new JsonObject { ["real"] = loaded.Data.Rows, ["synthetic"] = rows },
            ["sandbox"] = facts.ToJson(),
            ["verification"] = verification.ToJson(),
        };
    }
}
