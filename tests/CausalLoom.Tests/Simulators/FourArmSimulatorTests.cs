using CausalLoom.Data;
using CausalLoom.Numerics.Random;
using CausalLoom.Simulators;
using CausalLoom.Synthesis;

namespace CausalLoom.Tests.Simulators;

/// <summary>The four-arm process against a large draw; bounds at five standard errors (false-alarm rate 6e-7 a figure).</summary>
public sealed class FourArmSimulatorTests
{
    private const int Rows = 400_000;

    [Theory]
    [InlineData("outcome=continuous")]
    [InlineData("outcome=binary")]
    public void RecordedEffectsAreThoseOfItsRows(string outcome)
    {
        ISimulator simulator = Named.Simulator("four-arm", [outcome]);
        SyntheticData drawn = simulator.Draw(Rows, RandomStream.Of(90));
        Truth truth = drawn.Truth!;
        CausalData data = CausalData.From(drawn.Table, simulator.Treatment, simulator.Outcome);
        Assert.Equal(simulator.Levels, data.TreatmentSpace.Levels);
        double[][] weighted = [.. Enumerable.Range(0, 4).Select(level => truth.Mu[level].Select((mu, i) => data.Treatment[i] != level ? mu
            : mu + ((data.Outcome[i] - mu) / truth.Propensity[level][i])).ToArray())];
        for (int level = 1; level < 4; level++)
        {
            double effect = simulator.AverageEffects[level - 1];
            WithinFiveErrors(effect, truth.Cate(level));
            WithinFiveErrors(effect, truth.PotentialOutcomes[level].Zip(truth.PotentialOutcomes[0], (a, b) => a - b));

            // W and Y alone identify it: assignment depends on x as recorded, and outcomes are those of the row's own level.
            WithinFiveErrors(effect, weighted[level].Zip(weighted[0], (a, b) => a - b));
            WithinFiveErrors(0, truth.Propensity[level].Select((p, i) => (data.Treatment[i] == level ? 1 : 0) - p));
        }

        Assert.DoesNotContain(Enumerable.Range(0, Rows), i => truth.PotentialOutcomes[data.Treatment[i]][i] != data.Outcome[i]);
        Assert.DoesNotContain(Enumerable.Range(0, Rows), i => Math.Abs(truth.Propensity.Sum(level => level[i]) - 1) > 1e-12);
    }

    [Fact]
    public void TheTruthIsConfoundedAndTheSlopeSetsTheOverlap()
    {
        double[] naive = [.. new[] { "0", "1", "2" }.Select(slope => Naive(slope).Bias)],
            least = [.. new[] { "0", "1", "2" }.Select(slope => Naive(slope).Least)];
        Assert.InRange(naive[0], -0.05, 0.05);
        Assert.InRange(naive[1], 1, 3);
        Assert.True(naive[2] > naive[1] + 0.5);
        Assert.Equal(0.25, least[0], 1e-12);
        Assert.True(least[1] is > 0.01 and < 0.2);
        Assert.True(least[2] < least[1] / 2);

        // The bias of the high dose's naive difference, and the first percentile of the smallest propensity of a row.
        static (double Bias, double Least) Naive(string slope)
        {
            ISimulator simulator = Named.Simulator("four-arm", ["slope=" + slope]);
            SyntheticData drawn = simulator.Draw(100_000, RandomStream.Of(5));
            CausalData data = CausalData.From(drawn.Table, simulator.Treatment, simulator.Outcome);
            double[] least = [.. Enumerable.Range(0, data.Rows).Select(i => drawn.Truth!.Propensity.Min(level => level[i])).Order()];
            return (Mean(data, 1) - Mean(data, 0) - simulator.AverageEffect, least[data.Rows / 100]);
        }
    }

    [Fact]
    public void ASlopeBelowNoneIsRefused() =>
        Assert.Throws<CausalLoomException>(() => Named.Simulator("four-arm", ["slope=-1"]));

    private static double Mean(CausalData data, int level) => data.Treatment.RowsOf(level).Average(i => data.Outcome[i]);

    private static void WithinFiveErrors(double expected, IEnumerable<double> values)
    {
        double[] all = [.. values];
        double mean = all.Average(), error = Math.Sqrt(all.Sum(v => (v - mean) * (v - mean)) / (all.Length - 1.0) / all.Length);
        Assert.InRange(mean, expected - (5 * error), expected + (5 * error));
        Assert.True(error < 0.02);
    }
}
