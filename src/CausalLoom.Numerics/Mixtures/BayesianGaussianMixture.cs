using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Numerics.Mixtures;

/// <summary>
/// A Gaussian mixture with full covariances in any dimension, fitted by variational Bayes with a truncated stick-breaking
/// (Dirichlet-process) prior on the weights, Beta(1 + N_k, γ₀ + Σ_{j&gt;k} N_j), and a Normal–Wishart prior on each component: Bishop,
/// "Pattern Recognition and Machine Learning" (2006) §10.2; Blei and Jordan (Bayesian Analysis 1, 2006) for the sticks. Priors as
/// scikit-learn's: m₀ = sample mean, W₀⁻¹ = sample covariance, ν₀ = dimension. It is the law with those weights, means and covariances that
/// is drawn from and whose density is given.
/// </summary>
public sealed class BayesianGaussianMixture
{
    private readonly Cholesky[] _factors;
    private readonly double[] _logOffset;

    /// <summary>The mixture with given parts.</summary>
    /// <param name="weights">One a component; they sum to 1.</param>
    /// <param name="means">[component × dimension].</param>
    /// <param name="covariances">One a component, positive definite.</param>
    /// <exception cref="ArithmeticException">A covariance is not positive definite.</exception>
    public BayesianGaussianMixture(double[] weights, Matrix means, Matrix[] covariances)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(means);
        ArgumentNullException.ThrowIfNull(covariances);
        if (means.Rows != weights.Length || covariances.Length != weights.Length || covariances.Any(c => c.Rows != means.Columns))
        {
            throw new ArgumentException($"There are {weights.Length} weights, {means.Rows} means and {covariances.Length} covariances.",
                nameof(covariances));
        }

        (Weights, Means, Covariances) = (weights, means, covariances);
        _factors = [.. covariances.Select(Cholesky.Factor)];
        _logOffset = [
            .. weights.Select((w, k) => Math.Log(w) - (0.5 * (_factors[k].LogDeterminant + (means.Columns * Math.Log(2 * Math.PI)))))];
    }

    /// <summary>The expected weights.</summary>
    public double[] Weights { get; }

    /// <summary>The posterior means of the components' means, [component × dimension].</summary>
    public Matrix Means { get; }

    /// <summary>The inverses of the components' expected precisions.</summary>
    public Matrix[] Covariances { get; }

    /// <summary>The number of components, emptied ones included.</summary>
    public int Components => Weights.Length;

    /// <summary>The dimension.</summary>
    public int Dimension => Means.Columns;

    /// <summary>The variational lower bound at the end, up to a constant; NaN for a mixture that was not fitted.</summary>
    public double LowerBound { get; private init; } = double.NaN;

    /// <summary>Whether the lower bound settled before the iterations ran out.</summary>
    public bool Converged { get; private init; }

    /// <summary>Fits a mixture, each start from k-means with centres drawn by k-means++.</summary>
    /// <param name="sample">[row × dimension], finite; at least one row.</param>
    /// <param name="options">The settings; there are never more components than rows.</param>
    /// <param name="stream">Where the centres come from.</param>
    public static BayesianGaussianMixture Fit(Matrix sample, GaussianMixtureOptions options, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(sample);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(stream);
        if (sample.Rows == 0)
        {
            throw new ArgumentException("A mixture needs at least one row.", nameof(sample));
        }

        options = options with { Components = Math.Min(options.Components, sample.Rows) };
        BayesianGaussianMixture? best = null;
        for (int start = 0; start < Math.Max(1, options.Starts); start++)
        {
            int[] labels = KMeans.Cluster(sample, options.Components, stream.Child(start));
            double[] responsibilities = new double[(long)sample.Rows * options.Components];
            for (int i = 0; i < labels.Length; i++)
            {
                responsibilities[((long)i * options.Components) + labels[i]] = 1;
            }

            BayesianGaussianMixture fitted = Fit(sample, responsibilities, options);
            best = best is null || fitted.LowerBound > best.LowerBound ? fitted : best;
        }

        return best!;
    }

    /// <summary>Fits from given starting responsibilities [row, component], which are overwritten.</summary>
    internal static BayesianGaussianMixture Fit(Matrix sample, double[] responsibilities, GaussianMixtureOptions options)
    {
        GaussianMixturePosterior posterior = new(sample, options);
        posterior.Maximise(responsibilities);
        double bound = double.NegativeInfinity, tolerance = options.Tolerance * (options.TolerancePerRow ? sample.Rows : 1);
        bool converged = false;
        for (int iteration = 0; iteration < options.MaxIterations && !converged; iteration++)
        {
            double entropy = posterior.Expect(responsibilities);
            posterior.Maximise(responsibilities);
            double next = posterior.LowerBound(entropy);
            converged = Math.Abs(next - bound) < tolerance;
            bound = next;
        }

        return new BayesianGaussianMixture(posterior.ExpectedWeights(), posterior.Means, posterior.Covariances)
            { LowerBound = bound, Converged = converged };
    }

    /// <summary>Draws one point: a component, then a normal vector from it.</summary>
    public void Draw(RandomStream stream, Span<double> destination)
    {
        ArgumentNullException.ThrowIfNull(stream);
        int k = stream.NextCategory(Weights);
        Span<double> noise = Dimension <= 256 ? stackalloc double[Dimension] : new double[Dimension];
        stream.FillNormal(noise);
        Matrix lower = _factors[k].Lower;
        for (int a = 0; a < Dimension; a++)
        {
            destination[a] = Means[k, a] + SymmetricMatrix.Dot(lower.Row(a)[..(a + 1)], noise[..(a + 1)]);
        }
    }

    /// <summary>log Σ_k π_k N(x; m_k, C_k).</summary>
    public double LogDensity(ReadOnlySpan<double> x)
    {
        double[] shifted = new double[Dimension];
        double max = double.NegativeInfinity, total = 0;
        for (int k = 0; k < Components; k++)
        {
            for (int a = 0; a < shifted.Length; a++)
            {
                shifted[a] = x[a] - Means[k, a];
            }

            double[] white = _factors[k].SolveLower(shifted);
            double log = _logOffset[k] - (0.5 * SymmetricMatrix.Dot(white, white));
            (total, max) = log > max ? ((total * Math.Exp(max - log)) + 1, log) : (total + Math.Exp(log - max), max);
        }

        return max + Math.Log(total);
    }
}
