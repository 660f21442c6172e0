using CausalLoom.Data;
using CausalLoom.Mechanisms;
using CausalLoom.Numerics.Random;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Tests.Mechanisms;

public sealed class ForestMechanismTests
{
    [Fact]
    public void CalibrationBringsAForestNearTheTruePropensity()
    {
        CausalData train = MechanismData.Linear(1500, 1), test = MechanismData.Linear(4000, 2);
        double[] truth = [.. test.Covariates.Columns[0].ToNumbers().Select(x => LogisticRegression.Sigmoid(0.5 * x))];
        double Error(IPropensityLearner learner) => learner.Fit(train.Covariates, train.Treatment.Codes, FitContext.ForSeed(1))
            .Predict(test.Covariates).Zip(truth, (p, t) => (p - t) * (p - t)).Average();
        double calibrated = Error(new ForestPropensity()), paper = Error(new ForestPropensity(ForestPropensityOptions.HybridPaper));
        double constant = truth.Average(t => (t - truth.Average()) * (t - truth.Average()));
        Assert.True(calibrated < 0.7 * constant, $"{calibrated} against {constant} of a constant");
        Assert.True(calibrated < 0.4 * paper, $"{calibrated} against {paper} of full-grown trees");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void MeansFollowTheSurfaceOfEachArm(bool single)
    {
        CausalData train = MechanismData.Linear(3000, 1), test = MechanismData.Linear(2000, 2);
        IOutcomeModel model = new ForestOutcome(Single: single).Fit(train, FitContext.ForSeed(1));
        for (int arm = 0; arm < 2; arm++)
        {
            double[] mean = model.Mean(test.Covariates, arm);
            double error = mean.Select((m, i) => m - MechanismData.LinearMean(test.Covariates, i, arm)).Average(d => d * d);
            double spread = Enumerable.Range(0, test.Rows).Select(i => MechanismData.LinearMean(test.Covariates, i, arm))
                .Average(m => (m - 1 - arm) * (m - 1 - arm));
            Assert.True(error < 0.2 * spread, $"arm {arm}: mean squared error {error:0.000} of {spread:0.000}");
        }
    }

    [Fact]
    public void SavedForestsPredictTheSameAndDamageIsRefused()
    {
        CausalData data = MechanismData.Linear(200, 3);
        IPropensityModel g = new ForestPropensity().Fit(data.Covariates, data.Treatment.Codes, FitContext.ForSeed(1, threads: 2));
        Assert.Equal(g.Predict(data.Covariates), Named.LoadPropensity(g.Save()).Predict(data.Covariates));
        Assert.Equal(g.Predict(data.Covariates), new ForestPropensity().Fit(data.Covariates, data.Treatment.Codes, FitContext.ForSeed(1))
            .Predict(data.Covariates));
        foreach (bool single in new[] { false, true })
        {
            IOutcomeModel mu = new ForestOutcome(Single: single).Fit(data, FitContext.ForSeed(1));
            Assert.Equal(mu.Mean(data.Covariates, 1), Named.LoadOutcome(mu.Save()).Mean(data.Covariates, 1));
            CausalLoom.Models.ModelState damaged = mu.Save();
            damaged.Tensors["forest0"] = new CausalLoom.Models.Tensor([1.0, 2, 3], 3);
            Assert.Throws<CausalLoomException>(() => Named.LoadOutcome(damaged));
        }
    }

    [Fact]
    public void LinearMeansAreThoseOfLeastSquaresByArmAndSurviveSaving()
    {
        CausalData data = MechanismData.Linear(4000, 5);
        IOutcomeModel model = new LinearOutcome().Fit(data, FitContext.ForSeed(1));
        for (int arm = 0; arm < 2; arm++)
        {
            double[] mean = model.Mean(data.Covariates, arm);
            Assert.All(Enumerable.Range(0, 50), i => Assert.Equal(MechanismData.LinearMean(data.Covariates, i, arm), mean[i], 0.25));
            Assert.Equal(mean, Named.LoadOutcome(model.Save()).Mean(data.Covariates, arm));
        }

        RandomStream stream = RandomStream.Of(4);
        int[] y = [.. data.Treatment.Select(w => stream.NextBernoulli(w == 1 ? 0.7 : 0.4) ? 1 : 0)];
        CausalData binary = CausalData.From(
            data.Covariates.With(new BinaryColumn("w", data.Treatment.Codes, ["0", "1"]), new BinaryColumn("y", y, ["no", "yes"])),
            "w", "y");
        Assert.All(new LinearOutcome().Fit(binary, FitContext.ForSeed(1)).Mean(binary.Covariates, 1), p => Assert.InRange(p, 0.5, 0.9));
    }
}
