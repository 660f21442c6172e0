using System.Text.Json;
using CausalLoom.Data;
using CausalLoom.Mechanisms;
using CausalLoom.Mechanisms.Basis;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Tests.Mechanisms.Basis;

public sealed class BasisLearnerTests
{
    [Fact]
    public void InteractionsAreRidgeOnAllProducts()
    {
        // One pair of penalties: 1 on the covariates, 10 on products and squares, as the fixture has it.
        JsonElement fixture = MechanismFixture.Interactions;
        BasisOptions options = new() { LinearPenalties = [1], ProductPenalties = [10], Clipping = new PropensityClipping(0, 1) };
        double[][] rows =
            [.. fixture.GetProperty("x").EnumerateArray().Select(r => r.EnumerateArray().Select(v => v.GetDouble()).ToArray())];
        Table x = new([.. Enumerable.Range(0, 3).Select(j => new ContinuousColumn($"x{j}", [.. rows.Select(r => r[j])]))]);
        double[] y = fixture.Numbers("y");
        int[] b = fixture.Integers("b");
        BasisPropensity g = new(BasisKind.Interactions, options);
        MechanismFixture.Near(fixture.Numbers("probabilities"), g.Fit(x, b, FitContext.ForSeed(1)).Predict(x), 1e-6);

        // Both arms hold the same rows, so that each arm's regression is the fixture's.
        int[] twice = [.. Enumerable.Range(0, 160).Select(i => i % 80)];
        Table both = x.Take(twice).With(new BinaryColumn("w", [.. twice.Select((_, i) => i / 80)], ["0", "1"]),
            new ContinuousColumn("y", [.. twice.Select(i => y[i])]));
        BasisOutcomeModel model = (BasisOutcomeModel)new BasisOutcome(BasisKind.Interactions, options)
            .Fit(CausalData.From(both, "w", "y"), FitContext.ForSeed(1));
        Assert.Equal(6, model.Functions(1));
        MechanismFixture.Near(fixture.Numbers("squares"), model.Mean(x, 1), 1e-8);
    }

    [Fact]
    public void EachFindsTheSurfaceItIsMadeFor()
    {
        // Y = sin 2x₁ (additive) or x₁x₂; noise of SD 1/2; 1,200 rows. Shares of the surface's variance that are missed on fresh rows.
        Func<double, double, double> wave = (a, _) => Math.Sin(2 * a), saddle = (a, c) => a * c;
        double waveBySpline = Missed(BasisKind.Spline, wave), saddleByProducts = Missed(BasisKind.Interactions, saddle);
        Assert.True(waveBySpline < 0.1, $"{waveBySpline:F3}");
        Assert.True(saddleByProducts < 0.05, $"{saddleByProducts:F3}");
        Assert.True(Missed(BasisKind.Spline, saddle) > 0.9);
        Assert.True(Missed(BasisKind.Interactions, wave) > 0.3);
    }

    [Fact]
    public void PropensitiesThatAreEvenInACovariateAreFound()
    {
        RandomStream stream = RandomStream.Of(3);
        double[] x = [.. Enumerable.Range(0, 3000).Select(_ => stream.NextNormal())],
            truth = Array.ConvertAll(x, v => LogisticRegression.Sigmoid((v * v) - 1));
        int[] w = Array.ConvertAll(truth, p => stream.NextBernoulli(p) ? 1 : 0);
        Table table = new([new ContinuousColumn("x", x)]);
        foreach (BasisKind kind in new[] { BasisKind.Spline, BasisKind.Interactions })
        {
            double[] p = new BasisPropensity(kind).Fit(table, w, FitContext.ForSeed(1)).Predict(table);
            double excess = MechanismData.LogLoss(p, w) - MechanismData.LogLoss(truth, w),
                constant = MechanismData.LogLoss([.. p.Select(_ => w.Average())], w) - MechanismData.LogLoss(truth, w);
            Assert.True(excess < 0.1 * constant, $"{kind}: {excess:F4} of {constant:F4}");
        }
    }

    [Fact]
    public void NoiseIsNotModelled()
    {
        // Outcomes that no covariate says anything about: the heaviest roughness wins and the means are nearly flat.
        RandomStream stream = RandomStream.Of(9);
        Table x = new([.. Enumerable.Range(0, 4)
            .Select(j => new ContinuousColumn($"x{j}", [.. Enumerable.Range(0, 400).Select(_ => stream.NextNormal())]))]);
        Table table = x.With(new BinaryColumn("w", [.. Enumerable.Range(0, 400).Select(i => i % 2)], ["0", "1"]),
            new ContinuousColumn("y", [.. Enumerable.Range(0, 400).Select(_ => stream.NextNormal())]));
        foreach (BasisKind kind in new[] { BasisKind.Spline, BasisKind.Interactions })
        {
            double[] mean = new BasisOutcome(kind).Fit(CausalData.From(table, "w", "y"), FitContext.ForSeed(1)).Mean(x, 1);
            Assert.True(mean.Average(m => (m - mean.Average()) * (m - mean.Average())) < 0.1);
        }
    }

