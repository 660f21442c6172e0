using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Mechanisms;
using CausalLoom.Synthesis;

namespace CausalLoom.Tests.Synthesis;

/// <summary>
/// That the effect of hybrid data is right where either nuisance is, over many samples (docs/methods/hybrid.md; the study at length is
/// studies/CausalLoom.HybridStudy). No effect in truth; strong confounding, which shows as .169 where nothing is adjusted for.
/// </summary>
public sealed class HybridBiasTests
{
    private const int Samples = 24, Rows = 500;
    private const double Naive = 0.169;

    // A penalty beyond all data leaves each arm's mean.
    private static readonly IOutcomeLearner Right = new LinearOutcome(), Wrong = new LinearOutcome(L2: 1e12);
    private static readonly IPropensityLearner RightPropensity = new LogisticPropensity(),
        WrongPropensity = new LogisticPropensity(L2: 1e12);

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void WithEitherNuisanceRightTheEffectIsTheTrueOne(bool propensity, bool outcome)
    {
        // Five standard errors with 23 degrees of freedom: false-alarm rate 5e-5; and .012 for what 500 rows leave of the confounding.
        double[] psi = Effects(propensity, outcome);
        double error = 5 * Deviation(psi) / Math.Sqrt(Samples);
        Assert.InRange(psi.Average(), -error - 0.012, error + 0.012);
        Assert.True(error < 0.08, $"five standard errors are {error:F3}: too wide to say anything");
    }

    [Fact]
    public void WithBothWrongItIsTheNaiveDifferenceAsSteamsIs()
    {
        double[] hybrid = Effects(propensity: false, outcome: false), steam = [.. Enumerable.Range(0, Samples).Select(Steam)];
        Assert.InRange(hybrid.Average(), Naive - (5 * Deviation(hybrid) / Math.Sqrt(Samples)) - 0.01,
            Naive + (5 * Deviation(hybrid) / Math.Sqrt(Samples)) + 0.01);

        // STEAM's effect rests on the outcome model alone, so a right propensity does not help it.
        double[] right = Effects(propensity: true, outcome: false), less = [.. steam.Zip(right, (s, h) => s - h)];
        Assert.True(less.Average() > 5 * Deviation(less) / Math.Sqrt(Samples), $"STEAM {steam.Average():F3}, hybrid {right.Average():F3}");
        Assert.InRange(steam.Average(), Naive - (5 * Deviation(steam) / Math.Sqrt(Samples)) - 0.01,
            Naive + (5 * Deviation(steam) / Math.Sqrt(Samples)) + 0.01);
    }

    private static double[] Effects(bool propensity, bool outcome) => [.. Enumerable.Range(0, Samples).Select(sample =>
    {
        HybridSynthesizer synthesizer = new()
        {
            Generator = Named.Generator("bootstrap"),
            Propensity = propensity ? RightPropensity : WrongPropensity,
            OutcomeModel = outcome ? Right : Wrong,
            PoolRows = 2000,
        };
        return ((FittedHybrid)synthesizer.Fit(Sample(sample), FitContext.ForSeed(sample))).Report.CovariateTerm!.PsiSim;
    })];

    private static double Steam(int sample)
    {
        SequentialSynthesizer synthesizer = new()
            { Generator = Named.Generator("bootstrap"), Propensity = RightPropensity, OutcomeModel = Wrong };
        return synthesizer.Fit(Sample(sample), FitContext.ForSeed(sample)).Draw(2000, Numerics.Random.RandomStream.Of(sample)).Truth!.Cate()
            .Average();
    }

    private static CausalData Sample(int sample) =>
        HybridData.Of("hybrid", Rows, 700 + sample, "overlap=moderate", "confounding=strong", "effect=null");

    private static double Deviation(double[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
    }
}
