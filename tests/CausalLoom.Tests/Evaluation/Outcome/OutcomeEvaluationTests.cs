using CausalLoom.Data;
using CausalLoom.Estimation.Conditional;
using CausalLoom.Evaluation;
using CausalLoom.Evaluation.Outcome;
using CausalLoom.Evaluation.Verdicts;
using CausalLoom.Mechanisms.Networks;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;
using CausalLoom.Tests.Estimation.Conditional;

namespace CausalLoom.Tests.Evaluation.Outcome;

/// <summary>On the simulator whose effect has mean and SD 2: the metric tells right from wrong.</summary>
public class OutcomeEvaluationTests
{
    private const int Rows = 1000;
    private static readonly Lazy<OutcomeReference> Reference = new(() =>
        OutcomeReference.Fit(new EffectSimulation(Rows, 41).Data(), new OutcomeEvaluationOptions(), FitContext.ForSeed(1, threads: 2)));
    private static readonly OutcomeEvaluationOptions Quick = new()
    {
        FloorReplicates = 1,
        Networks = new CateNetworkOptions
            { Network = new BasicNetOptions { MaxEpochs = 4 }, Propensity = new BasicNetOptions { MaxEpochs = 4 } },
    };

    [Fact]
    public void ANullEffectCopyExceedsTheFloorAndIsNamed()
    {
        OutcomeMetrics metrics = Compare(new EffectSimulation(Rows, 41, effect: 0).Data());
        Assert.True(metrics.UPehe > 1.8 * metrics.FloorBootstrap, $"{metrics.UPehe} against {metrics.FloorBootstrap}");

        // The distance between the two effect functions is √(2² + 2²).
        Assert.InRange(metrics.UPehe, 2.3, 3.3);
        Assert.InRange(metrics.EffectSdReal, 1.6, 2.4);
        Assert.InRange(metrics.EffectSdSynthetic, 0, 0.8);
        Assert.Contains("U_PEHE", metrics.FailureSignature, StringComparison.Ordinal);
        Assert.Equal(VerdictLevel.Fail, OutcomeVerdict.Of(metrics).Level);
    }

    /// <summary>
    /// Fixed seeds. Over 30 other pairs of tables U_PEHE was .75 to 1.14 bootstrap floors for independent draws, 3.4 to 5.5
    /// for null-effect copies; the CRPS ratio .94 to 1.07, and 1.16 to 1.32 without noise: no false alarm in 30 here or above.
    /// </summary>
    [Fact]
    public void AnIndependentDrawOfTheTruthStaysNearTheFloor()
    {
        OutcomeMetrics metrics = Compare(new EffectSimulation(Rows, 42).Data());
        Assert.InRange(metrics.UPehe, metrics.Floor * 0.6, metrics.FloorBootstrap * 1.25);
        Assert.NotEqual(VerdictLevel.Fail, OutcomeVerdict.Of(metrics).Level);
        Assert.InRange(metrics.CrpsRatio, 0.85, 1.12);
        Assert.InRange(Assert.NotNull(metrics.NoiseRatio), 0.8, 1.25);
        Assert.Null(metrics.FailureSignature);
        Assert.InRange(metrics.UPolicy, 0.85, 1);
        Assert.InRange(metrics.UInt, -1, 1);
        Assert.Equal(metrics.UPehe, (metrics.Learners.T + metrics.Learners.S + metrics.Learners.Dr + metrics.Learners.Ra) / 4, 1e-12);
    }

    [Fact]
    public void OutcomesWithoutNoiseHaveTheRightEffectsAndAHighCrpsRatio()
    {
        OutcomeMetrics metrics = Compare(new EffectSimulation(Rows, 43, noise: 0).Data());
        Assert.InRange(metrics.UPehe, 0, metrics.FloorBootstrap * 1.25);
        Assert.InRange(metrics.CrpsRatio, OutcomeFailure.CrpsLimit, 2);
        Assert.InRange(Assert.NotNull(metrics.NoiseRatio), 0, 0.4);
        Assert.Contains("noise", metrics.FailureSignature, StringComparison.Ordinal);
    }

    [Fact]
    public void AReversedEffectAgreesOnFewSigns()
    {
        OutcomeMetrics metrics = Compare(new EffectSimulation(Rows, 44, effect: -1).Data());
        Assert.InRange(metrics.UPolicy, 0, 0.2);
        Assert.InRange(metrics.UInt, -1, 0);
        Assert.True(metrics.UPehe > 3 * metrics.FloorBootstrap);
    }

    [Fact]
    public void RunsToTheSameBitsWhateverTheThreadsAndAsReferenceAndComparison()
    {
        CausalData real = new EffectSimulation(150, 45).Data(), synthetic = new EffectSimulation(120, 46).Data();
        OutcomeMetrics one = OutcomeEvaluation.Run(real, synthetic, Quick, FitContext.ForSeed(9));
        OutcomeMetrics two = OutcomeEvaluation.Run(real, synthetic, Quick, FitContext.ForSeed(9, threads: 2));
        FitContext context = FitContext.ForSeed(9);
        OutcomeReference reference = OutcomeReference.Fit(real, Quick, context.Child("reference"), synthetic.Rows);
        Assert.Equal(one, two);
        Assert.Equal(one, reference.Compare(synthetic, context.Child("synthetic")));
    }

