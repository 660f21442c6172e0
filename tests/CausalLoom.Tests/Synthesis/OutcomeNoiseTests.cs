using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Mechanisms;
using CausalLoom.Mechanisms.Residuals;
using CausalLoom.Numerics.Random;
using CausalLoom.Sandbox;
using CausalLoom.Synthesis;

namespace CausalLoom.Tests.Synthesis;

public sealed class OutcomeNoiseTests
{
    public static TheoryData<string> Names => [.. Catalogues.Default.OutcomeNoises.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void TheTargetIsMetUnderEveryLawAndSurvivesSaving(string name)
    {
        CausalData data = HybridData.Complete(HybridData.Of("demo", 300, 5));
        ISynthesizer synthesizer = Named.Synthesizer("hybrid", "copula", "logistic", "linear", name);
        FittedHybrid fitted = (FittedHybrid)synthesizer.Fit(data, FitContext.ForSeed(3));
        Truth truth = fitted.DrawGiven(data.Covariates, RandomStream.Of(1)).Truth!;
        Assert.InRange((truth.Cate().Average() - fitted.Report.Target.Estimate) / fitted.Report.Target.StandardError, -1e-8, 1e-8);
        Assert.All(truth.PotentialOutcomes, y => Assert.All(y, v => Assert.InRange(v, data.Outcome.Min(), data.Outcome.Max())));
        Truth again = ((IConditionalSource)Named.LoadSynthesizer(fitted.Save())).DrawGiven(data.Covariates, RandomStream.Of(1)).Truth!;
        Assert.Equal(truth.Mu[1], again.Mu[1]);
        Assert.Equal(truth.PotentialOutcomes[0], again.PotentialOutcomes[0]);
    }

    [Fact]
    public void AllButNoneLearnALaw()
    {
        Assert.All(Catalogues.Default.OutcomeNoises.Names, name => Assert.Equal(name, Named.Noise(name).Name));
        Assert.All(Catalogues.Default.OutcomeNoises.Names, name => Assert.Equal(name == "none", Named.Noise(name).Learn is null));
        Assert.Throws<CausalLoomException>(() => Named.Noise("loud"));
        Assert.Equal("quantile", Named.Plan(noise: "quantile").Part("outcome-noise"));
        Assert.Throws<CausalLoomException>(() =>
            Named.Plan(propensity: "randomized:0.5", more: ("calibration", "platt")));
        Assert.Throws<CausalLoomException>(() => Named.Plan("joint", more: ("calibration", "platt")));
    }
}
