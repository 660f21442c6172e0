using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Mixtures;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.CausalMix;

/// <summary>
/// The law of latent codes: N(0, I), or z = μ + s∘ε with μ from a Gaussian mixture fitted to the encoder's means and s² the posteriors'
/// average variance: itself a mixture, with covariances C_k + diag s². One for all rows or one an arm. Every row draws its own component.
/// </summary>
internal sealed class CausalMixPrior
{
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
    internal static CausalMixPrior Fit(float[] means, float[] logVariances, int size, int[]? arms, GaussianMixtureOptions options, RandomStream stream)
    {
        int rows = means.Length / size;
        int[][] groups = arms is null ? [[.. Enumerable.Range(0, rows)]] : [.. Enumerable.Range(0, 2).Select(arm => Enumerable.Range(0, rows).Where(i => arms[i] == arm).ToArray())];
        return new CausalMixPrior(size, [.. groups.Select((group, arm) => FitOne(means, logVariances, size, group, options, stream.Child(arm)))]);
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

    private static BayesianGaussianMixture FitOne(float[] means, float[] logVariances, int size, int[] rows, GaussianMixtureOptions options, RandomStream stream)
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
