using System.ComponentModel.DataAnnotations;
using CausalLoom.Generators.Autoregressive.Tokens;

namespace CausalLoom.Generators.Autoregressive.Lm;

/// <summary>
/// Settings of <see cref="LmGenerator"/>. The model is after REaLTabFormer (Solatorio and Dupriez, "REaLTabFormer: generating
/// realistic relational and tabular data using transformers", 2023); docs/methods/generators/lm.md says where it differs.
/// </summary>
public sealed record LmOptions
{
    /// <summary>The blocks of the decoder.</summary>
    [Range(1, int.MaxValue)]
    public int Layers { get; init; } = 2;

    /// <summary>Columns of its hidden states; divided by <see cref="Heads"/>.</summary>
    [Range(1, int.MaxValue)]
    public int Width { get; init; } = 64;

    /// <summary>Its attention heads.</summary>
    [Range(1, int.MaxValue)]
    public int Heads { get; init; } = 4;

    /// <summary>Dropout after the embeddings and both branches of a block.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Dropout { get; init; } = 0.1;

    /// <summary>AdamW's learning rate at the start; it falls linearly to 0 over the planned steps.</summary>
    [Range(0.0, double.PositiveInfinity, MinimumIsExclusive = true)]
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>AdamW's decoupled weight decay.</summary>
    [Range(0.0, double.PositiveInfinity)]
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Rows in a step, or null for 64 up to 8,000 rows and 128 beyond.</summary>
    [Range(1, int.MaxValue)]
    public int? BatchSize { get; init; }

    /// <summary>Passes over the rows at most.</summary>
    [Range(1, int.MaxValue)]
    public int Epochs { get; init; } = 60;

    /// <summary>At least this many steps are planned, however few rows there are.</summary>
    [Range(0, int.MaxValue)]
    public int MinSteps { get; init; } = 1000;

    /// <summary>At most this many steps are planned.</summary>
    [Range(1, int.MaxValue)]
    public int MaxSteps { get; init; } = 4000;

    /// <summary>At most so many tokens are read in training, which bounds the time of wide tables.</summary>
    [Range(1, int.MaxValue)]
    public long MaxTokens { get; init; } = 4_000_000;

    /// <summary>The fewest steps between two looks at the held-out loss; a look ends an epoch.</summary>
    [Range(1, int.MaxValue)]
    public int StepsPerLook { get; init; } = 30;

    /// <summary>
    /// Looks without a better held-out loss that are tolerated; the best weights are restored: the guard against overfitting.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int Patience { get; init; } = 6;

    /// <summary>The share of rows that is held out to stop early on.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double ValidationShare { get; init; } = 0.15;

    /// <summary>Random orders of the columns that rows are drawn in, in turn.</summary>
    [Range(1, int.MaxValue)]
    public int Orders { get; init; } = 1;

    /// <summary>
    /// The share of training rows that are read in one of those orders; the others in a fresh random order, so that any columns can be
    /// given.
    /// </summary>
    [Range(0.0, 1.0)]
    public double OrderShare { get; init; } = 0.3;

    /// <summary>Whether the rates of tokens in each order are calibrated to the table's.</summary>
    public bool CalibrateMargins { get; init; } = true;

    /// <summary>Whether pairs of tokens that the table excludes are excluded from what is drawn.</summary>
    public bool StructuralZeros { get; init; } = true;

    /// <summary>How columns become tokens.</summary>
    public TokenOptions Tokens { get; init; } = new();

    internal int EpochsFor(int batches, int tokensPerStep)
    {
        int most = (int)Math.Clamp(MaxTokens / tokensPerStep, 1, MaxSteps);
        return Math.Max(1, Math.Clamp(Epochs * batches, Math.Min(MinSteps, most), most) / batches);
    }

    internal int BatchSizeFor(int rows) => BatchSize ?? Math.Clamp(rows / 64, 64, 128);
}
