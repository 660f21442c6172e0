namespace CausalLoom.Data;

/// <summary>How <see cref="FeatureEncoder"/> turns columns into numbers.</summary>
public sealed record FeatureOptions
{
    /// <summary>For regressions and networks: standardised numbers, 0/1, one-hot, imputation with indicators.</summary>
    public static FeatureOptions Default { get; } = new();

    /// <summary>
    /// The papers' matrix (arXiv 2510.18768, its code): numbers as they are, two levels by their own numbers (1/2 stays 1/2),
    /// categories one-hot in full.
    /// </summary>
    public static FeatureOptions Raw { get; } = new() { Standardize = false, LevelNumbers = true, MaxLevels = int.MaxValue };

    /// <summary>For trees: numbers as they are, NaN where missing, categories one-hot.</summary>
    public static FeatureOptions ForTrees { get; } = new() { Standardize = false, KeepMissing = true, MissingIndicators = false };

    /// <summary>
    /// Whether continuous and integer columns are centred by their mean and divided by their population standard deviation.
    /// </summary>
    public bool Standardize { get; init; } = true;

    /// <summary>Whether the first level of a category goes without a feature (no collinearity with an intercept).</summary>
    public bool DropFirst { get; init; }

    /// <summary>Whether two-level columns with numeric levels keep those numbers instead of 0/1.</summary>
    public bool LevelNumbers { get; init; }

    /// <summary>Whether a missing value stays NaN instead of being imputed by the mean or the most frequent level.</summary>
    public bool KeepMissing { get; init; }

    /// <summary>Whether a column with missing values at the fit gets a further 0/1 feature that says where.</summary>
    public bool MissingIndicators { get; init; } = true;

    /// <summary>How many levels of a category get a feature of their own, most frequent first; the rest share one.</summary>
    public int MaxLevels { get; init; } = 64;
}
