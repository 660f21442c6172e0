using System.ComponentModel.DataAnnotations;
using CausalLoom.Data.Encoders;
using CausalLoom.Numerics.Neural;

namespace CausalLoom.Generators.Flow;

/// <summary>
/// Settings of <see cref="NflowGenerator"/>. The splines' defaults are those of Durkan et al., "Neural spline flows" (NeurIPS
/// 2019); the others were chosen by held-out likelihood (docs/evidence/generator-choices.md).
/// </summary>
public sealed record NflowOptions
{
    /// <summary>The shape of the splines.</summary>
    public SplineShape Spline { get; init; } = new();

    /// <summary>
    /// Flows, each stopped on another held-out part of the rows; every cell is drawn from the mean of their laws, so that
    /// all rows are learned from although each holds some out. Null for 5 up to 50,000 cells, 2 up to 20,000 rows and 1 beyond.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int? Members { get; init; }

    /// <summary>Hidden units of a layer, or null for 128 up to 32 columns and 256 beyond.</summary>
    [Range(1, int.MaxValue)]
    public int? Width { get; init; }

    /// <summary>Residual blocks.</summary>
    [Range(1, int.MaxValue)]
    public int Blocks { get; init; } = 2;

    /// <summary>The hidden layers' activation.</summary>
    public Activation Activation { get; init; } = Activation.Elu;

    /// <summary>Dropout within blocks.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Dropout { get; init; } = 0.3;

    /// <summary>Passes over the rows at most.</summary>
    [Range(1, int.MaxValue)]
    public int Epochs { get; init; } = 200;

    /// <summary>Training ends after this many steps, if not before.</summary>
    [Range(1, int.MaxValue)]
    public int MaxSteps { get; init; } = 4000;

    /// <summary>Passes over tables that are too small to hold rows out.</summary>
    [Range(0, int.MaxValue)]
    public int EpochsWithoutValidation { get; init; } = 10;

    /// <summary>Rows in a step.</summary>
    [Range(1, int.MaxValue)]
    public int BatchSize { get; init; } = 64;

    /// <summary>Adam's learning rate, which falls linearly to 0 over the planned steps.</summary>
    [Range(0.0, double.PositiveInfinity, MinimumIsExclusive = true)]
    public double LearningRate { get; init; } = 4e-3;

    /// <summary>Decoupled weight decay.</summary>
    [Range(0.0, double.PositiveInfinity)]
    public double WeightDecay { get; init; } = 1e-2;

    /// <summary>The share of rows each flow holds out, at most 20,000.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double ValidationShare { get; init; } = 0.1;

    /// <summary>
    /// Looks at the held-out rows (epochs 1, 2, 3, 4, 6, 8, 11, …, each about 1.3 times the one before) without any column's
    /// likelihood becoming better that are tolerated.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int Patience { get; init; } = 4;

    /// <summary>Epochs that are run in any case.</summary>
    [Range(0, int.MaxValue)]
    public int MinimumEpochs { get; init; } = 20;

    /// <summary>Each column takes its best weights from at most this many moments of the training.</summary>
    [Range(0, int.MaxValue)]
    public int Moments { get; init; } = 4;

    /// <summary>Whether every column's margin is calibrated to the data's.</summary>
    public bool CalibrateMargins { get; init; } = true;

    /// <summary>What counts as levels, and how many are told apart: the column codes' settings (mixtures are not used).</summary>
    public ModeSpecificOptions Encoder { get; init; } = new() { MaxLevels = 200 };

    /// <summary>
    /// Discrete columns that exclude or imply each other's levels are learned as one, up to this many combinations (see `tvae`); 0 learns
    /// every column apart.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int MaxPatterns { get; init; } = 64;

    /// <summary>Flows for a table of that size.</summary>
    internal int MembersFor(int rows, int columns) => Members ?? ((long)rows * columns <= 50_000 ? 5 : rows <= 20_000 ? 2 : 1);

    /// <summary>Hidden units for so many columns.</summary>
    internal int WidthFor(int columns) => Width ?? (columns <= 32 ? 128 : 256);
}
