using System.Text.Json;
using CausalLoom.Data;
using CausalLoom.Mechanisms;
using CausalLoom.Mechanisms.Calibration;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Tests.Mechanisms.Calibration;

public sealed class CalibrationTests
{
    private static readonly JsonElement Fixture = MechanismFixture.Calibration;

    [Theory]
    [InlineData(CalibrationMethod.Platt, "plain")]
    [InlineData(CalibrationMethod.Platt, "weighted")]
    [InlineData(CalibrationMethod.Isotonic, "plain")]
    [InlineData(CalibrationMethod.Isotonic, "weighted")]
    public void MapsAreScikitLearns(CalibrationMethod method, string name)
    {
        double[] weights = name == "plain" ? [] : Fixture.Numbers("weights");
        Calibrator map = Calibrator.Fit(method, Fixture.Numbers("logits"), Fixture.Integers("labels"), weights);
        double[] at = map.Apply(Fixture.Numbers("at"));
        // scikit-learn minimises Platt's likelihood by BFGS and stops near the optimum.
        MechanismFixture.Near(Fixture.GetProperty(name).Numbers(method == CalibrationMethod.Platt ? "platt" : "isotonic"), at,
            method == CalibrationMethod.Platt ? 1e-4 : 1e-9);
        Assert.All(at.Zip(at.Skip(1)), pair => Assert.True(pair.First <= pair.Second));
    }

    [Theory]
    [InlineData("boosting")]
    [InlineData("forest")]
    [InlineData("network")]
    [InlineData("logistic")]
    [InlineData("spline")]
    [InlineData("stack")]
    public void EveryLearnerTakesEitherMethodAndSavesIt(string name)
    {
        CausalData data = MechanismData.Linear(300, 1);
        foreach (string method in new[] { "isotonic", "platt" })
        {
            IPropensityLearner learner = Named.Calibrated(Named.Propensity(name), method);
            Assert.Equal(name, learner.Name);
            IPropensityModel model = learner.Fit(data.Covariates, data.Treatment.Codes, FitContext.ForSeed(2));
            double[] p = model.Predict(data.Covariates);
            Assert.All(p, v => Assert.InRange(v, 0.01, 0.99));
            Assert.Equal(p, Named.LoadPropensity(model.Save()).Predict(data.Covariates));
            Assert.Equal(p, learner.Fit(data.Covariates, data.Treatment.Codes, FitContext.ForSeed(2, threads: 2)).Predict(data.Covariates));
        }
    }

    [Fact]
    public void DefaultsAreWhatTheyWere()
    {
        CausalData data = MechanismData.Linear(300, 2);
        double[] Fit(IPropensityLearner learner) =>
            learner.Fit(data.Covariates, data.Treatment.Codes, FitContext.ForSeed(2)).Predict(data.Covariates);
        foreach (string name in new[] { "boosting", "forest", "network" })
        {
            Assert.Equal(Fit(Named.Propensity(name)), Fit(Named.Calibrated(Named.Propensity(name), "platt")));
            Assert.NotEqual(Fit(Named.Propensity(name)), Fit(Named.Calibrated(Named.Propensity(name), "none")));
        }
    }

    [Theory]
    [InlineData(CalibrationMethod.Platt)]
    [InlineData(CalibrationMethod.Isotonic)]
    public void OverconfidentPropensitiesAreMended(CalibrationMethod method)
    {
        // A logistic learner whose propensities are those of tripled logits: the wrapper gives most of the loss back on fresh rows.
        CausalData train = MechanismData.Linear(2000, 3), test = MechanismData.Linear(4000, 4);
        double Loss(IPropensityLearner learner) => MechanismData.LogLoss(
            learner.Fit(train.Covariates, train.Treatment.Codes, FitContext.ForSeed(1)).Predict(test.Covariates), test.Treatment.Codes);
        double honest = Loss(new LogisticPropensity()), raw = Loss(new Overconfident()),
            mended = Loss(new RecalibratedPropensity(new Overconfident(), method));
        Assert.True(raw - honest > 0.05, $"{raw - honest:F4}");
        Assert.True(mended - honest < 0.01, $"{mended - honest:F4}");
    }

    [Fact]
    public void WhatHasNoMeaningIsRefused()
    {
        Assert.Throws<CausalLoomException>(() => Named.Calibrated(new LogisticPropensity(), "beta"));
        Assert.Throws<CausalLoomException>(() => Named.Calibrated(Named.Propensity("randomized:0.5"), "platt"));
        Assert.Throws<CausalLoomException>(() => Named.Calibrated(Named.Propensity("stack"), "none"));
    }

    private sealed record Overconfident : IBinaryPropensityLearner
    {
        public string Name => "overconfident";

        public IBinaryPropensityModel Fit(Table covariates, int[] treatment, double[]? weights, FitContext context) =>
            new Tripled(new LogisticPropensity().Fit(covariates, treatment, weights, context));
    }

    private sealed record Tripled(IBinaryPropensityModel Inner) : IBinaryPropensityModel
    {
        public double[] Predict(Table covariates) =>
            Array.ConvertAll(Inner.Predict(covariates), p => LogisticRegression.Sigmoid(3 * LogisticRegression.Logit(p)));

        public CausalLoom.Models.ModelState Save() => Inner.Save();
    }
}
