using CausalLoom.Numerics.Neural;

namespace CausalLoom.Io;

/// <summary>The states of trainings by the streams that they draw from, which no two have in common.</summary>
internal static class TrainingCheckpoints
{
    /// <summary>The state of a training under a context's stream, to be gone on from where a run is broken off.</summary>
    /// <param name="context">The context.</param>
    /// <param name="settings">All that decides how the training goes but stream and data.</param>
    /// <param name="state">Exchanges all that the training changes.</param>
    internal static TrainingCheckpoint Checkpoint(this FitContext context, string settings, Action<StateExchange> state) =>
        new(context.Work, context.Stream.Identifier, settings, state);
}
