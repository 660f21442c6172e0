using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Mechanisms;

/// <summary>A level of two or three rows beside large ones: what is said of the large ones stays what two arms alone would say.</summary>
public sealed class RareLevelTests
{
    // The scaling of propensities has one slope for all levels; one row of the rare one must not decide it. A trial, so the effect of b
    // against a is near the difference of means, whose standard error is .1.
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    public void TheLargeArmsAreEstimatedAsIfItWereNotThere(int rare)
    {
        for (int seed = 1; seed <= 6; seed++)
        {
            CausalData data = Trial(400, rare, seed);
            AverageEffectOptions options = new() { Estimators = ["aipw", "tmle"] };
            AverageEffects effects = AverageEffects.Estimate(data, options, FitContext.ForSeed(seed));
            double plain = Mean(data, 1) - Mean(data, 0);
            foreach (AverageEffect effect in effects.Effects.Where(e => e.Level == "b"))
            {
                Assert.InRange(effect.Estimate, plain - 0.2, plain + 0.2);
                Assert.InRange(effect.Se, 0.07, 0.2);
            }
        }
    }

    private static double Mean(CausalData data, int level) => data.Treatment.RowsOf(level).Average(row => data.Outcome[row]);

    private static CausalData Trial(int rows, int rare, int seed)
    {
        RandomStream stream = RandomStream.Of(seed);
        double[] x = new double[rows], z = new double[rows], y = new double[rows];
        int[] w = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            (x[i], z[i]) = (stream.NextNormal(), stream.NextNormal());
            w[i] = i < rare ? 2 : stream.NextInt(2);
            y[i] = (0.5 * x[i]) + (0.3 * w[i]) + stream.NextNormal();
        }

        return CausalData.From(new Table([new ContinuousColumn("x", x), new ContinuousColumn("z", z),
            new CategoricalColumn("w", w, ["a", "b", "c"]), new ContinuousColumn("y", y)]), "w", "y");
    }
}
