using System.ComponentModel.DataAnnotations;
using CausalLoom.Data.Encoders;

namespace CausalLoom.Generators.Gan;

/// <summary>
/// Settings of <see cref="CtganGenerator"/>. The model is that of Xu et al., "Modeling tabular data using conditional GAN"
/// (NeurIPS 2019), §4; the defaults differ from the paper's where measurement said so (docs/methods/generators/ctgan.md).
/// </summary>
public sealed record CtganOptions
{
    /// <summary>The number of normal inputs of the generator.</summary>
    [Range(1, int.MaxValue)]
    public int NoiseSize { get; init; } = 128;

    /// <summary>Widths of the generator's hidden layers; each is set beside its input.</summary>
    [Range(1, int.MaxValue)]
    public IReadOnlyList<int> GeneratorWidths { get; init; } = [256, 256];

    /// <summary>
    /// Whether each hidden layer of the generator but the first is as wide as its input (synthcity), whatever <see cref="GeneratorWidths"/>
    /// says but their number.
    /// </summary>
    public bool GrowingGenerator { get; init; }

    /// <summary>Whether the generator's hidden layers are batch-normalised.</summary>
    public bool BatchNorm { get; init; } = true;

    /// <summary>Whether value heads end in tanh; otherwise they are linear.</summary>
    public bool BoundedValues { get; init; } = true;

    /// <summary>Widths of the critic's hidden layers.</summary>
    [Range(1, int.MaxValue)]
    public IReadOnlyList<int> CriticWidths { get; init; } = [256, 256];

    /// <summary>The slope of the critic's leaky rectifiers below zero.</summary>
    [Range(0.0, 1.0)]
    public double CriticSlope { get; init; } = 0.2;

    /// <summary>Dropout after the critic's hidden layers.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double CriticDropout { get; init; } = 0.2;

    /// <summary>Whether the critic's first hidden layer has dropout too.</summary>
    public bool DropoutInFirstLayer { get; init; } = true;

    /// <summary>The weight of the gradient penalty.</summary>
    [Range(0.0, double.PositiveInfinity)]
    public double Penalty { get; init; } = 10;

    /// <summary>Rows that the critic judges together (10 in the paper, which costs small tables most of their dependence).</summary>
    [Range(1, int.MaxValue)]
    public int Pack { get; init; } = 1;

    /// <summary>Critic steps for each generator step.</summary>
    [Range(1, int.MaxValue)]
    public int CriticSteps { get; init; } = 2;

    /// <summary>The temperature of the Gumbel-softmax in training.</summary>
    [Range(0.0, double.PositiveInfinity, MinimumIsExclusive = true)]
    public double GumbelTemperature { get; init; } = 0.2;

    /// <summary>Whether the generator is given a level of a random discrete column, and the critic rows with that level.</summary>
    public bool Conditional { get; init; } = true;

    /// <summary>
    /// Whether levels are drawn by the logarithm of their frequency in training, so that rare ones are seen; otherwise by frequency.
    /// </summary>
    public bool LogFrequency { get; init; } = true;

    /// <summary>Passes over the rows (a pass is at least one step), or null to train for <see cref="Steps"/>.</summary>
    [Range(1, int.MaxValue)]
    public int? Epochs { get; init; }

    /// <summary>The most generator steps, where <see cref="Epochs"/> is null.</summary>
    [Range(1, int.MaxValue)]
    public int Steps { get; init; } = 1500;

    /// <summary>Rows in a step; rounded up to whole packs.</summary>
    [Range(1, int.MaxValue)]
    public int BatchSize { get; init; } = 200;

    /// <summary>Adam's learning rate of the generator.</summary>
    [Range(0.0, double.PositiveInfinity, MinimumIsExclusive = true)]
    public double GeneratorRate { get; init; } = 1e-3;

    /// <summary>Adam's learning rate of the critic.</summary>
    [Range(0.0, double.PositiveInfinity, MinimumIsExclusive = true)]
    public double CriticRate { get; init; } = 1e-3;

    /// <summary>Adam's decay of the mean of gradients.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Beta1 { get; init; } = 0.5;

    /// <summary>Adam's decay of the mean of squared gradients.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Beta2 { get; init; } = 0.9;

    /// <summary>Coupled weight decay of both networks.</summary>
    [Range(0.0, double.PositiveInfinity)]
    public double WeightDecay { get; init; } = 1e-6;

    /// <summary>Whether learning rates fall linearly to 0 over the planned steps.</summary>
    public bool DecayLearningRate { get; init; } = true;

    /// <summary>The largest norm of a step's gradients, or null for any.</summary>
    [Range(0.0, double.PositiveInfinity, MinimumIsExclusive = true)]
    public double? ClipNorm { get; init; }

    /// <summary>
    /// The weight of the past in a running average of the generator's weights, which is what is kept; 0 keeps the last
    /// weights. It takes out the circling of adversarial training (Yazıcı et al., ICLR 2019).
    /// </summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Averaging { get; init; } = 0.99;

