using System.ComponentModel.DataAnnotations;
using CausalLoom.Estimation.Average;

namespace CausalLoom.Synthesis;

/// <summary>Options of <see cref="HybridSynthesizer"/>.</summary>
public sealed record HybridOptions
{
    /// <summary>1 %.</summary>
    public const double DefaultDcrQuantile = 0.01;

    /// <summary>
    /// The papers' way (docs/methods/hybrid.md): nothing is targeted, and what comes out is judged by this library's default nuisances.
    /// </summary>
    public static HybridOptions Paper { get; } = new() { Target = false, Reference = new NuisanceOptions() };

    /// <summary>Whether outcome means are moved until their effect over the real covariates is the doubly robust estimate.</summary>
    public bool Target { get; init; } = true;

    /// <summary>Folds of the doubly robust estimate, at least 2.</summary>
    [Range(2, int.MaxValue)]
    public int Folds { get; init; } = 5;

    /// <summary>The nuisances of the doubly robust estimate; null: the synthesizer's own learners, cross-fitted.</summary>
    public NuisanceOptions? Reference { get; init; }

    /// <summary>
    /// How many covariate rows are drawn once to measure the covariate term and the simulator's effect; 0 leaves both out. A model whose
    /// rows come from a server draws none, as each costs money.
    /// </summary>
    [Range(0, int.MaxValue)]
    public int PoolRows { get; init; } = 10_000;

    /// <summary>
    /// Whether synthetic rows closer to a real row than <see cref="DcrQuantile"/> of the holdout's rows are drawn again. Needs a holdout.
    /// </summary>
    public bool DcrFilter { get; init; }

    /// <summary>
    /// The quantile of the holdout's distances that the filter keeps rows above, 0 (the closest row of the holdout) to .5. Of rows that are
    /// no
    /// copies it drops about that share, and with it the densest part of the covariates.
    /// </summary>
    [Range(0.0, 0.5)]
    public double DcrQuantile { get; init; } = DefaultDcrQuantile;
}
