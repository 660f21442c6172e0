using CausalLoom.Generators.CausalMix;
using CausalLoom.Generators.Gan;
using CausalLoom.Mechanisms.Networks;
using CausalLoom.Sandbox.Penalty;
using CausalLoom.Synthesis;

namespace CausalLoom.Sandbox.Comparison;

/// <summary>
/// Other tools' choices on our parts (docs/methods/other-knobs.md): for comparison, not line by line what their code does.
/// </summary>
public static class ComparisonPresets
{
    /// <summary>The settings of <see cref="Wgan"/>'s generator.</summary>
    public static CtganOptions WganOptions { get; } = new()
        { GeneratorWidths = [128, 128, 128], CriticWidths = [128, 128, 128], CriticDropout = 0.1 };

    /// <summary>
    /// In the manner of ds-wgan: covariates by a WGAN-GP with three layers of 128 and dropout .1 in the critic, an outcome network an arm.
    /// Theirs draws T from its share and X given T and is a GAN for the outcome too; here T is drawn given X.
    /// </summary>
    public static SequentialSynthesizer Wgan { get; } = new()
        { Generator = new CtganGenerator(WganOptions), OutcomeModel = new TLearnerNetwork() };

    /// <summary>
    /// In the manner of Credence: the penalty mode as coded with squared penalties at a large weight, squared error for the reconstruction,
    /// one hidden layer of 8, 4 latent dimensions, a standard normal prior and nothing asked of overlap. Their weight is 10²⁰
    /// (<see cref="CredenceAsCoded"/>); at 10⁶ nothing else of the loss is left either, and training goes on (docs/methods/other-knobs.md).
    /// </summary>
    public static PenaltyOptions Credence { get; } = PenaltyOptions.Paper with
    {
        Covariates = CausalMixOptions.Paper with
        {
            Widths = [8],
            LatentSize = 4,
            LatentAsColumns = false,
            Prior = CausalMixPriorKind.Gaussian,
            Reconstruction = CausalMixReconstruction.SquaredError,
        },
        OutcomeWidths = [8],
        OutcomeLatent = 4,
        Control = PenaltyControl.MeanSquare,
        TauWeight = 1e6,
        KappaWeight = 1e6,
        TauVariance = 0,
        KappaVariance = 0,
        OverlapWeight = 0,
    };

    /// <summary>
    /// The same with their weight of 10²⁰. In single precision a gradient beyond 1.8·10¹⁹ has no finite square, after which Adam never
    /// moves that parameter again: fine where the request is nearly met from the start, stuck where it is not.
    /// </summary>
    public static PenaltyOptions CredenceAsCoded { get; } = Credence with { TauWeight = 1e20, KappaWeight = 1e20 };
}
