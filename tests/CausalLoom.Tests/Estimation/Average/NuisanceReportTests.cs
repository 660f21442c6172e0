using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Mechanisms;
using CausalLoom.Numerics.Random;
using CausalLoom.Tests.Mechanisms;

namespace CausalLoom.Tests.Estimation.Average;

/// <summary>Nuisances beside simpler ones: what fits passes, what does not is said.</summary>
public sealed class NuisanceReportTests
{
    private static readonly AverageEffectOptions Boosted = new()
        { Estimators = ["aipw"], Nuisances = new NuisanceOptions { Propensity = new BoostingPropensity(), Outcome =
            new BoostingOutcome() } };

    [Fact]
    public void LossesAndSlopesAreThoseOfTheirDefinitions()
    {
        CausalData data = MechanismData.Linear(300, 2);
        AverageEffects effects = AverageEffects.Estimate(data, Boosted, FitContext.ForSeed(1));
        NuisanceReport report = NuisanceReport.Of(data, effects, Boosted, FitContext.ForSeed(1));
        Nuisances n = effects.Nuisances;
        Assert.Equal(Enumerable.Range(0, 300).Average(i => Math.Pow(data.Outcome[i] - n.Mu[data.Treatment[i]][i], 2)), report.OutcomeLoss,
            10);
        Assert.Equal(-Enumerable.Range(0, 300).Average(i => Math.Log(n.Unclipped[data.Treatment[i]][i])), report.PropensityLoss, 10);
        double p = data.Treated / 300.0;
        Assert.Equal(-(p * Math.Log(p)) - ((1 - p) * Math.Log(1 - p)), report.PropensityLossConstant, 10);

        // The score of the slope's likelihood is 0 at the slope, and the slope moves by its error where the score does.
        (double slope, double se) = Assert.Single(report.Slopes);
        double[] z = [.. n.Unclipped[1].Select(g => Math.Log(g / (1 - g)))];
        double Deviance(double b)
        {
            double low = -20, high = 20;
            for (int step = 0; step < 200; step++)
            {
                double a = (low + high) / 2;
                (low, high) = z.Sum(v => 1 / (1 + Math.Exp(-a - (b * v)))) < data.Treated ? (a, high) : (low, a);
            }

            return -2 * z.Select((v, i) => (data.Treatment[i] * (low + (b * v))) - Math.Log(1 + Math.Exp(low + (b * v)))).Sum();
        }

        Assert.Equal(0, (Deviance(slope + 1e-3) - Deviance(slope - 1e-3)) / 2e-3, 0.01);
        Assert.Equal(1 / (se * se), (Deviance(slope + 0.01) + Deviance(slope - 0.01) - (2 * Deviance(slope))) / 2e-4, 0.01 / (se * se));
        Assert.Equal(report.Linear!.Effects[0].Difference, effects.Effects[0].Estimate - report.Linear.Effects[0].Estimate, 10);
    }

    [Fact]
    public void WhatIsLinearIsToldByLinearModelsAndWhatIsNotIsNot()
    {
        // Waves and products that no linear model knows, and boosting of enough rows does.
        NuisanceReport waves = Report(Rows(2000, waves: true));
        Assert.True(waves.Linear!.OutcomeGain > 3);
        Assert.True(waves.OutcomeLoss < waves.Linear.OutcomeLoss);
        NuisanceReport linear = Report(Rows(2000, waves: false));
        Assert.True(linear.Linear!.OutcomeGain < -3);
        Assert.Contains(linear.Warnings, text => text.Contains("A linear model tells held-out rows' outcome better",
            StringComparison.Ordinal));
    }

    [Fact]
    public void KindRowsRaiseFewWarnings()
    {
        AverageEffectOptions stack = new() { Estimators = ["aipw"] };
        int warned = Enumerable.Range(0, 8).Count(seed =>
        {
            CausalData data = Rows(300, waves: false, seed);
            return NuisanceReport.Of(data, AverageEffects.Estimate(data, stack, FitContext.ForSeed(1)), stack, FitContext.ForSeed(1))
                .Warnings.Count > 0;
        });
        Assert.InRange(warned, 0, 2);
    }

    [Fact]
    public void ExtremePropensitiesHaveASlopeBelowOne()
    {
        CausalData data = Rows(600, waves: false);
        AverageEffects effects = AverageEffects.Estimate(data, Boosted, FitContext.ForSeed(1));
        double[] treated = [.. effects.Nuisances.Unclipped[1].Select(g => 1 / (1 + Math.Pow((1 - g) / g, 4)))];
        double[][] extreme = [[.. treated.Select(g => 1 - g)], treated];
        AverageEffects told = effects with { Nuisances = effects.Nuisances with { Unclipped = extreme } };
        NuisanceReport report = NuisanceReport.Of(data, told, Boosted, FitContext.ForSeed(1));
        Assert.Equal(NuisanceReport.Of(data, effects, Boosted, FitContext.ForSeed(1)).Slopes[0].Slope / 4, report.Slopes[0].Slope, 0.01);
        Assert.Contains(report.Warnings, text => text.Contains("too extreme", StringComparison.Ordinal));
    }

    [Fact]
    public void LinearNuisancesHaveNoneBeside()
    {
        CausalData data = Rows(200, waves: false);
        AverageEffectOptions linear = new() { Estimators = ["aipw"], Nuisances = NuisanceCatalogue.BuiltIn.Create("linear") };
        NuisanceReport report = NuisanceReport.Of(data, AverageEffects.Estimate(data, linear, FitContext.ForSeed(1)), linear,
            FitContext.ForSeed(1));
        Assert.Null(report.Linear);
        Assert.Contains("linear themselves", report.NotLinear, StringComparison.Ordinal);
        Assert.False(report.HeldOut);
        Assert.Equal(1, report.Slopes[0].Slope, 1e-3);
    }

    private static NuisanceReport Report(CausalData data) => NuisanceReport.Of(data, AverageEffects.Estimate(data, Boosted,
        FitContext.ForSeed(1)), Boosted, FitContext.ForSeed(1));

    private static CausalData Rows(int rows, bool waves, int seed = 1)
    {
        RandomStream stream = RandomStream.Of(seed).Child("nuisance report");
        double[] a = new double[rows], b = new double[rows], y = new double[rows];
        int[] w = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            (a[i], b[i]) = (stream.NextNormal(), stream.NextNormal());
            w[i] = stream.NextBernoulli(1 / (1 + Math.Exp(-0.7 * a[i]))) ? 1 : 0;
            y[i] = w[i] + (waves ? 2 * Math.Sin(3 * b[i]) + (a[i] * a[i]) : a[i] + b[i]) + (0.5 * stream.NextNormal());
        }

        return CausalData.From(new Table([new ContinuousColumn("a", a), new ContinuousColumn("b", b), new BinaryColumn("w", w, ["0", "1"]),
            new ContinuousColumn("y", y)]), "w", "y");
    }
}
