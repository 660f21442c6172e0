using System.Text.Json.Nodes;

namespace CausalLoom.Sandbox.Verification;

/// <summary>Numbers that may be absent.</summary>
internal static class JsonNumber
{
    /// <summary>The number, or null where it is none.</summary>
    public static JsonValue? Of(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;
}
