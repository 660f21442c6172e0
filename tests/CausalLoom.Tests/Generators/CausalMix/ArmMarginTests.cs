using CausalLoom.Data;
using CausalLoom.Generators.CausalMix;
using CausalLoom.Numerics.Random;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Tests.Generators.CausalMix;

public sealed class ArmMarginTests
{
    private const int Rows = 400;

    [Fact]
    public void EachArmHasTheMarginsOfTheRealRowsWeightedByThePropensitiesAskedFor()
    {
        (Table table, int[] arms, double[] logAlpha) = Data();
        (CausalMixModel model, _) = CausalMixFit.Fit(table, arms, new OverlapPenalty(logAlpha, 0, null), Options, FitContext.ForSeed(1));
        double logit = LogisticRegression.Logit(arms.Average());
        int[] levels = ((CategoricalColumn)table["g"]).Codes;
        for (int arm = 0; arm < 2; arm++)
        {
            // Untrained, the decoder knows nothing of it: margins are the offsets'. Five standard errors of 20,000 draws, and of the 8,192
            // that offsets are fitted to.
            double[] weights = Array.ConvertAll(logAlpha, a => LogisticRegression.Sigmoid(arm == 1 ? logit - a : a - logit));
            int[] drawn = ((CategoricalColumn)model.Sample([.. Enumerable.Repeat(arm, 20_000)], RandomStream.Of(2))["g"]).Codes;
            for (int k = 0; k < 3; k++)
            {
                double wanted = Enumerable.Range(0, Rows).Where(i => levels[i] == k).Sum(i => weights[i]) / weights.Sum();
                Assert.Equal(wanted, drawn.Count(c => c == k) / 20_000.0, 5 * Math.Sqrt(0.25 * ((1 / 20_000.0) + (1 / 8192.0))));
            }
        }
    }

    [Fact]
    public void TheDensityRatioIsOfTheMarginsThatAreDrawnFrom()
    {
        // One column of levels: log p(x | 1)/p(x | 0) is that of the margins, however the latent code is integrated out.
        (Table table, int[] arms, double[] logAlpha) = Data();
        Table one = table.Select(["g"]);
        (CausalMixModel model, _) = CausalMixFit.Fit(one, arms, new OverlapPenalty(logAlpha, 0, null), Options, FitContext.ForSeed(1));
        double[] ratio = CausalMixRatio.LogRatio(model, one, 400, RandomStream.Of(3));
        double logit = LogisticRegression.Logit(arms.Average());
        int[] levels = ((CategoricalColumn)one["g"]).Codes;
        double[] treated = Array.ConvertAll(logAlpha, a => LogisticRegression.Sigmoid(logit - a));
        for (int k = 0; k < 3; k++)
        {
            int[] rows = [.. Enumerable.Range(0, Rows).Where(i => levels[i] == k)];
            double wanted = Math.Log(rows.Sum(i => treated[i]) / treated.Sum()) - Math.Log(
                rows.Sum(i => 1 - treated[i]) / (Rows - treated.Sum()));
            Assert.Equal(wanted, rows.Average(i => ratio[i]), 0.08);
        }
    }

    private static CausalMixOptions Options => new() { Widths = [8], LatentSize = 2, Schedule = new TrainingSchedule { Epochs = 1 } };

    // Log α = ±1.2 by level and a little by another column, normalised.
    private static (Table Table, int[] Arms, double[] LogAlpha) Data()
    {
        RandomStream stream = RandomStream.Of(9);
        int[] levels = [.. Enumerable.Range(0, Rows).Select(_ => stream.NextInt(3))],
            other = [.. levels.Select(k => stream.NextBernoulli(0.3 + (0.2 * k)) ? 1 : 0)];
        int[] arms = [.. Enumerable.Range(0, Rows).Select(i => i % 5 < 2 ? 1 : 0)];
        double[] alpha = [.. levels.Select((k, i) => (1.2 * (k - 1)) + (0.4 * other[i]))];
        double low = -20, high = 20, logit = LogisticRegression.Logit(0.4);
        for (int step = 0; step < 60; step++)
        {
            double middle = 0.5 * (low + high);
            (low, high) = alpha.Average(a => LogisticRegression.Sigmoid(logit - a - middle)) > 0.4 ? (middle, high) : (low, middle);
        }

        return (new Table([new CategoricalColumn("g", levels, ["a", "b", "c"]), new BinaryColumn("h", other, ["0", "1"])]), arms,
            Array.ConvertAll(alpha, a => a + low));
    }
}
