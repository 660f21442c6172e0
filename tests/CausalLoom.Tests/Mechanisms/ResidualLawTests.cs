using CausalLoom.Data;
using CausalLoom.Mechanisms;
using CausalLoom.Mechanisms.Residuals;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Mechanisms;

public sealed class ResidualLawTests
{
    public static TheoryData<string> Spreads => ["constant", "arms", "covariate"];

    [Theory]
    [MemberData(nameof(Spreads))]
    public void SyntheticResidualsSpreadAsHeldOutOnesDid(string name)
    {
        CausalData data = MechanismData.Linear(2000, 1, Sigma(name));
        Folds folds = Folds.Stratified(data.Treatment.Codes, 5, RandomStream.Of(2));
        double[] means = new StackedOutcome().CrossFit(data, folds, FitContext.ForSeed(1)).Own(data.Treatment);
        HeteroscedasticResidualLaw law = HeteroscedasticResidualLaw.Fit(data, means, FitContext.ForSeed(1), new ResidualOptions
            { RangeMargin = double.PositiveInfinity });
        double[] drawn = law.Draw(data.Covariates, data.Treatment.Codes, means, RandomStream.Of(3));
        for (int arm = 0; arm < 2; arm++)
        {
            // Some 1,000 draws: their variance has relative standard error below .07 (kurtosis up to 6); bounds at four of them.
            int[] rows = [.. Enumerable.Range(0, 2000).Where(i => data.Treatment[i] == arm)];
            double held = Variance([.. rows.Select(i => data.Outcome[i] - means[i])]),
                synthetic = Variance([.. rows.Select(i => drawn[i] - means[i])]);
            Assert.InRange(synthetic / held, 0.72, 1.28);
        }

        Assert.Equal(name != "covariate", law.IsHomoscedastic);
    }

    [Fact]
    public void SpreadFollowsTheCovariate()
    {
        CausalData data = MechanismData.Linear(2000, 4, Sigma("covariate"));
        HeteroscedasticResidualLaw law = HeteroscedasticResidualLaw.Fit(data, MechanismData.LinearMeans(data), FitContext.ForSeed(1));
        double[] sigma = law.Sigma(data.Covariates, data.Treatment.Codes);
        double error = Math.Sqrt(Enumerable.Range(0, 2000)
            .Average(i => Math.Pow(Math.Log(sigma[i] / Sigma("covariate")!(data.Covariates.Columns[0].NumberAt(i), 0)), 2)));
        // log σ has SD .6 here.
        Assert.True(error < 0.25, $"{error:F3}");
    }

    [Fact]
    public void DrawsHaveTheMeansAndKeepTheShape()
    {
        // Exponential residuals: mean 0, SD 1, skewness 2. With 40,000 draws bounds are at five standard errors or more.
        RandomStream stream = RandomStream.Of(5);
        double[] y = [.. Enumerable.Range(0, 4000).Select(_ => stream.NextExponential() - 1)];
        CausalData data = Data(y);
        HeteroscedasticResidualLaw law = HeteroscedasticResidualLaw.Fit(data, new double[4000], FitContext.ForSeed(1), new ResidualOptions
            { RangeMargin = double.PositiveInfinity });
        int[] rows = [.. Enumerable.Range(0, 40_000).Select(i => i % 4000)];
        double[] draws = law.Draw(data.Covariates.Take(rows), 1, [.. rows.Select(_ => 7.0)], RandomStream.Of(6));
        Assert.Equal(7, draws.Average(), 0.03);
        double sd = Math.Sqrt(Variance(draws)), skew = draws.Average(v => Math.Pow((v - 7) / sd, 3));
        Assert.InRange(sd, 0.9, 1.1);
        Assert.InRange(skew, 1.3, 2.6);
    }

    [Fact]
    public void DrawsKeepTheObservedRange()
    {
        RandomStream stream = RandomStream.Of(7);
        double[] y = [.. Enumerable.Range(0, 500).Select(_ => Math.Round(2000 * stream.NextExponential(), 2))];
        CausalData money = Data(y, 2);
        double[] means = [.. y.Select(_ => 300.0)];
        HeteroscedasticResidualLaw law = HeteroscedasticResidualLaw.Fit(money, means, FitContext.ForSeed(1));
        double[] drawn = law.Draw(money.Covariates, 0, means, RandomStream.Of(8));
        Assert.All(drawn, v => Assert.InRange(v, y.Min(), y.Max()));
        Assert.Contains(drawn, v => v == y.Min());
    }

    [Theory]
    [MemberData(nameof(Spreads))]
    public void SavedLawsDrawTheSame(string name)
    {
        CausalData data = MechanismData.Linear(600, 9, Sigma(name));
        double[] means = MechanismData.LinearMeans(data);
        HeteroscedasticResidualLaw law = HeteroscedasticResidualLaw.Fit(data, means, FitContext.ForSeed(1));
        HeteroscedasticResidualLaw loaded = HeteroscedasticResidualLaw.Load(law.Save());
        Assert.Equal(law.Draw(data.Covariates, data.Treatment.Codes, means, RandomStream.Of(1)),
            loaded.Draw(data.Covariates, data.Treatment.Codes, means, RandomStream.Of(1)));
    }

    [Fact]
    public void OutcomesWithoutNoiseStayWhereTheyAre()
    {
        CausalData data = MechanismData.Linear(200, 10, (_, _) => 0);
        double[] means = MechanismData.LinearMeans(data);
        double[] drawn = HeteroscedasticResidualLaw.Fit(data, data.Outcome.Values, FitContext.ForSeed(1))
            .Draw(data.Covariates, data.Treatment.Codes, means, RandomStream.Of(1));
        Assert.All(drawn, (v, i) => Assert.Equal(means[i], v, 1e-9));
    }

    private static Func<double, int, double>? Sigma(string name) => name switch
    {
        "constant" => null,
        "arms" => (_, w) => w == 1 ? 3 : 0.5,
        _ => (x, _) => Math.Exp(0.6 * x),
    };

    private static CausalData Data(double[] y, int? decimals = null)
    {
        RandomStream stream = RandomStream.Of(11);
        double[] x = [.. y.Select(_ => stream.NextNormal())];
        Table table = new([new ContinuousColumn("x", x), new BinaryColumn("w", [.. y.Select((_, i) => i % 2)], ["0", "1"]),
            new ContinuousColumn("y", y, decimals)]);
        return CausalData.From(table, "w", "y");
    }

    private static double Variance(double[] values)
    {
        double mean = values.Average();
        return values.Average(v => (v - mean) * (v - mean));
    }
}