    [Fact]
    public void MoreReplicatesDoNotMoveTheRealSide()
    {
        CausalData real = new EffectSimulation(150, 45).Data(), synthetic = new EffectSimulation(120, 46).Data();
        OutcomeMetrics one = OutcomeEvaluation.Run(real, synthetic, Quick, FitContext.ForSeed(9));
        OutcomeMetrics three = OutcomeEvaluation.Run(real, synthetic, Quick with { FloorReplicates = 3 }, FitContext.ForSeed(9));
        Assert.Equal(one.Learners, three.Learners);
        Assert.NotEqual(one.Floor, three.Floor);
    }

    [Fact]
    public void ATwoLevelOutcomeIsComparedInRiskDifferences()
    {
        CausalData real = new EffectSimulation(400, 47, binary: true).Data();
        OutcomeMetrics metrics = OutcomeEvaluation.Run(real, new EffectSimulation(400, 48, binary: true).Data(),
            new OutcomeEvaluationOptions { FloorReplicates = 1 }, FitContext.ForSeed(1, threads: 2));
        Assert.InRange(metrics.UPehe, 0, 0.5);
        Assert.InRange(metrics.CrpsRatio, 0.8, 1.25);
        Assert.Null(metrics.NoiseRatio);
    }

    [Fact]
    public void ThePaperPresetTestsOnTheFirstFifthAndTheDefaultOnARandomOne()
    {
        int[] arms = [.. Enumerable.Range(0, 101).Select(i => i % 10 == 0 ? 1 : 0)];
        (int[] test, int[] train) = OutcomeReference.Split(arms, OutcomeEvaluationOptions.SteamPaper, RandomStream.Of(1));
        Assert.Equal(Enumerable.Range(0, 20), test);
        Assert.Equal(Enumerable.Range(20, 81), train);
        (test, train) = OutcomeReference.Split(arms, new OutcomeEvaluationOptions(), RandomStream.Of(1));
        Assert.Equal(20, test.Length);
        Assert.Equal(2, test.Sum(i => arms[i]));
        Assert.NotEqual(Enumerable.Range(0, 20), test);
        Assert.Equal(Enumerable.Range(0, 101), test.Concat(train).Order());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void TheDefaultSplitLeavesTwoRowsAnArm(int treated)
    {
        int[] arms = [.. Enumerable.Range(0, 30).Select(i => i < treated ? 1 : 0)];
        (int[] test, int[] train) = OutcomeReference.Split(arms, new OutcomeEvaluationOptions(), RandomStream.Of(2));
        Assert.InRange(train.Sum(i => arms[i]), 2, treated);
        Assert.InRange(test.Length, 6, 7);
        EffectSimulation simulation = new(30, 52);
        Assert.True(double.IsFinite(
            OutcomeReference.Fit(simulation.Data().WithTreatment(arms), Quick, FitContext.ForSeed(1)).FloorBootstrap));
    }

    [Fact]
    public void RefusesRealDataWithOneTreatedRow()
    {
        int[] arms = [.. Enumerable.Range(0, 30).Select(i => i == 4 ? 1 : 0)];
        CausalLoomException error = Assert.Throws<CausalLoomException>(() =>
            OutcomeReference.Fit(new EffectSimulation(30, 53).Data().WithTreatment(arms), Quick, FitContext.ForSeed(1)));
        Assert.Contains("the real data have 30 rows, 1 of them with", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheMatchedBootstrapHasTheNoiseOfTwoSamples()
    {
        CateSample sample = new EffectSimulation(400, 49).Sample();
        CateSample matched = OutcomeReference.Bootstrap(sample, 600, new OutcomeEvaluationOptions(), RandomStream.Of(1));
        Assert.InRange(matched.Rows, 239, 241);
        int[] groups = Assert.IsType<int[]>(matched.Groups);
        Assert.All(Enumerable.Range(0, matched.Rows), i => Assert.Equal(sample.Outcome[groups[i]], matched.Outcome[i]));
        Assert.True(groups.Distinct().Count() < matched.Rows);
        CateSample plain = OutcomeReference.Bootstrap(sample, 600, OutcomeEvaluationOptions.SteamPaper, RandomStream.Of(1));
        Assert.InRange(plain.Rows, 599, 601);
        Assert.Null(plain.Groups);
    }

    [Fact]
    public void SurvivesArmsOfTwoRows()
    {
        EffectSimulation simulation = new(60, 50);
        int[] few = [.. Enumerable.Range(0, 60).Select(i => i is 7 or 21 ? 1 : 0)];
        OutcomeReference reference = OutcomeReference.Fit(new EffectSimulation(60, 51).Data(), Quick, FitContext.ForSeed(1));
        OutcomeMetrics metrics = reference.Compare(simulation.Data().WithTreatment(few), FitContext.ForSeed(2));
        Assert.True(double.IsFinite(metrics.UPehe) && double.IsFinite(metrics.CrpsRatio));
        few[7] = 0;
        Assert.Contains("1 treated", Assert.Throws<CausalLoomException>(() =>
            reference.Compare(simulation.Data().WithTreatment(few), FitContext.ForSeed(2))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ABootstrapOfAnArmOfTwoHasBothRows()
    {
        Matrix x = new(6, 1, [1, 2, 3, 4, 5, 6]);
        CateSample sample = new(x, [1, 1, 0, 0, 0, 0], [1, 2, 3, 4, 5, 6]);
        for (int seed = 0; seed < 20; seed++)
        {
            CateSample drawn = OutcomeReference.Bootstrap(sample, 6, new OutcomeEvaluationOptions(), RandomStream.Of(seed));
            Assert.Equal([1.0, 2.0], drawn.Outcome.Where((_, i) => drawn.Treatment[i] == 1).Distinct().Order());
        }
    }

    private static OutcomeMetrics Compare(CausalData synthetic) => Reference.Value.Compare(synthetic, FitContext.ForSeed(2, threads: 2));
}
