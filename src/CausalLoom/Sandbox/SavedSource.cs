using CausalLoom.Catalogue;
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
    /// <param name="state">The saved model.</param>
    /// <param name="catalogues">Where the models within it are looked up; null: this library's.</param>
    /// <exception cref="CausalLoomException">The state is of an unknown kind or damaged.</exception>
    public static IFittedSynthesizer Load(ModelState state, Catalogues? catalogues = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        catalogues ??= Catalogues.Default;
        return state.Kind switch
        {
            SequentialSynthesizer.Name or CovariateTreatmentSynthesizer.Name => FittedSequential.Load(state, catalogues),
            HybridSynthesizer.Name => FittedHybrid.Load(state, catalogues),
            JointSynthesizer.Name => FittedJoint.Load(state, catalogues),
            ExactSandbox.Name => ExactState.Load(state, catalogues),
            PenaltySandbox.Name => PenaltyState.Load(state, catalogues),
            Plasmode.Name or RealCauseStyle.Name or MarginalEffect.Name => TunedState.Load(state, catalogues),
            _ => throw new CausalLoomException($"The model file holds a '{state.Kind}', which this version cannot sample from."),
        };
    }
}
