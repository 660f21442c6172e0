namespace CausalLoom;

/// <summary>How far a long step has come.</summary>
/// <param name="Step">What is being done, in words a user knows.</param>
/// <param name="Fraction">How much of it is done, 0 to 1.</param>
/// <param name="Detail">A further word, such as the loss, or null.</param>
public readonly record struct ProgressReport(string Step, double Fraction, string? Detail);
