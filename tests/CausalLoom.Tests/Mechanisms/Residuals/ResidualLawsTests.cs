using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Mechanisms;
using CausalLoom.Mechanisms.Residuals;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;
using CausalLoom.Numerics.Trees;

namespace CausalLoom.Tests.Mechanisms.Residuals;

public sealed class ResidualLawsTests
{
    public static TheoryData<string> Names => [.. Catalogues.Default.OutcomeNoises.Names.SkipLast(1)];

    [Theory]
    [MemberData(nameof(Names))]
    public void RecordedMeansAreThoseOfTheDrawsWhereTheRangeCutsOff(string name)
    {
        // Earnings: a fifth of the rows near 0, so that many draws are cut off. 4,000 draws a row: the mean of 60 rows' differences in
        // standard errors has SD 1/√60; bounds at five of them, and none of 60 beyond five (probability 4e-5).
        CausalData data = Earnings(600);
        IResidualLaw law = Named.Law(name, data, Means(data), FitContext.ForSeed(1));
        int[] rows = [.. Enumerable.Range(0, 60)];
        Table x = data.Covariates.Take(rows);
        int[] arms = [.. rows.Select(i => data.Treatment[i])];
        double[] location = [.. rows.Select(i => Means(data)[i])], exact = law.Means(x, arms, location);
        const int draws = 4000;
        double[] sum = new double[60], squares = new double[60];
        for (int r = 0; r < draws; r++)
        {
            double[] one = law.Draw(x, arms, location, RandomStream.Of(r));
            Assert.All(one, v => Assert.InRange(v, data.Outcome.Min(), data.Outcome.Max()));
            for (int i = 0; i < 60; i++)
            {
                sum[i] += one[i] / draws;
                squares[i] += one[i] * one[i] / draws;
            }
        }

        double[] z = [.. rows.Select(i => (sum[i] - exact[i]) / Math.Sqrt((squares[i] - (sum[i] * sum[i])) / draws))];
        Assert.All(z, v => Assert.InRange(v, -5, 5));
        Assert.InRange(z.Average(), -5 / Math.Sqrt(60), 5 / Math.Sqrt(60));
        Assert.True(rows.Count(i => Math.Abs(exact[i] - location[i]) > 1e-9) > 20, "the range should cut off in many rows");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void InsideTheRangeTheMeanIsTheLocation(string name)
    {
        CausalData data = MechanismData.Linear(400, 2, (x, w) => (0.3 + (0.2 * w)) * Math.Exp(0.3 * x));
        IResidualLaw law = Named.Law(name, data, MechanismData.LinearMeans(data), FitContext.ForSeed(1));
        double[] middle = [.. Enumerable.Repeat(data.Outcome.Order().ElementAt(200), 400)],
            means = law.Means(data.Covariates, data.Treatment.Codes, middle);
        Assert.True(means.Zip(middle, (a, b) => a == b).Count(same => same) > 200);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void SavedLawsDrawTheSameAndDamageIsRefused(string name)
    {
        CausalData data = MechanismData.Linear(300, 3, (x, _) => Math.Exp(0.5 * x));
        double[] means = MechanismData.LinearMeans(data);
        IResidualLaw law = Named.Law(name, data, means, FitContext.ForSeed(4)), loaded = Named.LoadLaw(law.Save());
        double[] drawn = law.Draw(data.Covariates, data.Treatment.Codes, means, RandomStream.Of(1));
        Assert.Equal(drawn, loaded.Draw(data.Covariates, data.Treatment.Codes, means, RandomStream.Of(1)));
        Assert.Equal(law.Means(data.Covariates, data.Treatment.Codes, means), loaded.Means(data.Covariates, data.Treatment.Codes, means));
        Assert.Equal(drawn, Named.Law(name, data, means, FitContext.ForSeed(4, threads: 2))
            .Draw(data.Covariates, data.Treatment.Codes, means, RandomStream.Of(1)));
        ModelState damaged = law.Save();
        damaged.Tensors["range"] = new Tensor([1.0, 0], 2);
        Assert.Throws<CausalLoomException>(() => Named.LoadLaw(damaged));
        Assert.Throws<CausalLoomException>(() => Named.LoadLaw(new ModelState("nonsense")));
    }

    [Fact]
    public void LeavesThatAreNoLeavesAreRefused()
    {
        CausalData data = MechanismData.Linear(200, 3);
        ModelState state = Named.Law("quantile", data, MechanismData.LinearMeans(data), FitContext.ForSeed(4)).Save(),
            arm = state.Get("control");
        double[] leaves = StateReader.Vector(arm, "leaves");
        leaves[0] = 1e6;
        arm.Tensors["leaves"] = new Tensor(leaves, leaves.Length);
        state.Put("control", arm);
        Assert.Throws<CausalLoomException>(() => Named.LoadLaw(state));
    }

    [Fact]
    public void PooledResidualsAreSharedAndThoseOfArmsAreNot()
    {
        // SDs 0.5 and 3: pooled draws have the same SD in both arms. 2,000 rows an arm; an SD's relative error is 1.6 %.
        CausalData data = MechanismData.Linear(4000, 5, (_, w) => w == 1 ? 3 : 0.5);
        double[] means = MechanismData.LinearMeans(data);
        (double low, double high) = Spread("homoscedastic");
        Assert.Equal(1, high / low, 0.12);
        (low, high) = Spread("arm-bootstrap");
        Assert.InRange(high / low, 5.2, 6.8);

        (double, double) Spread(string name)
        {
            double[] drawn = Named.Law(name, data, means, FitContext.ForSeed(1))
                .Draw(data.Covariates, data.Treatment.Codes, [.. means.Select(_ => 0.0)], RandomStream.Of(1));
            double Sd(int arm) =>
                Math.Sqrt(Enumerable.Range(0, 4000).Where(i => data.Treatment[i] == arm).Average(i => drawn[i] * drawn[i]));
            return (Sd(0), Sd(1));
        }
    }

    [Fact]
    public void AForcedSpreadDependsOnCovariates()
    {
        CausalData data = MechanismData.Linear(500, 6);
        double[] means = MechanismData.LinearMeans(data);
        Assert.True(((HeteroscedasticResidualLaw)Named.Law("residual", data, means, FitContext.ForSeed(1))).IsHomoscedastic);
        Assert.False(((HeteroscedasticResidualLaw)Named.Law("heteroscedastic", data, means, FitContext.ForSeed(1))).IsHomoscedastic);
    }

    [Theory]
    [InlineData("heteroscedastic")]
    [InlineData("skewed")]
    public void QuantilesHoldWhereTheyChangeWithTheCovariate(string shape)
    {
        // 3,000 rows to learn from and half as many to judge, of which a fourth are in each tail of x: shares below the quantile, with
        // standard errors below .026, within ±.07 there; quantiles that do not know x miss by more than .1 somewhere.
        (CausalData data, double[] means) = Shaped(shape, 3000, 7);
        (CausalData fresh, double[] centre) = Shaped(shape, 1500, 8);
        QuantileResidualLaw law = QuantileResidualLaw.Fit(data, means, FitContext.ForSeed(1));
        double[] before = [.. Enumerable.Repeat(double.NegativeInfinity, 1500)];
        double worst = 0;
        foreach (double share in new[] { 0.1, 0.5, 0.9 })
        {
            double[] quantiles = law.Quantiles(fresh.Covariates, fresh.Treatment.Codes, share);
            Assert.All(quantiles, (q, i) => Assert.True(q >= before[i]));
            before = quantiles;
            foreach ((double from, double to) in new[] { (-9.0, -0.7), (-0.7, 0.7), (0.7, 9.0) })
            {
                int[] rows = [.. Enumerable.Range(0, 1500)
                    .Where(i => fresh.Covariates.Columns[0].NumberAt(i) is var x && x > from && x <= to)];
                double held = rows.Average(i => fresh.Outcome[i] - centre[i] <= quantiles[i] ? 1.0 : 0);
                Assert.InRange(held - share, -0.07, 0.07);
                double[] marginal = [.. data.Outcome.Select((y, i) => y - means[i]).Order()];
                worst = Math.Max(
                    worst, Math.Abs(rows.Average(i => fresh.Outcome[i] - centre[i] <= marginal[(int)(share * 2999)] ? 1.0 : 0) - share));
            }
        }

        Assert.True(worst > 0.1, $"{worst:F3}");
    }

    [Fact]
    public void OneLeafIsTheArmsOwnLaw()
    {
        CausalData data = MechanismData.Linear(300, 9);
        double[] means = MechanismData.LinearMeans(data);
        QuantileResidualLaw law = QuantileResidualLaw.Fit(data, means, FitContext.ForSeed(1), new QuantileLawOptions
            { Forest = new RandomForestOptions { Task = ForestTask.Classification, Trees = 3, MinLeafRows = 1000, OutOfBag = false } });
        for (int arm = 0; arm < 2; arm++)
        {
            double[] residuals = [.. Enumerable.Range(0, 300).Where(i => data.Treatment[i] == arm).Select(i => data.Outcome[i] - means[i])];
            double average = residuals.Average(),
                median = residuals.Order().ElementAt((int)Math.Ceiling(0.5 * residuals.Length) - 1) - average;
            Assert.All(law.Quantiles(data.Covariates, [.. Enumerable.Repeat(arm, 300)], 0.5), q => Assert.Equal(median, q, 1e-9));
        }
    }

    [Fact]
    public void ClampedMeansAreThoseOfEachValueClamped()
    {
        RandomStream stream = RandomStream.Of(10);
        double[] values = [.. Enumerable.Range(0, 101).Select(_ => stream.NextNormal())];
        SortedResiduals sorted = new([.. values]);
        OutcomeRange range = new(-0.8, 1.1), open = new(double.NegativeInfinity, double.PositiveInfinity);
        foreach (double m in new[] { -9, -1, 0, 0.3, 2, 9 })
        {
            Assert.Equal(values.Average(v => range.Clamp(m + v)), sorted.ClampedMean(m, range), 1e-12);
            Assert.Equal(m + values.Average(), sorted.ClampedMean(m, open), 1e-12);
        }
    }

    private static CausalData Earnings(int rows)
    {
        RandomStream stream = RandomStream.Of(20);
        double[] x = [.. Enumerable.Range(0, rows).Select(_ => stream.NextNormal())];
        int[] w = [.. x.Select(v => stream.NextBernoulli(0.5) ? 1 : 0)];
        double[] y = [.. x.Select((v, i) => Math.Max(0, 500 + (400 * v) + (200 * w[i]) + (600 * (stream.NextExponential() - 1))))];
        return CausalData.From(
            new Table([new ContinuousColumn("x", x), new BinaryColumn("w", w, ["0", "1"]), new ContinuousColumn("y", y)]), "w", "y");
    }

    private static double[] Means(CausalData data) =>
        [.. data.Covariates.Columns[0].ToNumbers().Select((v, i) => 650 + (300 * v) + (200 * data.Treatment[i]))];

    // Y = x₁ + r: r ~ N(0, e^{1.2 x₁}), or an exponential less its mean whose tail points to the sign of x₁.
    private static (CausalData Data, double[] Means) Shaped(string shape, int rows, long seed)
    {
        CausalData data = MechanismData.Linear(rows, seed);
        RandomStream stream = RandomStream.Of(seed).Child("shape");
        double[] x = data.Covariates.Columns[0].ToNumbers();
        double[] y = [.. x.Select(v =>
            v + (shape == "skewed" ? Math.Sign(v) * (stream.NextExponential() - 1) : Math.Exp(0.6 * v) * stream.NextNormal()))];
        return (CausalData.From(data.Covariates.With(new BinaryColumn("w", data.Treatment.Codes, ["0", "1"]), new ContinuousColumn("y", y)),
            "w", "y"), x);
    }
}
