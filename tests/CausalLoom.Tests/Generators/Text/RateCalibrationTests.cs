using CausalLoom.Data;
using CausalLoom.Generators.Text;
using CausalLoom.Generators.Text.Rows;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Generators.Text;

public sealed class RateCalibrationTests
{
    [Fact]
    public void AverageProbabilitiesBecomeFrequenciesAndRareTokensShareAShift()
    {
        // 400 rows; of five first tokens three are frequent, one was seen three times, one never.
        const int rows = 400, tokens = 5;
        RandomStream stream = RandomStream.Of(1);
        double[] logits = [.. Enumerable.Range(0, rows * tokens).Select(i => stream.NextNormal() + (i % tokens))];
        ValueNode begin = new(_ => Enumerable.Range(0, tokens).Select(k => (10 + k, new ValueNode(null) { Complete = true })));
        Dictionary<int, double> offsets = RateCalibration.Column(begin, logits, new Dictionary<int, int>
            { [10] = 200, [11] = 150, [12] = 47, [13] = 3 }, rows);
        double[] mean = Mean(logits, offsets);
        Assert.Equal(0.5, mean[0], 1e-4);
        Assert.Equal(0.375, mean[1], 1e-4);
        Assert.Equal(47.0 / 400, mean[2], 1e-4);
        Assert.Equal(3.0 / 400, mean[3] + mean[4], 1e-4);
        Assert.Equal(offsets[13], offsets[14]);
        Assert.True(mean[4] > mean[3], "the shared shift leaves the model's preference between the rare");

        double[] Mean(double[] z, Dictionary<int, double> shift)
        {
            double[] sums = new double[tokens];
            for (int i = 0; i < rows; i++)
            {
                double[] e = [.. Enumerable.Range(0, tokens).Select(k => Math.Exp(z[(i * tokens) + k] + shift[10 + k]))];
                for (int k = 0; k < tokens; k++)
                {
                    sums[k] += e[k] / e.Sum() / rows;
                }
            }

            return sums;
        }
    }

    [Fact]
    public void RatesAreThoseOfTheDataAfterHardlyAnyTraining()
    {
        // 5 % missing, 8 % of a rare level; five standard errors of 3,000 draws.
        RandomStream stream = RandomStream.Of(3);
        int[] level = [.. Enumerable.Range(0, 300).Select(i => i % 12 == 5 ? 2 : i % 2)];
        long[] age = [.. Enumerable.Range(0, 300).Select(_ => 20L + stream.NextInt(60))];
        bool[] gone = [.. Enumerable.Range(0, 300).Select(i => i % 20 == 3)];
        Table table = new([new CategoricalColumn("site", level, ["a", "b", "once"]), new IntegerColumn("age", age, gone)]);
        double[] Rates(bool calibrate)
        {
            GreatOptions options = new()
                { LearningRate = 4e-3, Epochs = 2, BatchSize = 16, Dropout = 0, ValidationShare = 0, CalibrateRates = calibrate };
            Table sample = new GreatGenerator(TinyCheckpoint.Random, options).Fit(table, FitContext.ForSeed(1))
                .Sample(3000, RandomStream.Of(1));
            return [sample["age"].MissingCount / 3000.0, ((CategoricalColumn)sample["site"]).Codes.Count(c => c == 2) / 3000.0];
        }

        double[] expected = [0.05, 25 / 300.0], made = Rates(true), raw = Rates(false);
        for (int k = 0; k < 2; k++)
        {
            Assert.InRange(made[k] - expected[k], -5 * Math.Sqrt(expected[k] / 3000), 5 * Math.Sqrt(expected[k] / 3000));
        }

        Assert.True(Math.Abs(raw[0] - 0.05) + Math.Abs(raw[1] - (25 / 300.0)) > 2 * (Math.Abs(made[0] - 0.05) + Math.Abs(
            made[1] - (25 / 300.0))), $"{raw[0]} {raw[1]} uncalibrated, {made[0]} {made[1]} calibrated");
    }
}
