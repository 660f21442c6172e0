namespace CausalLoom.Overlap;

/// <summary>A donor beside an extreme row.</summary>
/// <param name="Row">The extreme row.</param>
/// <param name="Arm">The arm that it lacks and the added row has.</param>
/// <param name="Donor">The donor's row in the pool.</param>
/// <param name="Distance">How far it is, in units of the caliper (<see cref="MatchingSpace.Unit"/>).</param>
public sealed record DonorMatch(int Row, int Arm, int Donor, double Distance);
