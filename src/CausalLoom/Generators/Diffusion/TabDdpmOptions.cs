using System.ComponentModel.DataAnnotations;
using CausalLoom.Data.Encoders;
using CausalLoom.Numerics.Neural;

namespace CausalLoom.Generators.Diffusion;

/// <summary>
/// Settings of <see cref="TabDdpmGenerator"/>. The defaults were chosen by measurement (docs/evidence/generator-choices.md); the model is
/// that of Kotelnikov et al., "TabDDPM: modelling tabular data with diffusion models" (ICML 2023).
/// </summary>
public sealed record TabDdpmOptions
{
    /// <summary>Widths of the hidden layers; for a residual network, one entry a block, all equal.</summary>
    [Range(1, int.MaxValue)]
    public IReadOnlyList<int> Widths { get; init; } = [128, 128, 128];

    /// <summary>Whether the hidden layers are residual blocks with layer normalisation.</summary>
    public bool Residual { get; init; }

    /// <summary>The hidden layers' activation.</summary>
    public Activation Activation { get; init; } = Activation.Silu;

    /// <summary>Dropout after every hidden layer.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Dropout { get; init; }

    /// <summary>Waves that stand for the time.</summary>
    [Range(2, int.MaxValue)]
    public int TimeEmbedding { get; init; } = 128;

    /// <summary>The width that the row and the time are projected to and added in.</summary>
    [Range(1, int.MaxValue)]
    public int Projection { get; init; } = 128;

    /// <summary>T, the noise levels between data and noise.</summary>
    [Range(2, int.MaxValue)]
    public int TimeSteps { get; init; } = 1000;

    /// <summary>What is predicted of numbers.</summary>
    public DiffusionPrediction Prediction { get; init; } = DiffusionPrediction.Velocity;

    /// <summary>The loss of levels.</summary>
    public CategoryLoss CategoryLoss { get; init; } = CategoryLoss.CrossEntropy;

    /// <summary>The weight of one column of levels against one of numbers.</summary>
    [Range(0.0, double.PositiveInfinity)]
    public double CategoryWeight { get; init; } = 1;

    /// <summary>Whether numbers and levels are averaged apart before they are added (Kotelnikov et al.), rather than together.</summary>
    public bool SeparateMeans { get; init; }

    /// <summary>Training ends after this many steps, if validation has not ended it before.</summary>
    [Range(1, int.MaxValue)]
    public int MaxSteps { get; init; } = 4000;

    /// <summary>Training ends after this many passes over the rows, if not before.</summary>
    [Range(1, int.MaxValue)]
    public int MaxEpochs { get; init; } = int.MaxValue;

    /// <summary>Rows in a step.</summary>
    [Range(1, int.MaxValue)]
    public int BatchSize { get; init; } = 256;

    /// <summary>AdamW's learning rate.</summary>
    [Range(0.0, double.PositiveInfinity, MinimumIsExclusive = true)]
    public double LearningRate { get; init; } = 2e-3;

    /// <summary>Whether the learning rate falls linearly to 0 over the planned steps.</summary>
    public bool DecayLearningRate { get; init; } = true;

    /// <summary>AdamW's decoupled weight decay.</summary>
    [Range(0.0, double.PositiveInfinity)]
    public double WeightDecay { get; init; } = 1e-4;

    /// <summary>
    /// The decay of the parameters' moving average, which is what is validated, restored and sampled from; 0 uses the parameters
    /// themselves.
    /// </summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double EmaDecay { get; init; } = 0.999;

    /// <summary>
    /// How many denoisers are trained, each on other held-out rows, and averaged: a row's own mark on the members that have seen
    /// it is diluted by the one that has not.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int Members { get; init; } = 1;

    /// <summary>The share of rows that each member holds out to choose its number of steps; 0 trains on all rows to the end.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double ValidationShare { get; init; } = 0.1;

    /// <summary>
    /// How much worse than its best the held-out loss may become, as a share: the last average within it is kept. The loss of noise
    /// rises slowly beyond its best while the dependence is still being sharpened.
    /// </summary>
    [Range(0.0, double.PositiveInfinity)]
    public double ValidationTolerance { get; init; } = 0.05;

    /// <summary>Noise levels at which each held-out row is looked at.</summary>
    [Range(1, int.MaxValue)]
    public int ValidationRepeats { get; init; } = 16;

    /// <summary>Steps between two looks at the held-out loss.</summary>
    [Range(1, int.MaxValue)]
    public int ValidationEvery { get; init; } = 100;

    /// <summary>Looks beyond the tolerance before training stops; the last average within it is restored.</summary>
    [Range(1, int.MaxValue)]
    public int Patience { get; init; } = 8;

    /// <summary>Steps that are run in any case.</summary>
    [Range(0, int.MaxValue)]
    public int MinimumSteps { get; init; } = 500;

    /// <summary>The share of training rows whose columns are in part given clean, which teaches conditional laws; 0 teaches none.</summary>
    [Range(0.0, 1.0)]
    public double ConditionalShare { get; init; } = 0.4;

    /// <summary>Steps of the sampler, at most <see cref="TimeSteps"/>.</summary>
    [Range(1, int.MaxValue)]
    public int SamplingSteps { get; init; } = 50;

    /// <summary>The sampler's noise for numbers: 1 is ancestral sampling, 0 is DDIM.</summary>
    [Range(0.0, 1.0)]
    public double Eta { get; init; }

    /// <summary>The temperature of the levels' logits in sampling: below 1 sharpens what the other columns say of a level.</summary>
    [Range(0.0, double.PositiveInfinity, MinimumIsExclusive = true)]
    public double Temperature { get; init; } = 0.8;

    /// <summary>Whether every column's margin is calibrated to the data's: categories by logit offsets, numbers by quantiles.</summary>
    public bool CalibrateMargins { get; init; } = true;

    /// <summary>The settings of the columns' coding.</summary>
    public QuantileOptions Encoder { get; init; } = new();

    /// <summary>
    /// Discrete columns that exclude or imply each other's levels are learned as one, up to this many combinations, so that
    /// impossible combinations are not generated; 0 learns every column apart.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int MaxPatterns { get; init; } = 64;

    /// <summary>
    /// synthcity 0.2.12's TabDDPM at its defaults, which the STEAM paper used: 1,000 epochs whatever the size of the table, an
    /// average of the weights that is kept but never used, 1,000 ancestral steps, no calibration. It is there to show what the
    /// paper's library does; docs/methods/generators/tabddpm.md lists where it differs.
    /// </summary>
    public static TabDdpmOptions SteamPaper { get; } = new()
    {
        Widths = [256, 256, 256],
        Activation = Activation.Relu,
        TimeEmbedding = 128,
        Projection = 128,
        Prediction = DiffusionPrediction.Noise,
        CategoryLoss = CategoryLoss.PosteriorKl,
        SeparateMeans = true,
        Dropout = 0,
        MaxSteps = int.MaxValue,
        MaxEpochs = 1000,
        BatchSize = 1024,
        LearningRate = 2e-3,
        DecayLearningRate = true,
        WeightDecay = 1e-4,
        EmaDecay = 0,
        Members = 1,
        ValidationShare = 0,
        ConditionalShare = 0,
        SamplingSteps = 1000,
        Eta = 1,
        Temperature = 1,
        CalibrateMargins = false,
        MaxPatterns = 0,
        Encoder = new QuantileOptions { RowsPerLandmark = 30 },
    };
}
