namespace CausalLoom.Numerics.Mixtures;

/// <summary>
/// A one-dimensional Gaussian mixture fitted by variational Bayes with a truncated stick-breaking (Dirichlet-process)
/// prior on the weights and a Normal–Wishart prior on each component: Blei and Jordan, "Variational inference for Dirichlet
/// process mixtures" (Bayesian Analysis 1, 2006) for the sticks, Bishop, "Pattern Recognition and Machine Learning" (2006)
/// §10.2 for the components. Priors: m₀ = sample mean, W₀⁻¹ = sample variance, ν₀ = 1.
/// </summary>
public sealed class BayesianGaussianMixture1D
{
    private readonly double[] _logOffset;
    private readonly double[] _halfPrecision;

    private BayesianGaussianMixture1D(MixturePosterior posterior, List<double> bounds)
    {
        Weights = posterior.ExpectedWeights();
        Means = [.. posterior.Mean];
        Variances = [.. posterior.Variance];
        (_logOffset, _halfPrecision) = posterior.LogDensityTerms();
        LowerBounds = bounds;
    }

    /// <summary>The expected weight of each component under the posterior; they sum to 1.</summary>
    public double[] Weights { get; }

    /// <summary>The posterior mean of each component's mean, in the units of the sample.</summary>
    public double[] Means { get; }

    /// <summary>The inverse of each component's expected precision, in squared units of the sample.</summary>
    public double[] Variances { get; }

    /// <summary>The variational lower bound, up to a constant, after each iteration; it does not decrease.</summary>
    public IReadOnlyList<double> LowerBounds { get; }

    /// <summary>The number of components, emptied ones included.</summary>
    public int Components => Weights.Length;

    /// <summary>Fits a mixture to a sample of finite values; deterministic (k-means from quantiles gives the start).</summary>
    /// <exception cref="ArgumentException">The sample is empty.</exception>
    public static BayesianGaussianMixture1D Fit(ReadOnlySpan<double> sample, BayesianMixtureOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (sample.IsEmpty)
        {
            throw new ArgumentException("A mixture needs at least one value.", nameof(sample));
        }

        WeightedValues values = WeightedValues.Of(sample, options.MaxDistinct);
        int[] labels = KMeans1D.Cluster(values, options.Components);
        double[] responsibilities = new double[labels.Length * options.Components];
        for (int i = 0; i < labels.Length; i++)
        {
            responsibilities[(i * options.Components) + labels[i]] = 1;
        }

        return Fit(values, responsibilities, options);
    }

    /// <summary>Fits from given starting responsibilities [distinct value, component].</summary>
    internal static BayesianGaussianMixture1D Fit(WeightedValues sample, double[] responsibilities, BayesianMixtureOptions options)
    {
        MixturePosterior posterior = new(sample, options);
        posterior.Maximise(sample, responsibilities);
        List<double> bounds = [];
        bool converged = false;
        while (bounds.Count < options.MaxIterations && !converged)
        {
            double entropy = posterior.Expect(sample, responsibilities);
            posterior.Maximise(sample, responsibilities);
            bounds.Add(posterior.LowerBound(entropy));
            converged = bounds.Count > 1 && Math.Abs(bounds[^1] - bounds[^2]) < options.Tolerance;
        }

        return new BayesianGaussianMixture1D(posterior, bounds);
    }

    /// <summary>
    /// The probability that a value came from each component (Bishop 10.49), written to <paramref name="destination"/>, of length
    /// <see cref="Components"/>.
    /// </summary>
    public void Responsibilities(double value, Span<double> destination)
    {
        for (int k = 0; k < Means.Length; k++)
        {
            double d = value - Means[k];
            destination[k] = _logOffset[k] - (_halfPrecision[k] * d * d);
        }

        MixturePosterior.Normalise(destination);
    }
}
