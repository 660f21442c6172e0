using System.ComponentModel.DataAnnotations;

namespace CausalLoom.Generators.Forest;

/// <summary>
/// Settings of <see cref="ArfGenerator"/>. The defaults were chosen by measurement (docs/evidence/generator-choices.md); the method is that
/// of Watson, Blesch, Kapar and Wright, "Adversarial random forests for density estimation and generative modeling" (AISTATS 2023).
/// </summary>
public sealed record ArfOptions
{
    /// <summary>The number of trees.</summary>
    [Range(1, int.MaxValue)]
    public int Trees { get; init; } = 100;

    /// <summary>The fewest rows, real or made, in a leaf of the forest.</summary>
    [Range(1, int.MaxValue)]
    public int MinForestLeafRows { get; init; } = 5;

    /// <summary>The fewest real rows in a leaf of the density.</summary>
    [Range(1, int.MaxValue)]
    public int MinLeafRows { get; init; } = 5;

    /// <summary>The features drawn at each node; null means √d.</summary>
    [Range(1, int.MaxValue)]
    public int? FeaturesPerNode { get; init; }

    /// <summary>The most rounds after the first, which tells the rows from rows with permuted columns.</summary>
    [Range(0, int.MaxValue)]
    public int MaxRounds { get; init; } = 10;

    /// <summary>Rounds end once the out-of-bag accuracy is not above ½ by more than this.</summary>
    [Range(0.0, double.PositiveInfinity)]
    public double Tolerance { get; init; }

    /// <summary>Whether rounds also end once the accuracy rises again.</summary>
    public bool StopWhenWorse { get; init; } = true;

    /// <summary>
    /// The bandwidth h of a number's density in a leaf, in its standard deviations there: 1 is the paper's truncated normal, less is
    /// a mixture of narrower truncated normals around the leaf's own values, pulled towards their mean so that mean and
    /// variance stay what they are.
    /// </summary>
    [Range(0.0, double.PositiveInfinity)]
    public double Smoothing { get; init; } = 0.5;

    /// <summary>
    /// A column in which every distinct number occurs this often on average, or has no more than <see cref="MaxDistinctAsLevels"/> of them,
    /// is treated as levels.
    /// </summary>
    [Range(0.0, double.PositiveInfinity, MinimumIsExclusive = true)]
    public double LatticeRepeats { get; init; } = 3;

    /// <summary>Columns of at most so many distinct numbers, if these repeat, are treated as levels.</summary>
    [Range(0, int.MaxValue)]
    public int MaxDistinctAsLevels { get; init; } = 10;

    /// <summary>
    /// A number that this share of the rows has (and four at least) keeps a probability of its own; above 1 turns that off.
    /// </summary>
    [Range(0.0, 1.0)]
    public double SpikeShare { get; init; } = 0.01;

    /// <summary>
    /// Discrete columns with impossible combinations are drawn together, up to this many combinations; 0 draws every column apart.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int MaxPatterns { get; init; } = 64;

    /// <summary>
    /// The paper's and its library's: 30 trees of at least 5 rows a leaf, at most 10 rounds while the accuracy is above ½ and
    /// falling, leaves of at least 5 real rows, truncated normals, at most 10 distinct numbers as levels.
    /// </summary>
    public static ArfOptions Paper { get; } = new()
    {
        Trees = 30,
        MinForestLeafRows = 5,
        MinLeafRows = 5,
        MaxRounds = 10,
        Tolerance = 0,
        StopWhenWorse = true,
        Smoothing = 1,
        LatticeRepeats = double.PositiveInfinity,
        SpikeShare = 2,
        MaxPatterns = 0,
    };
}
