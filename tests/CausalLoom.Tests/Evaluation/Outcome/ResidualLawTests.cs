using CausalLoom.Evaluation.Outcome;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Evaluation.Outcome;

public class ResidualLawTests
{
    [Fact]
    public void CrpsIsTheIntegralOfItsDefinition()
    {
        // ∫ (F(z) − 1{z ≥ y})² dz by its steps, which needs no expectation formula.
        RandomStream stream = RandomStream.Of(1);
        for (int trial = 0; trial < 50; trial++)
        {
            double[] residuals = new double[1 + stream.NextInt(12)];
            stream.FillNormal(residuals);
            double mean = stream.NextNormal(), y = 2 * stream.NextNormal();
            Assert.Equal(Integral([.. residuals.Select(r => mean + r)], y), new ResidualLaw(residuals).Crps(mean, y), 1e-12);
        }
    }

    [Fact]
    public void CrpsOfOneValueIsTheAbsoluteError()
    {
        Assert.Equal(1.5, new ResidualLaw([0.5]).Crps(1, 3), 1e-15);
    }

    [Fact]
    public void CrpsOfManyNormalResidualsIsThatOfTheNormal()
    {
        // Closed form at y = mean: σ(2φ(0) − 1/√π) = σ·0.233695.
        RandomStream stream = RandomStream.Of(2);
        double[] residuals = new double[200_000];
        stream.FillNormal(residuals);
        double expected = (2 / Math.Sqrt(2 * Math.PI)) - (1 / Math.Sqrt(Math.PI));
        Assert.Equal(expected, new ResidualLaw(residuals).Crps(4, 4), 0.003);
    }

    private static double Integral(double[] values, double y)
    {
        double[] knots = [.. values.Append(y).Order()];
        double sum = 0;
        for (int i = 0; i + 1 < knots.Length; i++)
        {
            double below = values.Count(v => v <= knots[i]) / (double)values.Length, step = below - (knots[i] >= y ? 1 : 0);
            sum += step * step * (knots[i + 1] - knots[i]);
        }

        return sum;
    }
}
