using System.ComponentModel;

namespace CausalLoom.Simulators;

/// <summary>Options of <see cref="NieWagerSimulator"/>.</summary>
/// <param name="Setup">Which of the four.</param>
/// <param name="Dimensions">d ≥ 5; theirs are 6 and 12.</param>
/// <param name="Sigma">σ > 0; theirs are ½, 1, 2, 3.</param>
public sealed record NieWagerSimulatorOptions(
    [property: Description("A hard nuisances, B trial, C confounding with a constant effect, D arms that share nothing")]
    NieWagerSetup Setup = NieWagerSetup.A,
    [property: Description("covariates, at least 5")] int Dimensions = 6,
    [property: Description("residual standard deviation")] double Sigma = 1);
