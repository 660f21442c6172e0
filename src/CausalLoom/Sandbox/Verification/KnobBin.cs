using System.Text.Json.Nodes;

namespace CausalLoom.Sandbox.Verification;

/// <summary>Units with similar values of a knob.</summary>
/// <param name="Rows">How many.</param>
/// <param name="Asked">The mean of the knob over them.</param>
/// <param name="Delivered">The mean of what was drawn.</param>
/// <param name="StandardError">Its standard error.</param>
public sealed record KnobBin(int Rows, double Asked, double Delivered, double StandardError)
{
    /// <summary>As JSON; what has no value is null.</summary>
    public JsonObject ToJson() =>
        new() { ["rows"] = Rows, ["asked"] = Asked, ["delivered"] = JsonNumber.Of(Delivered), ["se"] = JsonNumber.Of(StandardError) };
}
