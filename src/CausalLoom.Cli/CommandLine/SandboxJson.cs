using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Methods;
using CausalLoom.Sandbox.Expressions;
using CausalLoom.Sandbox.Penalty;
using CausalLoom.Sandbox.Verification;

namespace CausalLoom.Cli.CommandLine;

/// <summary>The `--json` and `--verification` of `sandbox`. No clock time.</summary>
public static class SandboxJson
{
    /// <summary>What was asked, what it costs and what was delivered.</summary>
    public static JsonObject Of(SynthesisPlan plan, LoadedData loaded, SandboxFit fit, SandboxVerification verification,
        long seed, int rows)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(loaded);
        ArgumentNullException.ThrowIfNull(fit);
        ArgumentNullException.ThrowIfNull(verification);
        KnobTexts knobs = plan.Sandbox!.Texts;
        JsonObject result = new()
        {
            ["version"] = Product.Version,
            ["seed"] = seed,
            ["mode"] = SandboxWords.Mode(plan),
            ["generator"] = plan.Part("generator"),
            ["preset"] = plan.Preset,
            ["knobs"] = new JsonObject
                { ["tau"] = knobs.Tau, ["kappa0"] = knobs.Kappa0, ["kappa1"] = knobs.Kappa1, ["log_alpha"] = knobs.LogAlpha },
            ["rows"] = new JsonObject { ["real"] = loaded.Data.Rows, ["synthetic"] = rows },
            ["sandbox"] = fit.Exact?.ToJson() ?? fit.Penalty?.ToJson(),
            ["verification"] = verification.ToJson(),
        };
        if (plan.SettingsJson() is { } set)
        {
            result["set"] = set;
        }

        if (fit.Front is { } front)
        {
            JsonObject pareto = Front(front);
            pareto["overlap"] = fit.OverlapFront is { } overlap ? Front(overlap) : null;
            result["pareto"] = pareto;
        }

        return result;
    }

    private static JsonObject Front(ParetoFront front) => new()
    {
        ["points"] = new JsonArray([.. front.All.Select(Point)]),
        ["front"] = new JsonArray([.. front.Points.Select(Point)]),
        ["knee"] = Point(front.Knee),
        ["hypervolume"] = front.Hypervolume,
    };

    private static JsonObject Point(ParetoPoint point) =>
        new() { ["weight"] = point.Weight, ["fidelity"] = point.Fidelity, ["control"] = point.Control };
}
