using CausalLoom.Sandbox;
using CausalLoom.Sandbox.Exact;

namespace CausalLoom.Studies;

/// <summary>Reads what belongs to `method: sandbox` of a synthesizer source: its knobs, by the names of the command line.</summary>
internal static class StudySandboxFile
{
    /// <summary>Its keys that no other method has.</summary>
    public static IReadOnlyList<string> Keys { get; } = ["tau", "kappa0", "kappa1", "log_alpha", "u_imbalance", "tilt", "proxies", "proxy_noise"];

    /// <summary>The sandbox, or null where the method is another.</summary>
    public static SandboxRequest? Read(StudyNode node)
    {
        if (node["method"]?.Text() != ExactSandbox.Name)
        {
            return Keys.FirstOrDefault(key => node[key] is not null) is { } stray ? throw node[stray]!.Error($"`{stray}` has a meaning with `method: {ExactSandbox.Name}` only.") : null;
        }

        if (new[] { "propensity", "outcome_model", "preset", "dcr_filter" }.FirstOrDefault(key => node[key] is not null) is { } other)
        {
            throw node[other]!.Error($"`{other}` has no meaning with `method: {ExactSandbox.Name}`: leave it out.");
        }

        SandboxRequest request = new()
        {
            Tau = node.Need("tau").Text(),
            Kappa0 = node["kappa0"]?.Text() ?? "0",
            Kappa1 = node["kappa1"]?.Text() ?? "0",
            LogAlpha = node["log_alpha"]?.Text(),
            Generator = node["generator"]?.Text(),
            Noise = node["outcome_noise"]?.Text() ?? "residual",
            Imbalance = node["u_imbalance"]?.Number(v => v is > 0 and <= 0.5, "above 0 and at most 0.5") ?? 0.5,
            Tilt = node["tilt"]?.Number(v => v is >= 0 and <= 1, "from 0 to 1") ?? 0,
            Proxies = (int)(node["proxies"]?.Whole(0, 100) ?? 0),
            ProxyNoise = node["proxy_noise"]?.Number(v => v > 0, "above 0") ?? 1,
        };
        Each(node, request);
        return request;
    }

    // Knob by knob, so that a mistake is reported where it stands.
    private static void Each(StudyNode node, SandboxRequest request)
    {
        SandboxRequest plain = new() { Tau = "0" };
        node["tau"]!.Checked(() => SandboxFactory.Check(plain with { Tau = request.Tau }));
        node["kappa0"]?.Checked(() => SandboxFactory.Check(plain with { Kappa0 = request.Kappa0 }));
        node["kappa1"]?.Checked(() => SandboxFactory.Check(plain with { Kappa1 = request.Kappa1 }));
        node["log_alpha"]?.Checked(() => SandboxFactory.Check(plain with { LogAlpha = request.LogAlpha }));
        (node["generator"] ?? node).Checked(() => SandboxFactory.Check(request));
    }
}
