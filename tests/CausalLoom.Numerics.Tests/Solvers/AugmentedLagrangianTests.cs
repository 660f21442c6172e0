using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Numerics.Tests.Solvers;

public sealed class AugmentedLagrangianTests
{
    // min (x − a)² subject to (x − b)² ≤ ε: x = b + √ε·sign(a − b), and from (x − a) + μ(x − b) = 0, μ = (|a − b| − √ε)/√ε.
    [Theory]
    [InlineData(3, 1, 0.04)]
    [InlineData(-2, 1, 0.01)]
    [InlineData(5, 0, 1)]
    public void FindsTheKnownSolutionAndItsMultiplier(double a, double b, double epsilon)
    {
        AugmentedLagrangian control = new([epsilon], 1);
        double x = a;
        for (int round = 0; round < 60; round++)
        {
            x = Minimise(x, t => 2 * (t - a), t => (t - b) * (t - b), t => 2 * (t - b), control);
            control.Update([(x - b) * (x - b)]);
        }

        double root = Math.Sqrt(epsilon);
        Assert.Equal(b + (root * Math.Sign(a - b)), x, 1e-5);
        Assert.Equal((Math.Abs(a - b) - root) / root, control.Multipliers[0], 1e-3 * (Math.Abs(a - b) / root));
    }

    [Fact]
    public void AConstraintThatDoesNotBindCostsNothing()
    {
        AugmentedLagrangian control = new([4], 1);
        double x = Minimise(0, t => 2 * (t - 1), t => t * t, t => 2 * t, control);
        control.Update([x * x]);
        Assert.Equal(1, x, 1e-9);
        Assert.Equal(0, control.Multipliers[0]);
        Assert.True(control.Met([x * x]));
        Assert.False(control.Met([4.1]));
        Assert.False(control.Met([double.NaN]));
    }

    [Fact]
    public void TwoConstraintsThatContradictEachOtherEndInABoundedCompromise()
    {
        AugmentedLagrangian control = new([0.01, 0.01], 1, largestWeight: 1e4);
        double x = 0.3;
        for (int round = 0; round < 50; round++)
        {
            for (int step = 0; step < 20_000; step++)
            {
                double w0 = control.Weight(0, x * x), w1 = control.Weight(1, (x - 1) * (x - 1));
                x -= 0.4 / (1 + w0 + w1) * ((w0 * x) + (w1 * (x - 1)));
            }

            control.Update([x * x, (x - 1) * (x - 1)]);
        }

        Assert.InRange(x, 0.4, 0.6);
        Assert.All(control.Multipliers, m => Assert.InRange(m, 0, 1e4));
    }

    [Fact]
    public void TheWeightIsTheDerivativeOfTheTerm()
    {
        AugmentedLagrangian control = new([0.5], 3);
        control.Update([2]);
        foreach (double c in (double[])[0.1, 0.4, 0.9, 2.5])
        {
            double slope = (control.Term(0, c + 1e-6) - control.Term(0, c - 1e-6)) / 2e-6;
            Assert.Equal(control.Weight(0, c), slope, 1e-5);
        }
    }

    // The inner problem by bisection of its derivative, which increases.
    private static double Minimise(double x, Func<double, double> slope, Func<double, double> c, Func<double, double> cSlope,
        AugmentedLagrangian control)
    {
        double low = x - 20, high = x + 20;
        for (int k = 0; k < 200; k++)
        {
            double mid = (low + high) / 2;
            (low, high) = slope(mid) + (control.Weight(0, c(mid)) * cSlope(mid)) > 0 ? (low, mid) : (mid, high);
        }

        return (low + high) / 2;
    }
}
