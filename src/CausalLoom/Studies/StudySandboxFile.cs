using CausalLoom.Sandbox;
using CausalLoom.Sandbox.Exact;
using CausalLoom.Sandbox.Expressions;
using CausalLoom.Sandbox.Scenarios;

namespace CausalLoom.Studies;

/// <summary>Reads what belongs to `method: sandbox` of a synthesizer source: all that `causalloom sandbox` has, by its names.</summary>
internal static class StudySandboxFile
{
    private static readonly string[] Knobs = ["tau", "kappa0", "kappa1", "log_alpha"];

    /// <summary>Its keys that no other method has; `generator`, `outcome_noise` and `preset` belong to others too.</summary>
    public static IReadOnlyList<string> Keys { get; } = [.. Knobs, "scenario", "mode", "outcome_range", "u_imbalance", "tilt", "proxies",
        "proxy_noise", "prior", "reconstruction", "control"];

    /// <summary>The sandbox, or null where the method is another.</summary>
    public static SandboxRequest? Read(StudyNode node)
    {
        if (node["method"]?.Text() != ExactSandbox.Name)
        {
            return Keys.FirstOrDefault(key => node[key] is not null) is { } stray
                ? throw node[stray]!.Error($"`{stray}` has a meaning with `method: {ExactSandbox.Name}` only.") : null;
        }

        string mode = SandboxFactory.ModeOf(Word(node, "mode", (r, word) => r with { Mode = word }),
            Word(node, "preset", (r, word) => r with { Preset = word }));
        RefuseStrays(node, mode);
        KnobTexts knobs = Texts(node);
        SandboxRequest request = new()
        {
            Tau = knobs.Tau,
            Kappa0 = knobs.Kappa0,
            Kappa1 = knobs.Kappa1,
            LogAlpha = knobs.LogAlpha,
            Mode = mode,
            Preset = node["preset"]?.Text(),
            Prior = Word(node, "prior", (r, word) => r with { Prior = word }),
            Reconstruction = Word(node, "reconstruction", (r, word) => r with { Reconstruction = word }),
            Control = Word(node, "control", (r, word) => r with { Control = word }),
            Generator = Word(node, "generator", (r, word) => r with { Generator = word }),
            Noise = Word(node, "outcome_noise", (r, word) => r with { Noise = word }) ?? "residual",
            Range = Word(node, "outcome_range", (r, word) => r with { Range = word }) ?? "none",
            Imbalance = node["u_imbalance"]?.Number(v => v is > 0 and <= 0.5, "above 0 and at most 0.5") ?? 0.5,
            Tilt = node["tilt"]?.Number(v => v is >= 0 and <= 1, "from 0 to 1") ?? 0,
            Proxies = (int)(node["proxies"]?.Whole(0, 100) ?? 0),
            ProxyNoise = node["proxy_noise"]?.Number(v => v > 0, "above 0") ?? 1,
        };

        // Word by word all is well; what is left is what does not go together.
        return (node["preset"] ?? node).Checked(() => SandboxFactory.Check(request));
    }

    private static void RefuseStrays(StudyNode node, string mode)
    {
        if (StudyFittingFile.Tuned.Concat(["propensity", "outcome_model", "dcr_filter"]).FirstOrDefault(key => node[key] is not null) is
            { } other)
        {
            throw node[other]!.Error($"`{other}` has no meaning with `method: {ExactSandbox.Name}`: leave it out.");
        }

        if (SandboxFactory.Conflicts(mode).Select(name => name.Replace('-', '_')).FirstOrDefault(key => node[key] is not null) is { } stray)
        {
            throw node[stray]!.Error($"`{stray}` has no meaning with `mode: {mode}`: leave it out.");
        }
    }

    private static KnobTexts Texts(StudyNode node)
    {
        string? scenario = node["scenario"]?.Word([.. SandboxScenarios.Names]);
        KnobTexts texts = SandboxFactory.Texts(scenario, node["tau"]?.Text(), node["kappa0"]?.Text(), node["kappa1"]?.Text(),
            node["log_alpha"]?.Text())
            ?? throw node.Error("a sandbox needs `tau:` or `scenario:`.");
        foreach (string key in Knobs.Where(key => node[key] is not null))
        {
            node[key]!.Checked(() => KnobExpression.Parse(node[key]!.Text(), key).Checked());
        }

        return texts;
    }

    // Word by word, so that a mistake is reported where it stands.
    private static string? Word(StudyNode node, string key, Func<SandboxRequest, string, SandboxRequest> with)
    {
        string? word = node[key]?.Text();
        if (word is not null)
        {
            node[key]!.Checked(() => SandboxFactory.Check(with(new SandboxRequest { Tau = "0" }, word)));
        }

        return word;
    }
}
