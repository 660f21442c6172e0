using System.ComponentModel;

namespace CausalLoom.Simulators;

/// <summary>Options of <see cref="FourArmSimulator"/>.</summary>
/// <param name="Slope">What the assignment's coefficients are multiplied by: 0 is a trial with equal arms, 2 leaves little overlap.</param>
/// <param name="Outcome">A number, or two levels.</param>
public sealed record FourArmSimulatorOptions(
    [property: Description("of the assignment: 0 is a trial, 1 moderate, 2 poor overlap")] double Slope = 1,
    [property: Description("continuous or binary")] FourArmOutcome Outcome = FourArmOutcome.Continuous);
