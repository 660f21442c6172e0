namespace CausalLoom.Generators.Copula;

/// <summary>Settings of <see cref="GaussianCopulaGenerator"/>.</summary>
public sealed record CopulaOptions
{
    /// <summary>Terms of the Hermite series by which latent correlations are matched.</summary>
    public int HermiteTerms { get; init; } = 40;

    /// <summary>The largest latent correlation in absolute value before shrinkage.</summary>
    public double LargestCorrelation { get; init; } = 0.995;
}
