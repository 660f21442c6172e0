using System.ComponentModel;

namespace CausalLoom.Simulators;

/// <summary>Options of <see cref="KangSchaferSimulator"/>.</summary>
/// <param name="Latent">Whether the normal covariates themselves are observed, which makes linear nuisances right.</param>
public sealed record KangSchaferSimulatorOptions(
    [property: Description("observe the normal covariates, which makes linear nuisances right")] bool Latent = false);
