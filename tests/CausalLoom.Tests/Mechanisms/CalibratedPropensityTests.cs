using CausalLoom.Data;
using CausalLoom.Mechanisms;
using CausalLoom.Numerics.Random;
using CausalLoom.Simulators;
using CausalLoom.Synthesis;

namespace CausalLoom.Tests.Mechanisms;

public sealed class CalibratedPropensityTests
{
    private static readonly SteamSimulator Strong = new(SteamSimulatorOptions.StrongConfounding);

    [Fact]
    public void SeesMechanismsThatAreEvenInX()
    {
        // Over 10 seeds the error of 1,500 rows was .037 to .057 (the propensity's SD is .245); logistic regression sees nothing.
        (CausalData data, Truth truth) = MechanismData.Draw(Strong, 1500, 1);
        CrossFittedBinaryPropensity fit = new CalibratedPropensity().CrossFit(data.Covariates, data.Treatment.Codes, FitContext.ForSeed(1));
        double[] linear = new LogisticPropensity().Fit(data.Covariates, data.Treatment.Codes, FitContext.ForSeed(1))
            .Predict(data.Covariates);
        Assert.True(Error(fit.OutOfFold, truth.Propensity[1]) < 0.08);
        Assert.True(Error(linear, truth.Propensity[1]) > 0.22);
        (CausalData fresh, Truth freshTruth) = MechanismData.Draw(Strong, 1500, 2);
        Assert.True(Error(fit.Model.Predict(fresh.Covariates), freshTruth.Propensity[1]) < 0.08);
    }

    [Fact]
    public void IsNearlyConstantInATrial()
    {
        // Over 10 seeds the spread about ½ was .003 to .027.
        (CausalData data, _) = MechanismData.Draw(new SteamSimulator(new SteamSimulatorOptions(Dimensions: 20, Confounders: 0)), 1500, 3);
        double[] p = new CalibratedPropensity().CrossFit(data.Covariates, data.Treatment.Codes, FitContext.ForSeed(1)).OutOfFold;
        double share = data.Treatment.Average();
        Assert.True(Error(p, [.. p.Select(_ => share)]) < 0.04);
    }

    [Fact]
    public void OutOfFoldPropensitiesAreCalibrated()
    {
        // In each fifth by propensity, observed minus mean predicted lies within four standard errors: false-alarm rate 3e-4.
        (CausalData data, _) = MechanismData.Draw(Strong, 3000, 4);
        double[] p = new CalibratedPropensity().CrossFit(data.Covariates, data.Treatment.Codes, FitContext.ForSeed(1)).OutOfFold;
        int[] order = [.. Enumerable.Range(0, 3000).OrderBy(i => p[i])];
        foreach (int[] fifth in order.Chunk(600))
        {
            double gap = fifth.Average(i => data.Treatment[i] - p[i]);
            Assert.InRange(gap / Math.Sqrt(fifth.Average(i => p[i] * (1 - p[i])) / 600), -4, 4);
        }
    }

    [Fact]
    public void NoRowsLabelMovesItsOwnModel()
    {
        // The members of a row's fold do not know its label: flipping one label changes that row's own propensity only
        // through the stack's weights, far less than a flip of a neighbour's would in sample.
        (CausalData data, _) = MechanismData.Draw(Strong, 300, 5);
        Folds folds = Folds.Stratified(data.Treatment.Codes, 5, RandomStream.Of(1));
        double[] before = new CalibratedPropensity().CrossFit(data.Covariates, data.Treatment.Codes, folds, FitContext.ForSeed(1))
            .OutOfFold;
        int[] flipped = [.. data.Treatment];
        flipped[0] = 1 - flipped[0];
        double[] after = new CalibratedPropensity().CrossFit(data.Covariates, flipped, folds, FitContext.ForSeed(1)).OutOfFold;
        Assert.Equal(before[0], after[0], 0.02);
        Assert.NotEqual(before, after);
    }

    [Fact]
    public void TinyAndDegenerateSamplesGetTheirShare()
    {
        Table x = new([new ContinuousColumn("x", [1, 2, 3, 4, 5, 6])]);
        CrossFittedBinaryPropensity one = new CalibratedPropensity().CrossFit(x, [0, 0, 0, 0, 0, 1], FitContext.ForSeed(1));
        Assert.All(one.OutOfFold, p => Assert.Equal(1 / 6.0, p, 1e-12));
        double[] two = new CalibratedPropensity().CrossFit(x, [0, 0, 0, 0, 1, 1], FitContext.ForSeed(1)).OutOfFold;
        Assert.All(two, p => Assert.InRange(p, 0.01, 0.99));
        Table constant = new([new ContinuousColumn("x", [2, 2, 2, 2, 2, 2])]);
        double[] same = new CalibratedPropensity().CrossFit(constant, [0, 1, 0, 1, 0, 1], FitContext.ForSeed(1)).OutOfFold;
        Assert.All(same, p => Assert.InRange(p, 0.3, 0.7));
    }

    private static double Error(double[] a, double[] b) => Math.Sqrt(a.Select((v, i) => (v - b[i]) * (v - b[i])).Average());
}
