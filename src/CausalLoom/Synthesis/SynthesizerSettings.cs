using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Models;

namespace CausalLoom.Synthesis;

/// <summary>The settings every saved synthesizer has: its treatment's levels and its column order.</summary>
internal static class SynthesizerSettings
{
    /// <summary>Writes them.</summary>
    public static void Write(ModelState state, TreatmentSpace space, IReadOnlyList<string> order)
    {
        state.Settings["treatment"] = space.Name;
        state.Settings["levels"] = Strings(space.Levels);
        state.Settings["columns"] = Strings(order);
    }

    /// <summary>Reads them.</summary>
    /// <exception cref="CausalLoomException">They are not there.</exception>
    public static (TreatmentSpace Space, string[] Order) Read(ModelState state)
    {
        try
        {
            string name = state.Settings["treatment"]!.GetValue<string>();
            return (new TreatmentSpace(name, Strings(state.Settings["levels"])), Strings(state.Settings["columns"]));
        }
        catch (Exception e) when (e is NullReferenceException or InvalidOperationException)
        {
            throw new CausalLoomException("The model file does not describe its columns. Fit the model again.", e);
        }
    }

    private static JsonArray Strings(IEnumerable<string> values) => new([.. values.Select(value => JsonValue.Create(value))]);

    private static string[] Strings(JsonNode? node) => [.. node!.AsArray().Select(value => value!.GetValue<string>())];
}
