using CausalLoom.Generators.Copula;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Vae;

/// <summary>
/// Where latent draws come from: N(0, I), or the smoothed aggregate posterior
/// z = m + √(1 − h²)(z_i − m) + h C^½ ε with z_i a draw from a random row's posterior, m and C the aggregate's mean and
/// covariance. Like Silverman's smoothed bootstrap, it has mean m and covariance C whatever the bandwidth h.
/// </summary>
internal sealed class LatentPrior
{
    private readonly double[] _centre;
    private readonly Matrix? _factor;
    private readonly double _smoothing;

    /// <summary>N(0, I).</summary>
    internal LatentPrior(int size)
    {
        Size = size;
        Means = LogVariances = [];
        _centre = [];
    }

    /// <summary>The smoothed aggregate of posteriors [row × latent].</summary>
    internal LatentPrior(int size, float[] means, float[] logVariances, double smoothing)
    {
        Size = size;
        Means = means;
        LogVariances = logVariances;
        _smoothing = smoothing;
        (_centre, _factor) = Moments();
    }

    internal int Size { get; }

    internal float[] Means { get; }

    internal float[] LogVariances { get; }

    internal int Rows => Means.Length / Size;

    /// <summary>Fills [rows × latent] with draws.</summary>
    internal void Fill(Node z, RandomStream stream)
    {
        double[] noise = new double[2 * Size];
        for (int i = 0; i < z.Rows; i++)
        {
            stream.FillNormal(noise);
            if (_factor is null)
            {
                Copy(noise, z.Row(i));
            }
            else
            {
                Smooth(stream.NextInt(Rows), noise, z.Row(i));
            }
        }
    }

    private static void Copy(double[] noise, Span<float> z)
    {
        for (int k = 0; k < z.Length; k++)
        {
            z[k] = (float)noise[k];
        }
    }

    private void Smooth(int row, double[] noise, Span<float> z)
    {
        double keep = Math.Sqrt(1 - (_smoothing * _smoothing));
        for (int k = 0; k < Size; k++)
        {
            int at = (row * Size) + k;
            double posterior = Means[at] + (Math.Exp(0.5 * LogVariances[at]) * noise[k]);
            double kernel = 0;
            for (int l = 0; l <= k; l++)
            {
                kernel += _factor![k, l] * noise[Size + l];
            }

            z[k] = (float)(_centre[k] + (keep * (posterior - _centre[k])) + (_smoothing * kernel));
        }
    }

    private (double[] Centre, Matrix Factor) Moments()
    {
        double[] centre = new double[Size];
        for (int at = 0; at < Means.Length; at++)
        {
            centre[at % Size] += Means[at] / (double)Rows;
        }

        Matrix covariance = new(Size, Size);
        for (int i = 0; i < Rows; i++)
        {
            for (int k = 0; k < Size; k++)
            {
                double d = Means[(i * Size) + k] - centre[k];
                covariance[k, k] += Math.Exp(LogVariances[(i * Size) + k]) / Rows;
                for (int l = 0; l <= k; l++)
                {
                    covariance[k, l] += d * (Means[(i * Size) + l] - centre[l]) / Rows;
                }
            }
        }

        return (centre, Factor(covariance));
    }

    /// <summary>The Cholesky factor, by way of the correlation matrix, which is what can be near singular.</summary>
    private static Matrix Factor(Matrix covariance)
    {
        int n = covariance.Rows;
        Matrix correlation = new(n, n);
        double[] scale = new double[n];
        for (int k = 0; k < n; k++)
        {
            scale[k] = Math.Sqrt(covariance[k, k]);
            for (int l = 0; l <= k; l++)
            {
                correlation[k, l] = correlation[l, k] = covariance[k, l] / (scale[k] * scale[l]);
            }
        }

        Matrix factor = CorrelationFactor.Of(correlation);
        for (int k = 0; k < n; k++)
        {
            for (int l = 0; l <= k; l++)
            {
                factor[k, l] *= scale[k];
            }
        }

        return factor;
    }
}
