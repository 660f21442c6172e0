using CausalLoom.Mechanisms;
using CausalLoom.Models;

namespace CausalLoom.Sandbox;

/// <summary>Saved knobs.</summary>
internal static class KnobState
{
    /// <summary>The kind of a number's state.</summary>
    public const string Number = "knob-number";

    private const string Tau = "tau", Kappa0 = "kappa0", Kappa1 = "kappa1", LogAlpha = "log_alpha";

    /// <summary>Adds knobs to a model's state.</summary>
    /// <exception cref="CausalLoomException">A knob is code.</exception>
    public static void Write(ModelState state, SandboxKnobs knobs)
    {
        Put(state, Tau, knobs.Tau);
        Put(state, Kappa0, knobs.Kappa0);
        Put(state, Kappa1, knobs.Kappa1);
        state.Settings["assigned"] = knobs.LogAlpha is not null;
        if (knobs.LogAlpha is { } overlap)
        {
            Put(state, LogAlpha, overlap);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="CausalLoomException">The state is damaged.</exception>
    public static SandboxKnobs Read(ModelState state) => new(
        Load(state.Get(Tau)),
        Load(state.Get(Kappa0)),
        Load(state.Get(Kappa1)),
        StateReader.Flag(state, "assigned") ? Load(state.Get(LogAlpha)) : null);

    private static void Put(ModelState state, string name, IKnob knob) => state.Put(name, knob is ISavedKnob saved
        ? saved.Save()
        : throw new CausalLoomException($"The knob {name} = {knob.Text} is code, which a model file cannot hold. Draw from the model without saving it, or write the knob as an expression."));

    private static IKnob Load(ModelState state) => state.Kind switch
    {
        Number => Knob.Constant(StateReader.Vector(state, "value") is [var value] && double.IsFinite(value) ? value : throw StateReader.Damaged("value")),
        _ => throw new CausalLoomException($"The model file holds a '{state.Kind}' where a knob belongs. Fit the model again."),
    };
}