    /// <summary>The share of rows held out to stop by; where it is 0, see <see cref="ValidateOnTrainingRows"/>.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double ValidationShare { get; init; }

    /// <summary>
    /// Whether, with no rows held out, generated rows are compared with the training rows to stop by; otherwise training
    /// goes on to the end. The generator never sees a row, so little is lost, and small tables keep all theirs.
    /// </summary>
    public bool ValidateOnTrainingRows { get; init; } = true;

    /// <summary>Generator steps between two looks at the rows to stop by.</summary>
    [Range(1, int.MaxValue)]
    public int ValidationEvery { get; init; } = 100;

    /// <summary>
    /// By how much a look's score may be worse than that of the weights kept so far and still replace them: sampling noise
    /// moves the score by about this much, and later weights, after the learning rate has fallen, are better at equal score.
    /// </summary>
    [Range(0.0, double.PositiveInfinity)]
    public double ValidationTolerance { get; init; } = 0.02;

    /// <summary>Looks without improvement that are tolerated before training stops; the best weights are restored.</summary>
    [Range(1, int.MaxValue)]
    public int Patience { get; init; } = 10;

    /// <summary>Generator steps that are run in any case.</summary>
    [Range(0, int.MaxValue)]
    public int MinimumSteps { get; init; } = 800;

    /// <summary>
    /// The temperature of the categories' softmax when sampling: 1 is the law that was trained; below 1 sharpens what the noise already
    /// decides.
    /// </summary>
    [Range(0.0, double.PositiveInfinity, MinimumIsExclusive = true)]
    public double Temperature { get; init; } = 0.7;

    /// <summary>Whether every column's margin is calibrated to the data's: categories by logit offsets, numbers by quantiles.</summary>
    public bool CalibrateMargins { get; init; } = true;

    /// <summary>
    /// Discrete columns that exclude or imply each other's levels are learned as one, up to this many combinations, so that
    /// impossible combinations are not generated; 0 learns every column apart.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int MaxPatterns { get; init; } = 64;

    /// <summary>The settings of the columns' coding.</summary>
    public ModeSpecificOptions Encoder { get; init; } = new();

    /// <summary>The paper's and sdv-dev CTGAN's settings: 300 passes with batches of 500, the last weights, no calibration.</summary>
    public static CtganOptions Original { get; } = new()
    {
        CriticDropout = 0.5,
        Pack = 10,
        CriticSteps = 1,
        Epochs = 300,
        BatchSize = 500,
        GeneratorRate = 2e-4,
        CriticRate = 2e-4,
        DecayLearningRate = false,
        Averaging = 0,
        ValidateOnTrainingRows = false,
        Temperature = 1,
        CalibrateMargins = false,
        MaxPatterns = 0,
        // Every number gets modes, as every column that is not declared discrete does there.
        Encoder = new ModeSpecificOptions { MaxDistinctAsLevels = 2, SpikeShare = 2 },
    };

    /// <summary>
    /// The hybrid papers' choice: sdv-dev CTGAN with 50 passes, which at their 1,000 rows is 100 generator steps, far from trained
    /// (arXiv 2511.00318 and 2604.23904).
    /// </summary>
    public static CtganOptions HybridPaper { get; } = Original with { Epochs = 50 };

    /// <summary>
    /// synthcity 0.2.12's CTGAN at its defaults, which the STEAM paper used. Its conditions, which do not belong to their
    /// rows, and its early stopping, which restores nothing, are not reproduced; the score that stops is ours.
    /// </summary>
    public static CtganOptions SteamPaper { get; } = new()
    {
        NoiseSize = 500,
        GeneratorWidths = [500, 500],
        GrowingGenerator = true,
        BatchNorm = false,
        BoundedValues = false,
        CriticWidths = [500, 500],
        CriticSlope = 0.01,
        CriticDropout = 0.1,
        DropoutInFirstLayer = false,
        Pack = 1,
        CriticSteps = 1,
        LogFrequency = false,
        Epochs = 2000,
        BatchSize = 200,
        GeneratorRate = 1e-3,
        CriticRate = 1e-3,
        Beta1 = 0.5,
        Beta2 = 0.999,
        WeightDecay = 1e-3,
        DecayLearningRate = false,
        ClipNorm = 1,
        Averaging = 0,
        ValidationShare = 0.2,
        ValidationEvery = 200,
        Patience = 5,
        ValidationTolerance = 0,
        MinimumSteps = 400,
        Temperature = 1,
        CalibrateMargins = false,
        MaxPatterns = 0,
        Encoder = new ModeSpecificOptions { SampleModes = false, MinimumModeWeight = 0, SpikeShare = 2 },
    };

    /// <summary>Rows in a step, in whole packs.</summary>
    internal int Batch => (Math.Max(BatchSize, 2 * Pack) + Pack - 1) / Pack * Pack;

    /// <summary>Generator steps for so many rows.</summary>
    internal int StepsFor(int rows) => Epochs is { } epochs ? (int)Math.Min(int.MaxValue, (long)epochs * Math.Max(1, rows / Batch)) : Steps;
}
