namespace CausalLoom.Generators;

/// <summary>One point of a training curve.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Training">The training loss.</param>
/// <param name="Validation">The validation loss, or NaN where none was measured.</param>
public readonly record struct TrainingPoint(int Epoch, double Training, double Validation);
