using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Mechanisms;
using CausalLoom.Numerics.Random;
using CausalLoom.Sandbox.Comparison;
using CausalLoom.Synthesis;
using CausalLoom.Tests.Data;
using CausalLoom.Tests.Evaluation;

namespace CausalLoom.Tests.Sandbox.Comparison;

/// <summary>
/// RealCause's knobs on ACTG175 and IHDP, and what an estimator finds where there is no effect; bounds are 4.5 standard errors (false
/// alarms below 1e-5 each).
/// </summary>
public sealed class ComparisonRealDataTests
{
    private static readonly Plasmode Models = new()
    { Propensity = new LogisticPropensity(), OutcomeModel = new LinearOutcome() };

    [Theory]
    [InlineData("actg")]
    [InlineData("ihdp")]
    public void KnobsOnRealRows(string name)
    {
        CausalData real = name == "actg" ? PublicData.Actg("0", "1") : Ihdp();
        TunedSource plain = Models.Fit(real, FitContext.ForSeed(1));
        double fitted = plain.AverageEffect!.Value;
        double spread = Spread(plain.Draw(4000, RandomStream.Of(2)).Truth!);
        double last = 0;
        foreach (double scale in new[] { 0, 0.5, 1, 2, 4 })
        {
            RealCauseKnobs knobs = new() { OverlapScale = scale, EffectScale = 2, Heterogeneity = 0.5 };
            TunedSource turned = new RealCauseStyle(Models, knobs).Fit(real, FitContext.ForSeed(1));
            SyntheticData drawn = turned.Draw(4000, RandomStream.Of(2));
            ComparisonData.TruthIsWhatIsDrawn(drawn, real.TreatmentSpace.Name, real.OutcomeColumn.Name);
            Assert.Equal(2 * fitted, turned.AverageEffect!.Value, 1e-9 * Math.Max(1, Math.Abs(fitted)));
            ComparisonData.IsNought(Array.ConvertAll(drawn.Truth!.Cate(), v => v - turned.AverageEffect.Value));

            // The same rows for every scale, so the spread of logit e is the scale times the fitted one and rises with it.
            double now = Spread(drawn.Truth);
            Assert.Equal(scale * spread, now, 1e-6);
            Assert.True(scale == 0 ? now < 1e-9 : now > last);
            last = now;
        }
    }

    [Fact]
    public void AnEstimatorFindsNoEffectWhereThereIsNone()
    {
        // AIPW over 60 draws: its mean is nought within 4.5 standard errors of that mean, and 95 % intervals cover in 49 to 60 of 60 (false
        // alarms below 2e-4 under .95). The spread of the 60 gives the standard error, so no model of the estimator's error is used.
        foreach (CausalData real in new[] { ComparisonData.Binary, ComparisonData.Numeric })
        {
            Plasmode models = Models;
            TunedSource none = new RealCauseStyle(models, new RealCauseKnobs { EffectScale = 0 }).Fit(real, FitContext.ForSeed(1));
            AverageEffectOptions options = new() { Estimators = ["aipw"], Nuisances = new NuisanceOptions
                { Propensity = new LogisticPropensity(), Outcome = new LinearOutcome(), Folds = 2 } };
            AverageEffect[] found = [.. Enumerable.Range(0, 60).Select(k => AverageEffects.Estimate(
                real.Like(none.Draw(500, RandomStream.Of(5).Child(k)).Table), options, FitContext.ForSeed(k)).Effects[0])];
            ComparisonData.IsNought([.. found.Select(f => f.Estimate)]);
            Assert.InRange(found.Count(f => Math.Abs(f.Estimate) <= 1.959964 * f.Se), 49, 60);
        }
    }

    private static double Spread(Truth truth)
    {
        double[] logit = Array.ConvertAll(truth.Propensity[1], p => Math.Log(p / (1 - p)));
        double mean = logit.Average();
        return Math.Sqrt(logit.Average(v => (v - mean) * (v - mean)));
    }

    private static CausalData Ihdp()
    {
        Table all = CsvTable.Read(SharedData.Find("ihdp_npci_1.csv")).Table;
        return CausalData.From(all.Select(["treatment", "y_factual", .. Enumerable.Range(1, 25).Select(j => $"x{j}")]), "treatment",
            "y_factual");
    }
}
