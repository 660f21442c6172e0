using CausalLoom.Generators.CausalMix;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Mixtures;

namespace CausalLoom.Tests.Generators.CausalMix;

/// <summary>Points that means over the latent are taken at, against moments in closed form.</summary>
public sealed class PriorPointsTests
{
    [Theory]
    [InlineData(2, 0.02)]
    [InlineData(4, 0.05)]
    public void MomentsOfAMixtureComeOut(int size, double tolerance)
    {
        Matrix means = new(3, size), narrow = new(size, size), wide = new(size, size);
        for (int a = 0; a < size; a++)
        {
            (means[0, a], means[1, a], means[2, a]) = (-2, 1 + a, 50);
            (narrow[a, a], wide[a, a]) = (0.25, 2);
        }

        narrow[0, 1] = narrow[1, 0] = 0.2;

        // The third component has no weight to speak of: no points are spent on it.
        CausalMixPrior prior = new(size, [new BayesianGaussianMixture([0.3, 0.7, 1e-9], means, [narrow, wide, wide])]);
        (double[] points, double[] weights) = prior.Points(128);
        Assert.Equal(256, weights.Length);
        Assert.Equal(1, weights.Sum(), 12);
        for (int a = 0; a < size; a++)
        {
            double mean = (0.3 * -2) + (0.7 * (1 + a)), square = (0.3 * (0.25 + 4)) + (0.7 * (2 + ((1.0 + a) * (1 + a))));
            Assert.Equal(mean, Moment(p => p[a]), 9);
            Assert.Equal(square, Moment(p => p[a] * p[a]), 4 * tolerance);
        }

        Assert.Equal((0.3 * (0.2 + 4)) + (0.7 * 2), Moment(p => p[0] * p[1]), 4 * tolerance);

        double Moment(Func<double[], double> f) =>
            Enumerable.Range(0, weights.Length).Sum(i => weights[i] * f(points[(i * size)..((i + 1) * size)]));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(20)]
    public void AStandardNormalIsCentred(int size)
    {
        (double[] points, double[] weights) = new CausalMixPrior(size, []).Points(128);
        Assert.Equal(128, weights.Length);
        for (int a = 0; a < size; a++)
        {
            double[] values = [.. Enumerable.Range(0, 128).Select(i => points[(i * size) + a])];
            Assert.Equal(0, values.Average(), 12);

            // Of 64 pairs the variance has a standard error of .18.
            Assert.InRange(values.Average(v => v * v), 0.4, 1.6);
        }
    }
}
