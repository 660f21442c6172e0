using System.ComponentModel.DataAnnotations;

namespace CausalLoom.Generators.Autoregressive.Tokens;

/// <summary>How columns become tokens.</summary>
public sealed record TokenOptions
{
    /// <summary>The most bins of a numeric column; with fewer distinct numbers than bins each number is a token.</summary>
    [Range(2, 255)]
    public int MaxBins { get; init; } = 100;

    /// <summary>The rows that a bin should hold in a small table.</summary>
    [Range(1, int.MaxValue)]
    public int RowsPerBin { get; init; } = 8;

    /// <summary>
    /// The fewest rows of a bin of several numbers. Bins narrow to this at the ends of the range, where margins are stretched.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int SmallestBin { get; init; } = 4;

    /// <summary>A level of fewer rows is rare. Rare levels share one token and are told apart by their frequency.</summary>
    [Range(0, int.MaxValue)]
    public int RareCount { get; init; } = 5;

    /// <summary>Columns of at most this many levels keep rare levels apart.</summary>
    [Range(1, int.MaxValue)]
    public int PoolBeyond { get; init; } = 8;

    /// <summary>A column of more tokens than this is predicted in two steps, the group of the token and its place in the group.</summary>
    [Range(1, int.MaxValue)]
    public int SplitBeyond { get; init; } = 256;
}
