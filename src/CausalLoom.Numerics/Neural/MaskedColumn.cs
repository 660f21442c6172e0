namespace CausalLoom.Numerics.Neural;

/// <summary>One column of a <see cref="MaskedNetwork"/>.</summary>
/// <param name="HasNumber">Whether a number of it is an input.</param>
/// <param name="Levels">How many levels of it are inputs; 0 for none.</param>
/// <param name="Outputs">How many outputs describe its law.</param>
public readonly record struct MaskedColumn(bool HasNumber, int Levels, int Outputs);
