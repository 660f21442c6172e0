using CausalLoom.Models;
using CausalLoom.Sandbox.Comparison;
using CausalLoom.Sandbox.Exact;
using CausalLoom.Sandbox.Penalty;
using CausalLoom.Synthesis;

namespace CausalLoom.Sandbox;

/// <summary>Loads whatever a `.loom` file holds that rows can be drawn from.</summary>
public static class SavedSource
{
    /// <summary>Loads a synthesizer, a sandbox or a plasmode with its knobs.</summary>
    /// <exception cref="CausalLoomException">The state is of an unknown kind or damaged.</exception>
    public static IFittedSynthesizer Load(ModelState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Kind switch
        {
            ExactSandbox.Name => ExactState.Load(state),
            PenaltySandbox.Name => PenaltyState.Load(state),
            Plasmode.Name or RealCauseStyle.Name or MarginalEffect.Name => TunedState.Load(state),
            _ => SynthesizerRegistry.Load(state),
        };
    }
}
