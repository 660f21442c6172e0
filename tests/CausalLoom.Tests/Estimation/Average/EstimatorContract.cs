using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Mechanisms;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Estimation.Average;

/// <summary>
/// What every estimator of level means promises, of two levels and of four, for nuisances that are given and not quite right. An estimator
/// joins by one line in <see cref="EstimatorContractTests"/>.
/// </summary>
/// <param name="name">The estimator's name.</param>
/// <param name="tolerance">How near equal results are, relative to their size; one that searches for its estimate is less exact.</param>
public abstract class EstimatorContract(string name, double tolerance = 1e-12)
{
    private const int Rows = 240;

    private IScore Estimator => new AverageEffectOptions().Score(name);

    [Fact]
    public void TheRegistryHasItAndSaysThatItTakesPropensitiesAloneOrMeansToo()
    {
        Assert.Contains(name, EstimatorCatalogue.BuiltIn.Names);
        (CausalData data, Nuisances nuisances) = Draw(4);
        double[] unknown = [.. Enumerable.Repeat(double.NaN, Rows)];
        ScoreInput blind = ScoreInput.Of(data, nuisances) with { Mu = [unknown, unknown, unknown, unknown] };
        Assert.Equal(Estimator.NeedsMeans, Estimator.Means(blind, Population.Everyone).Mean.Any(double.IsNaN));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void RelabelledLevelsPermuteTheMeans(int levels)
    {
        (CausalData data, Nuisances nuisances) = Draw(levels);

        // Level w becomes level (w + 1) mod K.
        int[] from = [.. Enumerable.Range(0, levels).Select(level => (level + levels - 1) % levels)];
        CausalData turned = data.WithTreatment([.. data.Treatment.Select(w => (w + 1) % levels)]);
        Nuisances permuted = With([.. from.Select(w => nuisances.Mu[w])], [.. from.Select(w => nuisances.Propensity[w])]);
        foreach ((Population population, Population same) in new[]
        {
            (Population.Everyone, Population.Everyone), (Population.Overlap, Population.Overlap),
            (Population.Of(levels - 1), Population.Of(0)), (Population.Of(0), Population.Of(1)),
        })
        {
            LevelMeans plain = Means(data, nuisances, population), relabelled = Means(turned, permuted, same);
            for (int level = 0; level < levels; level++)
            {
                Near(plain.Mean[from[level]], relabelled.Mean[level]);
                Near(plain.Influence[from[level]], relabelled.Influence[level]);
            }
        }
    }

    [Theory]
    [InlineData(2, -7.0, 40.0)]
    [InlineData(4, -7.0, 40.0)]
    [InlineData(2, 2.0, -0.5)]
    [InlineData(4, 2.0, -0.5)]
    public void AnAffineOutcomeMovesTheMeansAndScalesTheStandardErrors(int levels, double shift, double slope)
    {
        (CausalData data, Nuisances nuisances) = Draw(levels);
        CausalData affine = WithOutcome(data, [.. data.Outcome.Select(Affine)]);
        Nuisances moved = With([.. nuisances.Mu.Select(mu => Array.ConvertAll(mu, Affine))], nuisances.Propensity);
        foreach (Population population in Populations(levels))
        {
            LevelMeans plain = Means(data, nuisances, population), after = Means(affine, moved, population);
            for (int level = 0; level < levels; level++)
            {
                Near(Affine(plain.Mean[level]), after.Mean[level]);
                Near(Math.Abs(slope) * plain.Of(level).StandardError(), after.Of(level).StandardError());
            }

            Contrast last = new(levels - 1, 0);
            Near(slope * plain.Contrast(last).Estimate, after.Contrast(last).Estimate);
            Near(Math.Abs(slope) * plain.Contrast(last).StandardError(), after.Contrast(last).StandardError());
        }

        double Affine(double y) => shift + (slope * y);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void AWeightOfTwoIsARowTwice(int levels)
    {
        (CausalData data, Nuisances nuisances) = Draw(levels);
        CausalData weighted = data.WithWeights([.. Enumerable.Range(0, Rows).Select(i => i % 5 == 0 ? 2.0 : 1)]);
        int[] rows = [.. Enumerable.Range(0, Rows).SelectMany(i => i % 5 == 0 ? new[] { i, i } : [i])];
        foreach (Population population in Populations(levels))
        {
            LevelMeans one = Means(weighted, nuisances, population), twice = Means(data.Take(rows), Take(nuisances, rows), population);
            Near(twice.Mean, one.Mean);

            // A mean over fewer rows: what a row of weight 2 says is what both of its copies say.
            double scale = Rows / (double)rows.Length;
            for (int level = 0; level < levels; level++)
            {
                double[] copies = new double[Rows];
                for (int i = 0; i < rows.Length; i++)
                {
                    copies[rows[i]] += scale * twice.Influence[level][i];
                }

                Near(copies, one.Influence[level]);
            }
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void TheOrderOfRowsAndTheUnitOfWeightsDoNotMatter(int levels)
    {
        (CausalData plain, Nuisances nuisances) = Draw(levels);
        double[] weights = [.. Enumerable.Range(0, Rows).Select(i => 1.0 + (i % 3))];
        CausalData data = plain.WithWeights(weights), thousand = plain.WithWeights(Array.ConvertAll(weights, w => 1000 * w));
        int[] order = [.. Enumerable.Range(0, Rows)];
        RandomStream.Of(3).Shuffle<int>(order);
        foreach (Population population in Populations(levels))
        {
            LevelMeans first = Means(data, nuisances, population), moved = Means(data.Take(order), Take(nuisances, order), population),
                heavy = Means(thousand, nuisances, population);
            Near(first.Mean, moved.Mean);
            Near(first.Mean, heavy.Mean);
            for (int level = 0; level < levels; level++)
            {
                Near(Array.ConvertAll(order, i => first.Influence[level][i]), moved.Influence[level]);
                Near(first.Influence[level], heavy.Influence[level]);
            }
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void DifferencesAreAntisymmetricAndAddUp(int levels)
    {
        (CausalData data, Nuisances nuisances) = Draw(levels);
        foreach (Population population in Populations(levels))
        {
            LevelMeans means = Means(data, nuisances, population);
            foreach (Contrast pair in Contrast.Pairs(levels))
            {
                EffectScore there = means.Contrast(pair), back = means.Contrast(new Contrast(pair.Reference, pair.Level));
                Near(there.Estimate, -back.Estimate);
                Near(there.Influence, Array.ConvertAll(back.Influence, v => -v));
                for (int between = 0; between < levels; between++)
                {
                    EffectScore up = means.Contrast(new Contrast(pair.Level, between)),
                        down = means.Contrast(new Contrast(between, pair.Reference));
                    Near(there.Estimate, up.Estimate + down.Estimate);
                    Near(there.Influence, [.. up.Influence.Zip(down.Influence, (a, b) => a + b)]);
                }
            }
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void ARatioTurnedRoundIsItsInverseAndSoIsItsInterval(int levels)
    {
        (CausalData data, Nuisances nuisances) = Draw(levels);
        foreach (Population population in Populations(levels))
        {
            LevelMeans means = Means(data, nuisances, population);
            foreach (Contrast pair in Contrast.Pairs(levels))
            {
                EffectScore there = means.Contrast(pair, EffectScale.Ratio),
                    back = means.Contrast(new Contrast(pair.Reference, pair.Level), EffectScale.Ratio);
                Near(means.Mean[pair.Level] / means.Mean[pair.Reference], there.Estimate);
                Near(1 / there.Estimate, back.Estimate);
                (double lower, double upper) = there.Interval(there.StandardError(), 1.96);
                (double least, double most) = back.Interval(back.StandardError(), 1.96);
                Near(1 / upper, least);
                Near(1 / lower, most);
                Assert.InRange(there.Estimate, lower, upper);
            }
        }
    }

    [Fact]
    public void TwoLevelsAreTheFirstTwoOfFour()
    {
        // Rows of two levels, and two further levels that nobody has: what these are said to be has no say.
        (CausalData data, Nuisances nuisances) = Draw(2);
        double[] rare = [.. Enumerable.Repeat(0.05, Rows)], far = [.. Enumerable.Repeat(6.0, Rows)];
        CausalData wide = new(data.Covariates, Space(4), data.Treatment.Codes, data.OutcomeColumn, data.Outcome.Values);
        Nuisances further = With([.. nuisances.Mu, far, far], [.. nuisances.Propensity, rare, rare]);
        foreach (Population population in new[] { Population.Everyone, Population.Of(0), Population.Of(1) })
        {
            LevelMeans two = Means(data, nuisances, population), four = Means(wide, further, population);
            Assert.Equal(two.Mean, four.Mean[..2]);
            Assert.Equal(two.Influence, four.Influence[..2]);
            Assert.Equal(two.Contrast(new Contrast(1, 0)).StandardError(), four.Contrast(new Contrast(1, 0)).StandardError());
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void InfluencesHaveMeanZeroWithWeightsAndWithout(int levels)
    {
        (CausalData data, Nuisances nuisances) = Draw(levels);
        CausalData weighted = data.WithWeights([.. Enumerable.Range(0, Rows).Select(i => 1.0 + (i % 3))]);
        foreach (Population population in Populations(levels))
        {
            foreach (CausalData rows in new[] { data, weighted })
            {
                LevelMeans means = Means(rows, nuisances, population);
                Assert.All(means.Influence, influence => Assert.Equal(0, influence.Average(), 1e-11));
                Assert.All(means.Influence, influence => Assert.True(influence.Max() > 0.1));
            }
        }
    }

    private static Population[] Populations(int levels) =>
        [Population.Everyone, Population.Overlap, Population.Of(0), Population.Of(levels - 1)];

    private static TreatmentSpace Space(int levels) => new("w", [.. Enumerable.Range(0, levels).Select(level => $"level {level}")]);

    // P(W = w | x) ∝ exp(.4 (w − 1) x), Y = 5 + w + x + e with e ~ N(0, 1); the means that are given have .7 x instead.
    private static (CausalData Data, Nuisances Nuisances) Draw(int levels)
    {
        RandomStream stream = RandomStream.Of(5).Child(levels);
        double[] x = new double[Rows], y = new double[Rows], shares = new double[levels];
        double[][] mu = Empty(levels), g = Empty(levels);
        int[] w = new int[Rows];
        for (int i = 0; i < Rows; i++)
        {
            x[i] = Math.Clamp(stream.NextNormal(), -2, 2);
            for (int level = 0; level < levels; level++)
            {
                shares[level] = Math.Exp(0.4 * (level - 1) * x[i]);
                mu[level][i] = 5 + level + (0.7 * x[i]);
            }

            double sum = shares.Sum();
            for (int level = 0; level < levels; level++)
            {
                g[level][i] = shares[level] / sum;
            }

            w[i] = stream.NextCategory(shares);
            y[i] = 5 + w[i] + x[i] + stream.NextNormal();
        }

        Table table = new([new ContinuousColumn("x", x)]);
        return (new CausalData(table, Space(levels), w, new ContinuousColumn("y", y), y), With(mu, g));
    }

    private static double[][] Empty(int levels) => [.. Enumerable.Range(0, levels).Select(_ => new double[Rows])];

    private static Nuisances With(double[][] mu, double[][] g) => new(mu, g, g, 0);

    private static Nuisances Take(Nuisances nuisances, int[] rows) => With(Take(nuisances.Mu, rows), Take(nuisances.Propensity, rows));

    private static double[][] Take(double[][] values, int[] rows) =>
        [.. values.Select(level => Array.ConvertAll(rows, i => level[i]))];

    private static CausalData WithOutcome(CausalData data, double[] y) =>
        new(data.Covariates, data.TreatmentSpace, data.Treatment.Codes, new ContinuousColumn("y", y), y);

    private LevelMeans Means(CausalData data, Nuisances nuisances, Population population) =>
        Estimator.Means(ScoreInput.Of(data, nuisances), population);

    private void Near(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        double size = expected.Max(v => Math.Abs(v));
        Assert.All(expected, (e, i) => Assert.Equal(e, actual[i], tolerance * (1 + size)));
    }

    private void Near(double expected, double actual) => Assert.Equal(expected, actual, tolerance * (1 + Math.Abs(expected)));
}
