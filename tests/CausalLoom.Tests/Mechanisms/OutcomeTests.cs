using CausalLoom.Data;
using CausalLoom.Mechanisms;
using CausalLoom.Numerics.Random;
using CausalLoom.Simulators;
using CausalLoom.Synthesis;

namespace CausalLoom.Tests.Mechanisms;

public sealed class OutcomeTests
{
    private static readonly (CausalData Data, Truth Truth) Demo = MechanismData.Draw(new DemoSimulator(), 800, 1);

    [Theory]
    [InlineData("linear")]
    [InlineData("spline")]
    [InlineData("interactions")]
    [InlineData("forest")]
    [InlineData("boosting")]
    [InlineData("constant")]
    [InlineData("stack")]
    public void EveryLearnerPredictsSavesAndRepeatsItself(string name)
    {
        IOutcomeModel Fit(int threads) => Named.Outcome(name).Fit(Demo.Data, FitContext.ForSeed(5, threads));
        IOutcomeModel model = Fit(1), two = Fit(2), loaded = Named.LoadOutcome(model.Save());
        for (int arm = 0; arm < 2; arm++)
        {
            double[] mean = model.Mean(Demo.Data.Covariates, arm);
            Assert.Equal(mean, two.Mean(Demo.Data.Covariates, arm));
            Assert.Equal(mean, loaded.Mean(Demo.Data.Covariates, arm));
        }

        Assert.Equal(name, Named.Outcome(name).Name);
        Assert.Throws<CausalLoomException>(() => Named.Outcome("crystal-ball"));
    }

    [Theory]
    [InlineData("boosting", 0.65)]
    [InlineData("spline", 0.5)]
    [InlineData("interactions", 0.5)]
    [InlineData("stack", 0.4)]
    public void MeansAndEffectsAreLearnt(string name, double most)
    {
        // Errors as shares of the SDs of μ (about 4.4; the noise has SD 6) on fresh rows, .56 and .34 when this was written; a constant
        // scores 1.
        (CausalData fresh, Truth truth) = MechanismData.Draw(new DemoSimulator(), 2000, 2);
        IOutcomeModel model = Named.Outcome(name).Fit(Demo.Data, FitContext.ForSeed(1));
        for (int arm = 0; arm < 2; arm++)
        {
            double[] mean = model.Mean(fresh.Covariates, arm), mu = truth.Mu[arm];
            double average = mu.Average(), error = Math.Sqrt(mean.Select((v, i) => (v - mu[i]) * (v - mu[i])).Average());
            double share = error / Math.Sqrt(mu.Average(v => (v - average) * (v - average)));
            Assert.True(share < most, $"arm {arm}: {share:F3}");
        }
    }

    [Theory]
    [InlineData("spline")]
    [InlineData("interactions")]
    [InlineData("boosting")]
    [InlineData("stack")]
    public void TwoLevelOutcomesGiveProbabilities(string name)
    {
        CausalData linear = MechanismData.Linear(500, 3);
        int[] high = [.. linear.Outcome.Select(y => y > 1.5 ? 1 : 0)];
        Table table = linear.Covariates.With(new BinaryColumn("w", linear.Treatment.Codes, ["0", "1"]),
            new BinaryColumn("y", high, ["no", "yes"]));
        CausalData binary = CausalData.From(table, "w", "y");
        double[] p = Named.Outcome(name).Fit(binary, FitContext.ForSeed(1)).Mean(binary.Covariates, 1);
        Assert.All(p, v => Assert.InRange(v, 0, 1));
        int[] treated = [.. Enumerable.Range(0, 500).Where(i => binary.Treatment[i] == 1)];
        double mean = treated.Average(i => binary.Outcome[i]);
        double loss = treated.Average(i => Math.Pow(p[i] - binary.Outcome[i], 2));
        Assert.True(loss < 0.8 * mean * (1 - mean));
    }

    [Fact]
    public void ConstantMeansAreThoseOfTheArms()
    {
        IOutcomeModel model = Named.Outcome("constant").Fit(Demo.Data, FitContext.ForSeed(1));
        for (int arm = 0; arm < 2; arm++)
        {
            double mean = Enumerable.Range(0, 800).Where(i => Demo.Data.Treatment[i] == arm).Average(i => Demo.Data.Outcome[i]);
            Assert.All(model.Mean(Demo.Data.Covariates, arm), v => Assert.Equal(mean, v));
        }
    }

    [Fact]
    public void CrossFittedMeansDoNotKnowTheirOwnOutcome()
    {
        // One wild outcome moves its own out-of-fold mean only through penalties and weights.
        CausalData data = MechanismData.Linear(300, 4);
        Folds folds = Folds.Stratified(data.Treatment.Codes, 5, RandomStream.Of(1));
        double[] before = new StackedOutcome().CrossFit(data, folds, FitContext.ForSeed(1)).Own(data.Treatment);
        double[] y = [.. data.Outcome];
        y[7] += 2;
        Table table = data.Covariates.With(new BinaryColumn("w", data.Treatment.Codes, ["0", "1"]), new ContinuousColumn("y", y));
        double[] after = new StackedOutcome().CrossFit(CausalData.From(table, "w", "y"), folds, FitContext.ForSeed(1))
            .Own(data.Treatment);
        Assert.Equal(before[7], after[7], 0.05);
        Assert.NotEqual(before, after);
    }

    [Fact]
    public void AffineOutcomesGiveAffineMeans()
    {
        CausalData data = MechanismData.Linear(300, 5);
        Table table = data.Covariates.With(new BinaryColumn("w", data.Treatment.Codes, ["0", "1"]),
            new ContinuousColumn("y", [.. data.Outcome.Select(y => (1000 * y) - 7)]));
        double[] a = new StackedOutcome().Fit(data, FitContext.ForSeed(1)).Mean(data.Covariates, 1);
        double[] b = new StackedOutcome().Fit(CausalData.From(table, "w", "y"), FitContext.ForSeed(1)).Mean(data.Covariates, 1);
        Assert.All(a, (v, i) => Assert.Equal((1000 * v) - 7, b[i], 1e-3));
    }
}
