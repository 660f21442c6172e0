namespace CausalLoom.Overlap.Agreement;

/// <summary>An arm's rows of both sides that can be compared.</summary>
/// <param name="DataRows">How many rows of the data.</param>
/// <param name="DonorRows">How many donors.</param>
/// <param name="Checks">What is compared; null where they are too few.</param>
internal sealed record SideBySide(int DataRows, int DonorRows, ArmChecks? Checks);
