using System.ComponentModel.DataAnnotations;
using CausalLoom.Data.Encoders;
using CausalLoom.Numerics.Neural;

namespace CausalLoom.Generators.Vae;

/// <summary>
/// Settings of <see cref="TvaeGenerator"/>. The defaults were chosen by measurement (docs/evidence/generator-choices.md); the model is that
/// of Xu et al., "Modeling tabular data using conditional GAN" (NeurIPS 2019), §4.5.
/// </summary>
public sealed record TvaeOptions
{
    /// <summary>Widths of the encoder's hidden layers.</summary>
    [Range(1, int.MaxValue)]
    public IReadOnlyList<int> EncoderWidths { get; init; } = [256, 256];

    /// <summary>Widths of the decoder's hidden layers.</summary>
    [Range(1, int.MaxValue)]
    public IReadOnlyList<int> DecoderWidths { get; init; } = [256, 256];

    /// <summary>
    /// Whether each decoder layer is as wide as its input and is set beside it (synthcity), whatever <see cref="DecoderWidths"/> says but
    /// their number.
    /// </summary>
    public bool ResidualDecoder { get; init; }

    /// <summary>The number of latent dimensions.</summary>
    [Range(1, int.MaxValue)]
    public int LatentSize { get; init; } = 16;

    /// <summary>The hidden layers' activation.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>Dropout after every hidden layer of the encoder but the first.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Dropout { get; init; }

    /// <summary>
    /// The weight of the reconstruction against the KL divergence, or null for 2 up to 1,000 rows and 2·∛(rows/1,000), at most
    /// 6, beyond: the more rows, the sharper a decoder can be before it memorises them.
    /// </summary>
    [Range(0.0, double.PositiveInfinity, MinimumIsExclusive = true)]
    public double? LossFactor { get; init; }

    /// <summary>The standard deviation of every value head, or null to learn one for each column.</summary>
    [Range(0.0, double.PositiveInfinity, MinimumIsExclusive = true)]
    public double? FixedDeviation { get; init; }

    /// <summary>The smallest learned deviation; the largest is 1.</summary>
    [Range(0.0, double.PositiveInfinity, MinimumIsExclusive = true)]
    public double SmallestDeviation { get; init; } = 0.01;

    /// <summary>Passes over the rows.</summary>
    [Range(1, int.MaxValue)]
    public int Epochs { get; init; } = 400;

    /// <summary>Training ends after this many steps, if not before.</summary>
    [Range(1, int.MaxValue)]
    public int MaxSteps { get; init; } = 8000;

    /// <summary>Rows in a step.</summary>
    [Range(1, int.MaxValue)]
    public int BatchSize { get; init; } = 128;

    /// <summary>Adam's learning rate.</summary>
    [Range(0.0, double.PositiveInfinity, MinimumIsExclusive = true)]
    public double LearningRate { get; init; } = 1.5e-3;

    /// <summary>Whether the learning rate falls linearly to 0 over the planned steps.</summary>
    public bool DecayLearningRate { get; init; } = true;

    /// <summary>Adam's coupled weight decay.</summary>
    [Range(0.0, double.PositiveInfinity)]
    public double WeightDecay { get; init; } = 1e-5;

    /// <summary>The share of rows held out to stop early on; 0 trains on all rows to the end.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double ValidationShare { get; init; }

    /// <summary>Epochs between two looks at the held-out loss.</summary>
    [Range(1, int.MaxValue)]
    public int ValidationEvery { get; init; } = 10;

    /// <summary>Looks without improvement that are tolerated before training stops; the best weights are restored.</summary>
    [Range(1, int.MaxValue)]
    public int Patience { get; init; } = 5;

    /// <summary>Epochs that are run in any case.</summary>
    [Range(0, int.MaxValue)]
    public int MinimumEpochs { get; init; } = 100;

    /// <summary>Where latent draws come from.</summary>
    public LatentPriorKind Prior { get; init; } = LatentPriorKind.AggregatePosterior;

