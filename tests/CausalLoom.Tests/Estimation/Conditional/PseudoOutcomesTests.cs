using CausalLoom.Estimation.Conditional;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Estimation.Conditional;

public class PseudoOutcomesTests
{
    [Fact]
    public void DoublyRobustIsTheRegressionContrastPlusTheWeightedResidual()
    {
        // The textbook form: μ₁ − μ₀ + w(y − μ₁)/p − (1 − w)(y − μ₀)/(1 − p), written independently of the paper's.
        RandomStream stream = RandomStream.Of(1);
        for (int i = 0; i < 1000; i++)
        {
            double p = 0.05 + (0.9 * stream.NextDouble()), mu0 = stream.NextNormal(), mu1 = stream.NextNormal(),
                y = 3 * stream.NextNormal();
            int w = stream.NextBernoulli(0.5) ? 1 : 0;
            double expected = mu1 - mu0 + (w == 1 ? (y - mu1) / p : -(y - mu0) / (1 - p));
            Assert.Equal(expected, PseudoOutcomes.DoublyRobust(w, y, p, mu0, mu1),
                4 * Math.Abs(expected - mu1 + mu0) * PseudoOutcomes.Epsilon / 0.05 + 1e-12);
        }
    }

    [Theory]
    [InlineData(0.3, 0.3, 5.0, -7.0)]
    [InlineData(0.3, 0.8, 1.0, 4.0)]
    public void DoublyRobustHasTheEffectAsItsMeanWhenEitherPartIsRight(double p, double assumed, double mu0, double mu1)
    {
        // True means 1 and 4, true propensity p; E ψ over W and Y is exact: two outcomes of W, Y at its mean.
        double mean = (p * PseudoOutcomes.DoublyRobust(1, 4, assumed, mu0, mu1)) + (
            (1 - p) * PseudoOutcomes.DoublyRobust(0, 1, assumed, mu0, mu1));
        Assert.Equal(3, mean, 1e-5);
    }

    [Fact]
    public void WithoutClippingAPropensityOfZeroWeighsTenMillion()
    {
        Assert.Equal((2.5 / 1e-7) + 0.5, PseudoOutcomes.DoublyRobust(1, 3, 0, 0, 0.5), 1e-3);
    }

    [Fact]
    public void RegressionAdjustedImputesTheOtherArm()
    {
        Assert.Equal(5 - 2, PseudoOutcomes.RegressionAdjusted(1, 5, 2, 100));
        Assert.Equal(7 - 5, PseudoOutcomes.RegressionAdjusted(0, 5, 100, 7));
    }
}
