using System.ComponentModel.DataAnnotations;

namespace CausalLoom.Generators.Copula;

/// <summary>Settings of <see cref="GaussianCopulaGenerator"/>.</summary>
public sealed record CopulaOptions
{
    /// <summary>Terms of the Hermite series by which latent correlations are matched.</summary>
    [Range(1, int.MaxValue)]
    public int HermiteTerms { get; init; } = 40;

    /// <summary>The largest latent correlation in absolute value before shrinkage.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double LargestCorrelation { get; init; } = 0.995;
}
