using CausalLoom.Models;
using CausalLoom.Sandbox.Exact;
using CausalLoom.Sandbox.Penalty;
using CausalLoom.Synthesis;

namespace CausalLoom.Sandbox;

/// <summary>Loads whatever a `.loom` file holds that rows can be drawn from.</summary>
public static class SavedSource
{
    /// <summary>Loads a synthesizer or a sandbox.</summary>
    /// <exception cref="CausalLoomException">The state is of an unknown kind or damaged.</exception>
    public static IFittedSynthesizer Load(ModelState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Kind switch
        {
            ExactSandbox.Name => ExactState.Load(state),
            PenaltySandbox.Name => PenaltyState.Load(state),
            _ => SynthesizerRegistry.Load(state),
        };
    }
}
