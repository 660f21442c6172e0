using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Mixtures;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;
using CausalLoom.Numerics.Solvers;
using MathNet.Numerics.Distributions;

namespace CausalLoom.Generators.CausalMix;

/// <summary>
/// The law of latent codes: N(0, I), or z = μ + s∘ε with μ from a Gaussian mixture fitted to the encoder's means and s² the posteriors'
/// average variance: itself a mixture, with covariances C_k + diag s². One for all rows or one an arm. Every row draws its own component.
/// </summary>
internal sealed class CausalMixPrior
{
    private const double Negligible = 1e-6;

    private static readonly int[] Primes = [2, 3, 5, 7, 11, 13];

    /// <param name="size">The number of latent dimensions.</param>
    /// <param name="mixtures">None for N(0, I), one for all rows, or one an arm; with the posteriors' spread.</param>
    internal CausalMixPrior(int size, BayesianGaussianMixture[] mixtures) => (Size, Mixtures) = (size, mixtures);

    internal int Size { get; }

    internal BayesianGaussianMixture[] Mixtures { get; }

    /// <summary>Fits the mixtures to posteriors [row × latent].</summary>
    /// <param name="means">μ.</param>
    /// <param name="logVariances">log σ².</param>
    /// <param name="size">The number of latent dimensions.</param>
    /// <param name="arms">The arm of each row, or null for one mixture.</param>
    /// <param name="options">The settings.</param>
    /// <param name="stream">Where starts come from.</param>
    internal static CausalMixPrior Fit(float[] means, float[] logVariances, int size, int[]? arms, GaussianMixtureOptions options,
        RandomStream stream)
    {
        int rows = means.Length / size;
        int[][] groups = arms is null ? [[.. Enumerable.Range(0, rows)]]
            : [.. Enumerable.Range(0, 2).Select(arm => Enumerable.Range(0, rows).Where(i => arms[i] == arm).ToArray())];
        return new CausalMixPrior(
            size, [.. groups.Select((group, arm) => FitOne(means, logVariances, size, group, options, stream.Child(arm)))]);
    }

    /// <summary>Fills [rows × latent] with draws; arms may be empty where the prior is one for all rows.</summary>
    internal void Fill(Node z, ReadOnlySpan<int> arms, RandomStream stream)
    {
        double[] point = new double[Size];
        for (int i = 0; i < z.Rows; i++)
        {
            if (Mixtures.Length == 0)
            {
                stream.FillNormal(point);
            }
            else
            {
                Mixtures[Mixtures.Length == 1 ? 0 : arms[i]].Draw(stream, point);
            }

            Span<float> row = z.Row(i);
            for (int k = 0; k < Size; k++)
            {
                row[k] = (float)point[k];
            }
        }
    }

    /// <summary>
    /// Points of a prior that is one for all rows, and their weights, to average over: for each component as many, evenly spread
    /// (Hammersley,
    /// the normal quantile, the factor of the covariance) in pairs of opposite sign; in many dimensions, where these are not even, such
    /// normal draws.
    /// </summary>
    /// <param name="each">How many points a component.</param>
    /// <returns>Points [row × latent] and weights [row], which sum to 1.</returns>
    internal (double[] Points, double[] Weights) Points(int each)
    {
        double[] normals = Normals(each), weights = Mixtures.Length == 0 ? [1] : Mixtures[0].Weights;
        List<double> points = [], shares = [];
        for (int k = 0; k < weights.Length; k++)
        {
            if (weights[k] < Negligible)
            {
                continue;
            }

            Matrix? factor = Mixtures.Length == 0 ? null : Cholesky.Factor(Mixtures[0].Covariances[k]).Lower;
            for (int i = 0; i < each; i++)
            {
                for (int a = 0; a < Size; a++)
                {
                    double value = factor is null ? normals[(i * Size) + a] : Mixtures[0].Means[k, a];
                    for (int b = 0; factor is not null && b <= a; b++)
                    {
                        value += factor[a, b] * normals[(i * Size) + b];
                    }

                    points.Add(value);
                }

                shares.Add(weights[k]);
            }
        }

        double sum = shares.Sum();
        return ([.. points], [.. shares.Select(w => w / sum)]);
    }

    // In pairs of opposite sign, so that the mean of whatever is linear in z is exact.
    private double[] Normals(int count)
    {
        double[] normals = new double[count * Size];
        RandomStream stream = RandomStream.Of(0).Child("mean points");
        int pairs = (count + 1) / 2;
        for (int i = 0; i < count; i++)
        {
            for (int a = 0; a < Size; a++)
            {
                normals[(i * Size) + a] = i % 2 == 1 ? -normals[((i - 1) * Size) + a]
                    : Size > Primes.Length + 1 ? stream.NextNormal()
                    : Normal.InvCDF(0, 1, a == 0 ? ((i / 2) + 0.5) / pairs : Halton((i / 2) + 1, Primes[a - 1]));
            }
        }

        return normals;
    }

    // The digits of i in that base, mirrored at the point.
    private static double Halton(int i, int prime)
    {
        double value = 0, share = 1;
        for (; i > 0; i /= prime)
        {
            share /= prime;
            value += share * (i % prime);
        }

        return value;
    }

    /// <summary>log p(z | arm).</summary>
    internal double LogDensity(ReadOnlySpan<double> z, int arm)
    {
        if (Mixtures.Length > 0)
        {
            return Mixtures[Mixtures.Length == 1 ? 0 : arm].LogDensity(z);
        }

        double squares = 0;
        foreach (double v in z)
        {
            squares += v * v;
        }

        return -0.5 * (squares + (Size * Math.Log(2 * Math.PI)));
    }

    private static BayesianGaussianMixture FitOne(float[] means, float[] logVariances, int size, int[] rows, GaussianMixtureOptions options,
        RandomStream stream)
    {
        Matrix sample = new(rows.Length, size);
        double[] spread = new double[size];
        for (int i = 0; i < rows.Length; i++)
        {
            for (int k = 0; k < size; k++)
            {
                sample[i, k] = means[(rows[i] * size) + k];
                spread[k] += Math.Exp(logVariances[(rows[i] * size) + k]) / rows.Length;
            }
        }

        BayesianGaussianMixture fitted = BayesianGaussianMixture.Fit(sample, options, stream);
        foreach (Matrix covariance in fitted.Covariances)
        {
            for (int k = 0; k < size; k++)
            {
                covariance[k, k] += spread[k];
            }
        }

        return new BayesianGaussianMixture(fitted.Weights, fitted.Means, fitted.Covariances);
    }
}
