using System.ComponentModel.DataAnnotations;
using CausalLoom.Data.Encoders;
using CausalLoom.Numerics.Mixtures;
using CausalLoom.Numerics.Neural;

namespace CausalLoom.Generators.CausalMix;

/// <summary>
/// Settings of <see cref="CausalMixGenerator"/> and of the X | T module of the penalised sandbox. The defaults were chosen by
/// measurement (docs/methods/generators/causalmix.md); <see cref="Paper"/> is what the code of arXiv 2603.03587 does.
/// </summary>
public sealed record CausalMixOptions
{
    /// <summary>Widths of the encoder's hidden layers; the decoder mirrors them.</summary>
    [Range(1, int.MaxValue)]
    public IReadOnlyList<int> Widths { get; init; } = [128, 128];

    /// <summary>The hidden layers' activation.</summary>
    public Activation Activation { get; init; } = Activation.LeakyRelu;

    /// <summary>The number of latent dimensions, or null for 16, and 32 beyond 64 columns.</summary>
    [Range(1, int.MaxValue)]
    public int? LatentSize { get; init; }

    /// <summary>Whether there are as many latent dimensions as columns, whatever <see cref="LatentSize"/> says.</summary>
    public bool LatentAsColumns { get; init; }

    /// <summary>The weight β of the KL divergence against the reconstruction.</summary>
    [Range(0.0, double.PositiveInfinity)]
    public double Beta { get; init; } = 0.3;

    /// <summary>How training goes.</summary>
    public TrainingSchedule Schedule { get; init; } = new();

    /// <summary>Where latent draws come from.</summary>
    public CausalMixPriorKind Prior { get; init; } = CausalMixPriorKind.Mixture;

    /// <summary>The mixture's settings; it has never more components than <see cref="GaussianMixtureOptions.Components"/>.</summary>
    public GaussianMixtureOptions Mixture { get; init; } = new() { Components = 10, Tolerance = 1e-4, TolerancePerRow = true };

    /// <summary>Whether the mixture's truncation is the latent dimension, as in the paper's code.</summary>
    public bool ComponentsAsLatent { get; init; }

    /// <summary>The most rows that the mixture is fitted to.</summary>
    [Range(1, int.MaxValue)]
    public int MixtureRows { get; init; } = 5000;

    /// <summary>
    /// Whether the mixture is fitted for each arm. Null: where treatment is assigned as in the real data; not where an overlap is asked
    /// for, since the decoder is held to that overlap at equal z and a prior by arm would add the real dependence on top.
    /// </summary>
    public bool? PriorByArm { get; init; }

    /// <summary>How well rows are reconstructed.</summary>
    public CausalMixReconstruction Reconstruction { get; init; } = CausalMixReconstruction.Likelihood;

    /// <summary>Whether levels enter the networks as indicators. The paper's code enters their numbers 0 … K − 1.</summary>
    public bool OneHotInputs { get; init; } = true;

    /// <summary>Whether a number's mean is kept between the smallest and the largest observed value by a logistic function.</summary>
    public bool BoundMeans { get; init; }

    /// <summary>
    /// Whether every number is one Gaussian head in its own units, instead of the modes, spikes and levels of TVAE's coding.
    /// </summary>
    public bool PlainNumbers { get; init; }

    /// <summary>The temperature of the categories' softmax when sampling.</summary>
    [Range(0.0, double.PositiveInfinity, MinimumIsExclusive = true)]
    public double Temperature { get; init; } = 1;

    /// <summary>Whether every column's margin is calibrated to the data's: categories by logit offsets, numbers by quantiles.</summary>
    public bool CalibrateMargins { get; init; } = true;

    /// <summary>The settings of the columns' coding.</summary>
    public ModeSpecificOptions Encoder { get; init; } = new();

    /// <summary>
    /// Discrete columns that exclude or imply each other's levels are learned as one, up to this many combinations; 0 learns every column
    /// apart.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int MaxPatterns { get; init; } = 64;

    /// <summary>
    /// The paper's code (arXiv 2603.03587): 64 units, as many latent dimensions as columns, β = 0.1, raw level numbers, means
    /// bounded by the observed range, one pooled mixture of as many components as dimensions, ten starts. Component order and frozen
    /// draws are not reproduced.
    /// </summary>
    public static CausalMixOptions Paper { get; } = new()
    {
        Widths = [64],
        LatentAsColumns = true,
        Beta = 0.1,
        Schedule = TrainingSchedule.Paper,
        Mixture = new GaussianMixtureOptions { Starts = 10, MaxIterations = 1000 },
        ComponentsAsLatent = true,
        MixtureRows = int.MaxValue,
        PriorByArm = false,
        OneHotInputs = false,
        BoundMeans = true,
        PlainNumbers = true,
        CalibrateMargins = false,
        MaxPatterns = 0,
        Encoder = new ModeSpecificOptions { MaxLevels = int.MaxValue },
    };

    /// <summary>The number of latent dimensions for so many columns.</summary>
    internal int LatentFor(int columns) => LatentAsColumns ? Math.Max(1, columns) : LatentSize ?? (columns > 64 ? 32 : 16);
}
