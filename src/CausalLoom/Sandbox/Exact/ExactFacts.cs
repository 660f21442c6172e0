using System.Text.Json.Nodes;

namespace CausalLoom.Sandbox.Exact;

/// <summary>What is known of an exact sandbox beside its laws.</summary>
/// <param name="Gap">What the request costs.</param>
/// <param name="Strength">The unmeasured confounder, or null.</param>
/// <param name="Proxies">How many noisy copies of it are among the covariates.</param>
/// <param name="ProxyNoise">Their standard deviation about it.</param>
/// <param name="Tilt">How far τ yields to the real contrast.</param>
public sealed record ExactFacts(ConflictGap Gap, ConfounderStrength? Strength, int Proxies, double ProxyNoise, double Tilt)
{
    /// <summary>As JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["gap"] = Gap.ToJson(),
        ["confounder"] = Strength?.ToJson(),
        ["proxies"] = Proxies,
        ["proxy_noise"] = ProxyNoise,
        ["tilt"] = Tilt,
        ["at_tilt"] = new JsonObject
        {
            ["contrast_mean"] = (1 - Tilt) * Gap.Mean,
            ["contrast_rms"] = Gap.At(Tilt).Fidelity,
            ["tau_off_mean"] = Tilt * Gap.Mean,
            ["tau_off_rms"] = Gap.At(Tilt).Control,
        },
    };

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="CausalLoomException">It is something else.</exception>
    internal static ExactFacts FromJson(JsonNode? node)
    {
        try
        {
            int proxies = node!["proxies"]!.GetValue<int>();
            double noise = node["proxy_noise"]!.GetValue<double>(), tilt = node["tilt"]!.GetValue<double>();
            return proxies is >= 0 and <= 100 && noise > 0 && tilt is >= 0 and <= 1
                ? new ExactFacts(ConflictGap.FromJson(node["gap"]!), node["confounder"] is { } strength
                    ? ConfounderStrength.FromJson(strength) : null, proxies, noise, tilt)
                : throw new FormatException("out of range");
        }
        catch (Exception e) when (e is NullReferenceException or InvalidOperationException or FormatException)
        {
            throw new CausalLoomException("The model file does not describe its sandbox. Fit the model again.", e);
        }
    }
}
