using CausalLoom.Generators.Vae;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Generators.Vae;

public sealed class LatentPriorTests
{
    private const int Latent = 3, Posteriors = 400, Draws = 40000;

    [Theory]
    [InlineData(0)]
    [InlineData(0.4)]
    [InlineData(1)]
    public void DrawsHaveTheAggregatesMeanAndCovarianceWhateverTheBandwidth(double smoothing)
    {
        (float[] means, float[] logVariances) = Aggregate();
        Node z = Draw(new LatentPrior(Latent, means, logVariances, smoothing));
        for (int k = 0; k < Latent; k++)
        {
            for (int l = 0; l <= k; l++)
            {
                double expected = Covariance(means, Posteriors, k, l) + (
                    k == l ? logVariances.Where((_, i) => i % Latent == k).Average(v => Math.Exp(v)) : 0);
                double actual = Covariance(z.Value.ToArray(), Draws, k, l);

                // Variances here are at most 5, so five standard errors of a covariance stay below 5·5·√(2/40000) = 0.18.
                Assert.Equal(expected, actual, 0.18);
            }
        }
    }

    [Fact]
    public void WithoutSmoothingAndVarianceDrawsAreTheRowsThemselves()
    {
        (float[] means, float[] logVariances) = Aggregate();
        Array.Fill(logVariances, -60);
        Node z = Draw(new LatentPrior(Latent, means, logVariances, 0));
        HashSet<float> seen = [.. means];
        for (int i = 0; i < 100; i++)
        {
            Assert.Contains(seen, v => Math.Abs(v - z.Row(i)[0]) < 1e-5);
        }
    }

    [Fact]
    public void TheStandardPriorIsStandardNormal()
    {
        float[] z = Draw(new LatentPrior(Latent)).Value.ToArray();
        Assert.Equal(1, Covariance(z, Draws, 0, 0), 0.04);
        Assert.Equal(0, Covariance(z, Draws, 1, 0), 0.03);
        Assert.Equal(0, z.Average(), 0.015);
    }

    private static Node Draw(LatentPrior prior)
    {
        Node z = new Tape().Input(Draws, Latent);
        prior.Fill(z, RandomStream.Of(5));
        return z;
    }

    private static (float[] Means, float[] LogVariances) Aggregate()
    {
        RandomStream stream = RandomStream.Of(6);
        float[] means = new float[Posteriors * Latent], logVariances = new float[means.Length];
        for (int i = 0; i < Posteriors; i++)
        {
            double shared = stream.NextBernoulli(0.5) ? 2 : -1;
            for (int k = 0; k < Latent; k++)
            {
                means[(i * Latent) + k] = (float)((shared * (k + 1) / 2.0) + (0.3 * stream.NextNormal()) + k);
                logVariances[(i * Latent) + k] = (float)(-2 + (0.5 * stream.NextNormal()));
            }
        }

        return (means, logVariances);
    }

    private static double Covariance(float[] z, int rows, int k, int l)
    {
        double mk = 0, ml = 0, sum = 0;
        for (int i = 0; i < rows; i++)
        {
            mk += z[(i * Latent) + k] / (double)rows;
            ml += z[(i * Latent) + l] / (double)rows;
        }

        for (int i = 0; i < rows; i++)
        {
            sum += (z[(i * Latent) + k] - mk) * (z[(i * Latent) + l] - ml);
        }

        return sum / rows;
    }
}
