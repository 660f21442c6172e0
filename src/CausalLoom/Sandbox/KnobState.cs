using CausalLoom.Catalogue;
using CausalLoom.Mechanisms;
using CausalLoom.Models;
using CausalLoom.Sandbox.Expressions;

namespace CausalLoom.Sandbox;

/// <summary>The knobs of a saved model.</summary>
internal static class KnobState
{
    private const string Tau = "tau", Kappa0 = "kappa0", Kappa1 = "kappa1", LogAlpha = "log_alpha";

    /// <summary>Adds knobs to a model's state.</summary>
    /// <exception cref="CausalLoomException">A knob is code.</exception>
    public static void Write(ModelState state, SandboxKnobs knobs)
    {
        state.Put(Tau, KnobExpression.Save(knobs.Tau, Tau));
        state.Put(Kappa0, KnobExpression.Save(knobs.Kappa0, Kappa0));
        state.Put(Kappa1, KnobExpression.Save(knobs.Kappa1, Kappa1));
        state.Settings["assigned"] = knobs.LogAlpha is not null;
        if (knobs.LogAlpha is { } overlap)
        {
            state.Put(LogAlpha, KnobExpression.Save(overlap, LogAlpha));
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="CausalLoomException">The state is damaged.</exception>
    public static SandboxKnobs Read(ModelState state, Catalogues catalogues) => new(
        KnobExpression.Load(state.Get(Tau), catalogues),
        KnobExpression.Load(state.Get(Kappa0), catalogues),
        KnobExpression.Load(state.Get(Kappa1), catalogues),
        StateReader.Flag(state, "assigned") ? KnobExpression.Load(state.Get(LogAlpha), catalogues) : null);
}