    [Fact]
    public void ManyColumnsAreScreenedAndTheRightProductStays()
    {
        RandomStream stream = RandomStream.Of(4);
        double[][] x = [.. Enumerable.Range(0, 40).Select(_ => Enumerable.Range(0, 600).Select(_ => stream.NextNormal()).ToArray())];
        double[] y = [.. Enumerable.Range(0, 600).Select(i => x[0][i] + (1.5 * x[3][i] * x[7][i]) + (0.5 * stream.NextNormal()))];
        Table covariates = new([.. x.Select((v, j) => new ContinuousColumn($"x{j}", v))]);
        CausalData data = CausalData.From(covariates.With(
            new BinaryColumn("w", [.. Enumerable.Range(0, 600).Select(i => i % 2)], ["0", "1"]), new ContinuousColumn("y", y)), "w", "y");
        BasisOutcomeModel model = (BasisOutcomeModel)new BasisOutcome(BasisKind.Interactions, new BasisOptions { MostProducts = 30 })
            .Fit(data, FitContext.ForSeed(1));
        Assert.Equal(30, model.Functions(0));
        double[] mean = model.Mean(covariates, 0), truth = [.. Enumerable.Range(0, 600).Select(i => x[0][i] + (1.5 * x[3][i] * x[7][i]))];
        Assert.True(mean.Zip(truth, (m, t) => (m - t) * (m - t)).Average() < 0.15 * truth.Average(t => t * t));
    }

    [Theory]
    [InlineData(BasisKind.Spline, "splines")]
    [InlineData(BasisKind.Interactions, "scale")]
    public void DamagedStatesAreRefused(BasisKind kind, string tensor)
    {
        CausalData data = MechanismData.Linear(200, 1);
        ModelState state = new BasisOutcome(kind).Fit(data, FitContext.ForSeed(1)).Save();
        ModelState arm = state.Get("treated"), basis = arm.Get("basis");
        basis.Tensors[tensor] = new Tensor(new double[] { 3, 1 }, 2);
        arm.Put("basis", basis);
        state.Put("treated", arm);
        Assert.Throws<CausalLoomException>(() => Named.LoadOutcome(state));
    }

    [Fact]
    public void TinyArmsAndArmsOfOneOutcomeHaveFiniteMeans()
    {
        Table x = new([new ContinuousColumn("x", [1.0, 2, 3, 4, 5])]);
        Table binary = x.With(new BinaryColumn("w", [1, 0, 0, 0, 1], ["0", "1"]), new BinaryColumn("y", [1, 0, 1, 0, 1], ["no", "yes"]));
        foreach (BasisKind kind in new[] { BasisKind.Spline, BasisKind.Interactions })
        {
            double[] p = new BasisOutcome(kind).Fit(CausalData.From(binary, "w", "y"), FitContext.ForSeed(1)).Mean(x, 1);
            Assert.All(p, v => Assert.Equal(2.5 / 3, v, 1e-12));
        }
    }

    private static double Missed(BasisKind kind, Func<double, double, double> surface)
    {
        (CausalData train, _) = Draw(1200, 1, surface);
        (CausalData test, double[] mu) = Draw(2000, 2, surface);
        double[] mean = new BasisOutcome(kind).Fit(train, FitContext.ForSeed(1)).Mean(test.Covariates, 1);
        double average = mu.Average();
        return mean.Zip(mu, (m, t) => (m - t) * (m - t)).Average() / mu.Average(t => (t - average) * (t - average));
    }

    private static (CausalData Data, double[] Mu) Draw(int rows, long seed, Func<double, double, double> surface)
    {
        CausalData covariates = MechanismData.Linear(rows, seed);
        RandomStream stream = RandomStream.Of(seed).Child("y");
        double[] a = covariates.Covariates.Columns[0].ToNumbers(), c = covariates.Covariates.Columns[1].ToNumbers(),
            mu = [.. a.Zip(c, surface)];
        Table table = covariates.Covariates.With(new BinaryColumn("w", covariates.Treatment.Codes, ["0", "1"]),
            new ContinuousColumn("y", Array.ConvertAll(mu, m => m + (0.5 * stream.NextNormal()))));
        return (CausalData.From(table, "w", "y"), mu);
    }
}
