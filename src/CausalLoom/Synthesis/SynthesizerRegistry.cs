using CausalLoom.Models;

namespace CausalLoom.Synthesis;

/// <summary>Loads saved synthesizers by their kind.</summary>
public static class SynthesizerRegistry
{
    /// <summary>Loads a saved synthesizer.</summary>
    /// <exception cref="CausalLoomException">The state is of an unknown kind or damaged.</exception>
    public static IFittedSynthesizer Load(ModelState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Kind switch
        {
            SequentialSynthesizer.Name => FittedSequential.Load(state),
            HybridSynthesizer.Name => FittedHybrid.Load(state),
            JointSynthesizer.Name => FittedJoint.Load(state),
            CovariateTreatmentSynthesizer.Name => FittedSequential.Load(state),
            _ => throw new CausalLoomException($"The model file holds a '{state.Kind}', which this version cannot sample from."),
        };
    }
}
