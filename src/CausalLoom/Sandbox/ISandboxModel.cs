using CausalLoom.Data;
using CausalLoom.Numerics.Random;
using CausalLoom.Synthesis;

namespace CausalLoom.Sandbox;

/// <summary>
/// A fitted generator with knobs. Whatever says that the knobs were met looks at what it draws, never at its own means: fresh units, and
/// fresh potential outcomes of given units as members of either arm.
/// </summary>
public interface ISandboxModel : IFittedSynthesizer
{
    /// <summary>What was asked for.</summary>
    SandboxKnobs Knobs { get; }

    /// <summary>The outcome column.</summary>
    OutcomeShape OutcomeShape { get; }

    /// <summary>
    /// Null where outcomes have noise. Where a numeric outcome was asked to have none, so that U alone spreads it about its mean given x
    /// and T:
    /// Δ = P(U = 1 | x, T = 1) − P(U = 1 | x, T = 0), or 0 where there is no U either.
    /// </summary>
    double? NoiseFree => null;

    /// <summary>Draws units. <see cref="ICausalSource.Draw"/> gives the same units as an analyst sees them, with their truth.</summary>
    SandboxDraw DrawUnits(int rows, RandomStream stream);

    /// <summary>
    /// Draws U and both potential outcomes of units with these covariates that took these arms: (U, Y(0), Y(1)) | X = x, T = t.
    /// </summary>
    /// <param name="covariates">The rows.</param>
    /// <param name="arms">The arm of each, 0 or 1.</param>
    /// <param name="stream">Where randomness comes from.</param>
    SandboxOutcomes DrawOutcomes(Table covariates, int[] arms, RandomStream stream);

    /// <summary>
    /// The law of the outcomes of given rows, to draw from again and again: what depends on the rows alone is worked out once.
    /// </summary>
    /// <param name="covariates">The rows.</param>
    ISandboxLaw Given(Table covariates) => new DirectSandboxLaw(this, covariates);
}
