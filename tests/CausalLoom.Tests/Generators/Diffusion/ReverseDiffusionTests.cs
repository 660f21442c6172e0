using CausalLoom.Data.Encoders;
using CausalLoom.Generators.Diffusion;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Generators.Diffusion;

/// <summary>The sampler with the exact denoiser of a known law in the network's place must give that law back.</summary>
public sealed class ReverseDiffusionTests
{
    private static readonly ModeSpecificColumn Number = new([new NormalMode(1, 0, 1)], [], [], [], false);

    [Theory]
    [InlineData(1, DiffusionPrediction.Velocity)]
    [InlineData(1, DiffusionPrediction.Noise)]
    [InlineData(0, DiffusionPrediction.Velocity)]
    [InlineData(0, DiffusionPrediction.Noise)]
    public void TheExactDenoiserOfAGaussianGivesTheGaussianUnderBothSamplers(double eta, DiffusionPrediction prediction)
    {
        // 12,000 draws: five standard errors, one false alarm in a million seeds, and .01 for the 250 steps' discretisation.
        const int draws = 12_000;
        const double mean = 0.4, first = 0.8, second = 1.1, rho = 0.7;
        TabDdpmOptions options = new() { Eta = eta, SamplingSteps = 250, Prediction = prediction };
        DiffusionLayout layout = new([Number, Number]);
        DiffusionRows rows = new ReverseDiffusion(layout, options, new GaussianOracle(mean, first, second, rho, prediction))
            .Draw(draws, RandomStream.Of(11));
        double[] x = [.. Enumerable.Range(0, draws).Select(i => (double)rows.Values[2 * i])],
            y = [.. Enumerable.Range(0, draws).Select(i => (double)rows.Values[(2 * i) + 1])];
        double mx = x.Average(), my = y.Average(), se = 5 / Math.Sqrt(draws);
        Assert.Equal(mean, mx, 0.01 + (se * first));
        Assert.Equal(-mean, my, 0.01 + (se * second));
        Assert.Equal(first * first, x.Average(v => (v - mx) * (v - mx)), 0.01 + (se * Math.Sqrt(2) * first * first));
        Assert.Equal(second * second, y.Average(v => (v - my) * (v - my)), 0.01 + (se * Math.Sqrt(2) * second * second));
        Assert.Equal(rho * first * second, x.Zip(y, (u, v) => (u - mx) * (v - my)).Average(),
            0.01 + (se * Math.Sqrt(1 + (rho * rho)) * first * second));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(60)]
    public void OneColumnOfLevelsIsExactWhateverTheStride(int steps)
    {
        // χ² with 3 degrees of freedom above 30.7 in one of a million seeds.
        double[] law = [0.05, 0.15, 0.3, 0.5];
        const int draws = 8000;
        DiffusionLayout layout = new([Levels(4)]);
        DiffusionRows rows = new ReverseDiffusion(layout, new TabDdpmOptions { Temperature = 1, SamplingSteps = steps },
            new PriorOracle(law)).Draw(draws, RandomStream.Of(2));
        double chi = law.Select((p, k) => (n: rows.Levels.Count(l => l == k), e: draws * p)).Sum(c => (c.n - c.e) * (c.n - c.e) / c.e);
        Assert.InRange(chi, 0, 30.7);
    }

    [Fact]
    public void TheExactDenoiserOfTwoDependentLevelsGivesTheirJointLaw()
    {
        // 500 steps leave a discretisation error far below the χ² (3 degrees of freedom) bound of one false alarm in a million.
        double[] joint = [0.4, 0.1, 0.05, 0.45];
        const int draws = 6000;
        DiffusionLayout layout = new([Levels(2), Levels(2)]);
        DiffusionRows rows = new ReverseDiffusion(layout, new TabDdpmOptions { Temperature = 1, SamplingSteps = 500 },
            new JointOracle(joint)).Draw(draws, RandomStream.Of(5));
        double chi = joint.Select((p, c) => (n: Enumerable.Range(0, draws)
            .Count(i => (2 * rows.Levels[2 * i]) + rows.Levels[(2 * i) + 1] == c), e: draws * p)).Sum(c => (c.n - c.e) * (c.n - c.e) / c.e);
        Assert.InRange(chi, 0, 30.7);
    }

    private static ModeSpecificColumn Levels(int count) => new([], [.. Enumerable.Range(0, count).Select(k => (double)k)], [], [], false);

    /// <summary>E[ε | x_t] of two correlated normals with means ±m: −√(1 − ā) times the score of N(√ā m, āΣ + (1 − ā)I).</summary>
    private sealed class GaussianOracle(double mean, double first, double second, double rho, DiffusionPrediction prediction) : IDenoiser
    {
        private readonly NoiseSchedule _schedule = new(1000);

        public void Predict(DiffusionRows noised, int time, Span<float> numbers, Span<float> logits)
        {
            double kept = _schedule.Kept(time), root = Math.Sqrt(kept), spread = Math.Sqrt(1 - kept);
            double a = (kept * first * first) + 1 - kept, b = kept * rho * first * second, d = (kept * second * second) + 1 - kept,
                det = (a * d) - (b * b);
            for (int i = 0; i < noised.Rows; i++)
            {
                double x = noised.Values[2 * i], y = noised.Values[(2 * i) + 1], u = x - (root * mean), v = y + (root * mean);
                Set(numbers, 2 * i, x, spread * ((d * u) - (b * v)) / det);
                Set(numbers, (2 * i) + 1, y, spread * ((a * v) - (b * u)) / det);
            }

            void Set(Span<float> to, int at, double x, double noise) => to[at] = (float)(prediction == DiffusionPrediction.Noise
                ? noise
                : (root * noise) - (spread * ((x - (spread * noise)) / root)));
        }
    }

    /// <summary>π of a column without others is the law itself.</summary>
    private sealed class PriorOracle(double[] law) : IDenoiser
    {
        public void Predict(DiffusionRows noised, int time, Span<float> numbers, Span<float> logits)
        {
            for (int at = 0; at < logits.Length; at++)
            {
                logits[at] = (float)Math.Log(law[at % law.Length]);
            }
        }
    }

    /// <summary>π of one of two columns is its law given the other's noised level.</summary>
    private sealed class JointOracle(double[] joint) : IDenoiser
    {
        private readonly NoiseSchedule _schedule = new(1000);

        public void Predict(DiffusionRows noised, int time, Span<float> numbers, Span<float> logits)
        {
            double kept = _schedule.Kept(time);
            for (int i = 0; i < noised.Rows; i++)
            {
                for (int k = 0; k < 2; k++)
                {
                    double first = 0, second = 0;
                    for (int l = 0; l < 2; l++)
                    {
                        first += joint[(2 * k) + l] * MultinomialDiffusion.Likelihood(l == noised.Levels[(2 * i) + 1], kept, 2);
                        second += joint[(2 * l) + k] * MultinomialDiffusion.Likelihood(l == noised.Levels[2 * i], kept, 2);
                    }

                    logits[(4 * i) + k] = (float)Math.Log(first);
                    logits[(4 * i) + 2 + k] = (float)Math.Log(second);
                }
            }
        }
    }
}
