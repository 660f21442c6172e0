namespace CausalLoom.Numerics.Mixtures;

/// <summary>
/// Settings of <see cref="BayesianGaussianMixture1D"/>. The defaults are those that CTGAN's and synthcity's encoders give scikit-learn.
/// </summary>
public sealed record BayesianMixtureOptions
{
    /// <summary>The truncation level K of the stick-breaking prior: the largest number of components.</summary>
    public int Components { get; init; } = 10;

    /// <summary>The concentration γ of the Dirichlet process; small values empty components that are not needed.</summary>
    public double WeightConcentration { get; init; } = 1e-3;

    /// <summary>The precision β₀ of the prior on the means, in observations.</summary>
    public double MeanPrecision { get; init; } = 1;

    /// <summary>The largest number of iterations.</summary>
    public int MaxIterations { get; init; } = 100;

    /// <summary>Iterations stop when the lower bound changes by less than this.</summary>
    public double Tolerance { get; init; } = 1e-3;

    /// <summary>What is added to every component's scatter, as a share of the sample variance, so that no component collapses.</summary>
    public double VarianceFloor { get; init; } = 1e-6;

    /// <summary>Above this many distinct values, neighbours are pooled into groups of about equal count before fitting.</summary>
    public int MaxDistinct { get; init; } = 4096;
}
