using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Mechanisms;
using CausalLoom.Mechanisms.Calibration;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;
using CausalLoom.Numerics.Solvers;
using CausalLoom.Simulators;

namespace CausalLoom.Tests.Mechanisms;

/// <summary>Two arms through the code of many levels give the numbers of two arms.</summary>
public sealed class TwoLevelCodingTests
{
    [Theory]
    [InlineData(Estimand.Ate)]
    [InlineData(Estimand.Att)]
    [InlineData(Estimand.Ato)]
    public void EveryEstimatorAgrees(Estimand estimand)
    {
        ISimulator simulator = Named.Simulator("demo");
        CausalData data = CausalData.From(simulator.Draw(400, RandomStream.Of(8)).Table, simulator.Treatment, simulator.Outcome);
        LogisticPropensity logistic = new(0.5);
        IReadOnlyList<AverageEffect> two = Effects(logistic);
        foreach (Func<CausalData, FitContext, IPropensityModel> levels in new[] { ByLevel, Multinomial })
        {
            IReadOnlyList<AverageEffect> many = Effects(new Coded(levels));
            Assert.Equal(4, many.Count);
            for (int e = 0; e < many.Count; e++)
            {
                Assert.Equal(two[e].Estimate, many[e].Estimate, 1e-7);
                Assert.Equal(two[e].Se, many[e].Se, 1e-7);
                Assert.Null(many[e].Simultaneous);
            }
        }

        IPropensityModel ByLevel(CausalData rows, FitContext context) => new LevelPropensityModel([.. Enumerable.Range(0, 2).Select(level =>
            logistic.Fit(rows.Covariates, LevelPropensities.Against(rows, level), null, context))], null);

        // Twice the penalty: it is on both levels' coefficients, which share the difference between them.
        IPropensityModel Multinomial(CausalData rows, FitContext context)
        {
            (FeatureEncoder encoder, Matrix x) = FeatureEncoder.FitEncode(rows.Covariates, FeatureOptions.Raw);
            return new MultinomialPropensityModel(encoder, MultinomialRegression.Fit(x, rows.Treatment.Codes, 2, 2 * logistic.L2));
        }

        IReadOnlyList<AverageEffect> Effects(IPropensityLearner learner) => AverageEffects.Estimate(data, new AverageEffectOptions
        {
            Estimand = estimand,
            Nuisances = new NuisanceOptions { Propensity = learner, Outcome = new LinearOutcome(), Folds = 3 },
        }, FitContext.ForSeed(2)).Effects;
    }

    private sealed record Coded(Func<CausalData, FitContext, IPropensityModel> By) : IPropensityLearner
    {
        public string Name => "coded";

        public bool IsRegression => true;

        public IPropensityModel Fit(CausalData data, FitContext context) => By(data, context);

        public IPropensityLearner Unclipped() => this;

        public IPropensityLearner CalibratedBy(CalibrationMethod method) => throw new NotSupportedException();
    }
}
