using System.ComponentModel.DataAnnotations;
using CausalLoom.Generators.Autoregressive.Tokens;

namespace CausalLoom.Generators.Autoregressive.Argn;

/// <summary>
/// Settings of <see cref="ArgnGenerator"/>. The model is after TabularARGN (Tiwald et al., "TabularARGN: a flexible and efficient
/// auto-regressive framework for generating high-fidelity synthetic data", 2025); docs/methods/generators/argn.md says where it differs.
/// </summary>
public sealed record ArgnOptions
{
    /// <summary>The width of a column's hidden layers.</summary>
    [Range(1, int.MaxValue)]
    public int Hidden { get; init; } = 64;

    /// <summary>The hidden layers of a column's network, at least 1; those after the first are residual.</summary>
    [Range(1, int.MaxValue)]
    public int Layers { get; init; } = 1;

    /// <summary>Dropout of the hidden units.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Dropout { get; init; } = 0.25;

    /// <summary>AdamW's learning rate at the start; it falls linearly to 0 over the planned steps.</summary>
    [Range(0.0, double.PositiveInfinity, MinimumIsExclusive = true)]
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>AdamW's decoupled weight decay.</summary>
    [Range(0.0, double.PositiveInfinity)]
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Rows in a step, or null for 64 up to 4,000 rows and 256 from 16,000.</summary>
    [Range(1, int.MaxValue)]
    public int? BatchSize { get; init; }

    /// <summary>Passes over the rows at most.</summary>
    [Range(1, int.MaxValue)]
    public int Epochs { get; init; } = 60;

    /// <summary>At least this many steps are planned, however few rows there are.</summary>
    [Range(0, int.MaxValue)]
    public int MinSteps { get; init; } = 1500;

    /// <summary>At most this many steps are planned.</summary>
    [Range(1, int.MaxValue)]
    public int MaxSteps { get; init; } = 8000;

    /// <summary>The fewest steps between two looks at the held-out loss; a look ends an epoch.</summary>
    [Range(1, int.MaxValue)]
    public int StepsPerLook { get; init; } = 30;

    /// <summary>
    /// Looks without a better held-out loss that are tolerated; the best weights are restored. Each column stops by itself.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int Patience { get; init; } = 8;

    /// <summary>The share of rows that a network holds out to stop early on.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double ValidationShare { get; init; } = 0.15;

    /// <summary>
    /// Networks of each column, each with another held-out part, whose probabilities are averaged; or null for 4 up to 2,000
    /// rows, 2 up to 10,000, and 1 beyond.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int? Members { get; init; }

    /// <summary>Random orders of the columns that rows are drawn in, in turn.</summary>
    [Range(1, int.MaxValue)]
    public int Orders { get; init; } = 1;

    /// <summary>
    /// The share of training cases that are predicted from what is known in one of those orders; the others are predicted from a
    /// random set, that of a fresh random order, so that any columns can be given.
    /// </summary>
    [Range(0.0, 1.0)]
    public double OrderShare { get; init; } = 0.8;

    /// <summary>Whether the rates of tokens in each order are calibrated to the table's.</summary>
    public bool CalibrateMargins { get; init; } = true;

    /// <summary>Whether pairs of tokens that the table excludes are excluded from what is drawn.</summary>
    public bool StructuralZeros { get; init; } = true;

    /// <summary>How columns become tokens.</summary>
    public TokenOptions Tokens { get; init; } = new();

    internal int EpochsFor(int batches) => Math.Max(1, Math.Clamp(Epochs * batches, Math.Min(MinSteps, MaxSteps), MaxSteps) / batches);

    internal int BatchSizeFor(int rows) => BatchSize ?? Math.Clamp(rows / 64, 64, 256);

    internal int MembersFor(int rows) => Members ?? (rows <= 2000 ? 4 : rows <= 10_000 ? 2 : 1);
}
