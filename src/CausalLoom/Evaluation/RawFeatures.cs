using CausalLoom.Data;

namespace CausalLoom.Evaluation;

/// <summary>The encoding on which distances and paper metrics are measured.</summary>
internal static class RawFeatures
{
    /// <summary>
    /// The papers' matrix: numbers as they are, categories one-hot; but of a column of more than 64 levels (a name, a
    /// postcode) the rarer ones share a feature, as the papers' full coding would be nothing else but that column.
    /// </summary>
    public static FeatureOptions Options { get; } = FeatureOptions.Raw with { MaxLevels = 64 };
}
