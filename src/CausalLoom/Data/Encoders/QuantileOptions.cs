namespace CausalLoom.Data.Encoders;

/// <summary>Settings of <see cref="QuantileEncoder"/>.</summary>
public sealed record QuantileOptions
{
    /// <summary>A number with at most this many distinct values is coded as levels, provided that they repeat.</summary>
    public int MaxDistinctAsLevels { get; init; } = 10;

    /// <summary>
    /// A single number that makes up at least this share of the rows becomes a level of its own; above 1 it stays an atom of the
    /// quantile transform, which brings it back exactly as well.
    /// </summary>
    public double SpikeShare { get; init; } = 2;

    /// <summary>Levels of a categorical column beyond this many, the rarest, share one category and are told apart by frequency.</summary>
    public int MaxLevels { get; init; } = 100;

    /// <summary>Rows for each of scikit-learn's landmarks (at least 10, at most 1,000), or null for the exact ranks.</summary>
    public int? RowsPerLandmark { get; init; }
}
