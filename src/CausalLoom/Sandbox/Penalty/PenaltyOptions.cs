using System.ComponentModel.DataAnnotations;
using CausalLoom.Generators.CausalMix;

namespace CausalLoom.Sandbox.Penalty;

/// <summary>
/// Options of <see cref="PenaltySandbox"/>. The defaults are what the request means and no weight is set by hand; <see cref="Paper"/> is
/// what
/// the code of arXiv 2603.03587 does (docs/methods/sandbox-penalty.md lists the differences).
/// </summary>
public sealed record PenaltyOptions
{
    /// <summary>The X | T module. Its prior and its reconstruction are also those of the outcome module.</summary>
    public CausalMixOptions Covariates { get; init; } = new();

    /// <summary>Widths of the outcome module's hidden layers.</summary>
    [Range(1, int.MaxValue)]
    public IReadOnlyList<int> OutcomeWidths { get; init; } = [64, 64];

    /// <summary>
    /// Latent dimensions of the outcome module. 0: its means are functions of (x, t) alone and a numeric outcome's noise is drawn from
    /// residuals, so that a latent cannot take over what the covariates explain.
    /// </summary>
    [Range(0, int.MaxValue)]
    public int OutcomeLatent { get; init; }

    /// <summary>
    /// Whether the outcome module's encoder sees x and t beside the outcome. The paper's code shows it the outcome alone.
    /// </summary>
    public bool EncoderSeesCovariates { get; init; } = true;

    /// <summary>Whether what the four means of a row have in common is a network of its own, which the penalties hardly touch.</summary>
    public bool SeparateBase { get; init; } = true;

    /// <summary>β of the outcome module.</summary>
    [Range(0.0, double.PositiveInfinity)]
    public double OutcomeBeta { get; init; } = 1;

    /// <summary>
    /// How the outcome module is trained: to the end, since what a few held-out rows like best is a flatter outcome than the real one.
    /// </summary>
    public TrainingSchedule OutcomeSchedule { get; init; } = new() { MaxSteps = 2500, ValidationShare = 0 };

    /// <summary>
    /// How what a mean is off its request is penalised where weights are set by hand; constraints are always mean squares.
    /// </summary>
    public PenaltyControl Control { get; init; } = PenaltyControl.Huber;

    /// <summary>
    /// Whether weights are found: constraints mean(d²) ≤ ε with an augmented Lagrangian. Otherwise the weights below are used.
    /// </summary>
    public bool Augmented { get; init; } = true;

    /// <summary>The root of ε for τ and κ: in probability, or in standard deviations of a numeric outcome.</summary>
    [Range(0.0, double.PositiveInfinity)]
    public double Tolerance { get; init; } = 0.004;

    /// <summary>
    /// Whether λ_α is found as well, for the root mean square of the decoder's log ratio off log α to stay within
    /// <see cref="OverlapTolerance"/>.
    /// Not by default: a density ratio held so tightly at each z is met by bending columns that log α has nothing to do with (measured:
    /// docs/evidence/generator-choices.md).
    /// </summary>
    public bool OverlapAugmented { get; init; }

    /// <summary>The root of ε for the decoder's log α, where <see cref="OverlapAugmented"/>.</summary>
    [Range(0.0, double.PositiveInfinity, MinimumIsExclusive = true)]
    public double OverlapTolerance { get; init; } = 0.1;

    /// <summary>λ_τ.</summary>
    [Range(0.0, double.PositiveInfinity)]
    public double TauWeight { get; init; } = 1000;

    /// <summary>λ_κ.</summary>
    [Range(0.0, double.PositiveInfinity)]
    public double KappaWeight { get; init; } = 1000;

    /// <summary>λ_α.</summary>
    [Range(0.0, double.PositiveInfinity)]
    public double OverlapWeight { get; init; } = 1;

    /// <summary>w_τ, the share of the squared error in the composite; the rest is SmoothL1.</summary>
    [Range(0.0, 1.0)]
    public double TauSquareShare { get; init; } = 0.5;

    /// <summary>w_κ.</summary>
    [Range(0.0, 1.0)]
    public double KappaSquareShare { get; init; } = 0.5;

    /// <summary>η, the weight of the variance of effect errors within a batch.</summary>
    [Range(0.0, double.PositiveInfinity)]
    public double TauVariance { get; init; } = 0.01;

    /// <summary>ζ, the same for κ.</summary>
    [Range(0.0, double.PositiveInfinity)]
    public double KappaVariance { get; init; } = 0.005;

    /// <summary>
    /// Whether the targets are d_t = τ + (t − e)(κ₁ − κ₀) in both arms and both κ in every row, which is what τ and κ mean. The paper's
    /// code
    /// asks d_t = τ in the row's arm and one κ a row, which no law can meet unless κ₁ = κ₀.
    /// </summary>
    public bool ConsistentTargets { get; init; } = true;

    /// <summary>Whether log α is shifted so that the treated share is kept. The paper's code takes it as it is.</summary>
    public bool NormaliseOverlap { get; init; } = true;

    /// <summary>
    /// How many points of each component of the latent's law the module's means are averaged over, where it has a latent.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int MeanDraws { get; init; } = 256;

    /// <summary>
    /// How many latent draws each row's propensity P(T = 1 | x) ∝ P(T = t)·p(x | t) is estimated with; 0 leaves it unknown.
    /// </summary>
    [Range(0, int.MaxValue)]
    public int PropensityDraws { get; init; } = 32;

    /// <summary>
    /// The paper's code: 64 units, two latent dimensions whose encoder sees the outcome alone, β = 0.1, batches of 10, weights by hand
    /// (1000, 1000, 10; w = ½; η = .01, ζ = .005), targets that contradict each other where κ depends on the arm.
    /// </summary>
    public static PenaltyOptions Paper { get; } = new()
    {
        Covariates = CausalMixOptions.Paper,
        OutcomeWidths = [64],
        OutcomeLatent = 2,
        EncoderSeesCovariates = false,
        SeparateBase = false,
        OutcomeBeta = 0.1,
        OutcomeSchedule = TrainingSchedule.Paper,
        Augmented = false,
        OverlapWeight = 10,
        ConsistentTargets = false,
        NormaliseOverlap = false,
    };
}
