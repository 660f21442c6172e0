using CausalLoom.Estimation.Conditional;
using CausalLoom.Evaluation.Outcome;
using CausalLoom.Mechanisms.Networks;
using CausalLoom.Numerics.Linear;
using CausalLoom.Tests.Estimation.Conditional;

namespace CausalLoom.Tests.Evaluation.Outcome;

public class IntegratedGradientsTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AttributionsAddUpToTheEffectAgainstTheBaseline(bool binary)
    {
        // Completeness (Sundararajan et al. 2017, proposition 1). ELU has a kink in its second derivative, so 50 points are near exact.
        EffectSimulation simulation = new(200, 31, binary: binary);
        TLearnerEffect effect = new TLearner(new CateNetworkOptions { Network = new BasicNetOptions { MaxEpochs = 15 } })
            .FitPair(simulation.Sample(), FitContext.ForSeed(1));
        double expected = effect.Predict(simulation.Features).Sum() - (200 * effect.Predict(new Matrix(1, EffectSimulation.Inputs))[0]);
        double[] sum = IntegratedGradients.Sum(effect, simulation.Features);
        Assert.Equal(expected, sum.Sum(), 2e-3 * sum.Sum(Math.Abs));
    }

    [Theory]
    [InlineData(new[] { 1.0, 2 }, new[] { 2.0, 4 }, 1)]
    [InlineData(new[] { 1.0, 0 }, new[] { 0.0, 4 }, 0)]
    [InlineData(new[] { 1.0, 1 }, new[] { -1.0, -1 }, -1)]
    [InlineData(new[] { 0.0, 0 }, new[] { 0.0, 0 }, 1)]
    [InlineData(new[] { 0.0, 0 }, new[] { 1.0, 0 }, 0)]
    public void CosineIsThatOfTheAngle(double[] a, double[] b, double expected) =>
        Assert.Equal(expected, IntegratedGradients.Cosine(a, b), 1e-12);
}