    /// <summary>
    /// The bandwidth h of the aggregate posterior's smoothing, in its own standard deviations: 0 draws a row's posterior
    /// (near-copies), 1 a Gaussian of the same mean and covariance; the covariance is the same for every h.
    /// </summary>
    [Range(0.0, double.PositiveInfinity)]
    public double PriorSmoothing { get; init; } = 0.7;

    /// <summary>The temperature of the categories' softmax when sampling; below 1 sharpens what the latent already decides.</summary>
    [Range(0.0, double.PositiveInfinity, MinimumIsExclusive = true)]
    public double Temperature { get; init; } = 0.7;

    /// <summary>What the value heads' learned noise is multiplied by when sampling.</summary>
    [Range(0.0, double.PositiveInfinity)]
    public double ValueNoise { get; init; } = 1;

    /// <summary>Whether every column's margin is calibrated to the data's: categories by logit offsets, numbers by quantiles.</summary>
    public bool CalibrateMargins { get; init; } = true;

    /// <summary>The settings of the columns' coding.</summary>
    public ModeSpecificOptions Encoder { get; init; } = new();

    /// <summary>
    /// Discrete columns that exclude or imply each other's levels are learned as one, up to this many combinations, so that
    /// impossible combinations are not generated; 0 learns every column apart.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int MaxPatterns { get; init; } = 64;

    /// <summary>The loss factor for so many rows.</summary>
    internal double LossFactorFor(int rows) => LossFactor ?? Math.Min(6, 2 * Math.Max(1, Math.Cbrt(rows / 1000.0)));

    /// <summary>
    /// The paper's and sdv-dev TVAE's settings: 300 passes with batches of 500, N(0, I) draws, likeliest categories, no calibration.
    /// </summary>
    public static TvaeOptions Original { get; } = new()
    {
        EncoderWidths = [128, 128],
        DecoderWidths = [128, 128],
        LatentSize = 128,
        LossFactor = 2,
        Epochs = 300,
        MaxSteps = int.MaxValue,
        BatchSize = 500,
        LearningRate = 1e-3,
        DecayLearningRate = false,
        WeightDecay = 1e-5,
        Prior = LatentPriorKind.StandardNormal,
        // As good as the likeliest category, and still a law.
        Temperature = 1e-3,
        CalibrateMargins = false,
        MaxPatterns = 0,
        // Every number gets modes, as every column that is not declared discrete does there.
        Encoder = new ModeSpecificOptions { MaxDistinctAsLevels = 2, SpikeShare = 2 },
    };

    /// <summary>
    /// synthcity 0.2.12's TVAE at its defaults, which the STEAM paper used (docs/methods/generators/tvae.md lists the faults that are
    /// not reproduced: restoring early stopping's best weights, and conditions that match their rows, so none are used).
    /// </summary>
    public static TvaeOptions SteamPaper { get; } = new()
    {
        EncoderWidths = [500, 500],
        DecoderWidths = [500, 500, 500],
        ResidualDecoder = true,
        LatentSize = 500,
        Activation = Activation.LeakyRelu,
        Dropout = 0.1,
        LossFactor = 1,
        // 50 Σ(Δv)² is a Gaussian with σ = 0.1.
        FixedDeviation = 0.1,
        Epochs = 1000,
        MaxSteps = int.MaxValue,
        BatchSize = 200,
        LearningRate = 1e-3,
        DecayLearningRate = false,
        WeightDecay = 1e-5,
        ValidationShare = 0.2,
        ValidationEvery = 50,
        Patience = 5,
        MinimumEpochs = 100,
        Prior = LatentPriorKind.StandardNormal,
        Temperature = 1,
        ValueNoise = 0,
        CalibrateMargins = false,
        MaxPatterns = 0,
        Encoder = new ModeSpecificOptions { SampleModes = false, MinimumModeWeight = 0, SpikeShare = 2 },
    };
}
