using CausalLoom.Estimation.Conditional;
using CausalLoom.Mechanisms.Networks;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Estimation.Conditional;

/// <summary>What every effect learner must do; a new learner joins by a line in <see cref="Names"/>.</summary>
public class CateLearnerTests
{
    private static readonly CateNetworkOptions Quick = new()
        { Network = new BasicNetOptions { MaxEpochs = 6 }, Propensity = new BasicNetOptions { MaxEpochs = 6 } };

    public static TheoryData<string> Names => ["t", "s", "dr", "ra"];

    public static MatrixTheoryData<string, int> SmallArms => new(["t", "s", "dr", "ra"], [2, 3, 5]);

    /// <summary>Deterministic under its seed.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void FindsAKnownEffectFunction(string name)
    {
        EffectSimulation train = new(1500, 11), test = new(400, 12);
        double[] effect = Learner(name).Fit(train.Sample(), FitContext.ForSeed(1)).Predict(test.Features);

        // The effect's own SD is 2: a constant would be off by 2.
        Assert.InRange(EffectSimulation.Rmse(effect, test.Effect), 0, 0.75);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void FindsARiskDifference(string name)
    {
        EffectSimulation train = new(2000, 13, binary: true), test = new(400, 14, binary: true);
        double[] effect = Learner(name).Fit(train.Sample(), FitContext.ForSeed(1)).Predict(test.Features);
        double mean = test.Effect.Average(), spread = EffectSimulation.Rmse(test.Effect, [.. test.Effect.Select(_ => mean)]);
        Assert.InRange(EffectSimulation.Rmse(effect, test.Effect), 0, 0.7 * spread);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void GivesTheSameBitsWhateverTheThreads(string name)
    {
        CateSample sample = new EffectSimulation(200, 15).Sample();
        double[] one = Learner(name, Quick).Fit(sample, FitContext.ForSeed(3, threads: 1)).Predict(sample.Features);
        double[] two = Learner(name, Quick).Fit(sample, FitContext.ForSeed(3, threads: 2)).Predict(sample.Features);
        double[] other = Learner(name, Quick).Fit(sample, FitContext.ForSeed(4)).Predict(sample.Features);
        Assert.Equal(one, two);
        Assert.NotEqual(one, other);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ScalesWithTheOutcome(string name)
    {
        // A factor of four is exact in floating point, so standardised training is the same and effects are four times as large.
        CateSample sample = new EffectSimulation(200, 16).Sample();
        CateSample scaled = new(sample.Features, sample.Treatment, Array.ConvertAll(sample.Outcome, y => 4 * y));
        double[] effect = Learner(name, Quick).Fit(sample, FitContext.ForSeed(5)).Predict(sample.Features);
        double[] four = Learner(name, Quick).Fit(scaled, FitContext.ForSeed(5)).Predict(sample.Features);
        Assert.Equal(Array.ConvertAll(effect, e => 4 * e), four);
    }

    [Theory]
    [MemberData(nameof(SmallArms))]
    public void SurvivesArmsOfAFewRows(string name, int treated)
    {
        EffectSimulation simulation = new(60, 17);
        int[] arms = [.. Enumerable.Range(0, 60).Select(i => i % 7 == 3 && i / 7 < treated ? 1 : 0)];
        CateSample sample = new(simulation.Features, arms, simulation.Outcome);
        Assert.Equal(treated, arms.Sum());
        foreach (CateNetworkOptions options in (CateNetworkOptions[])[new CateNetworkOptions(), CateNetworkOptions.SteamPaper with
            { Network = BasicNetOptions.SteamPaper with { MaxEpochs = 20 } }])
        {
            double[] effect = Learner(name, options).Fit(sample, FitContext.ForSeed(6)).Predict(simulation.Features);
            Assert.All(effect, e => Assert.True(double.IsFinite(e)));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void FindsNoEffectOnAConstantOutcomeAndBearsConstantColumns(string name)
    {
        EffectSimulation simulation = new(80, 18);
        Matrix constantColumns = simulation.Features.Append(new Matrix(80, 2, [.. Enumerable.Repeat(0.1, 160)]));
        CateSample constant = new(constantColumns, simulation.Treatment, [.. Enumerable.Repeat(7.3, 80)]);
        Assert.All(Learner(name).Fit(constant, FitContext.ForSeed(7)).Predict(constantColumns), e => Assert.Equal(0, e, 1e-5));
        CateSample varying = new(constantColumns, simulation.Treatment, simulation.Outcome);
        Assert.All(Learner(name, Quick).Fit(varying, FitContext.ForSeed(7)).Predict(constantColumns), e => Assert.True(double.IsFinite(e)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void StopsWhenCancelled(string name)
    {
        using CancellationTokenSource source = new();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() =>
            Learner(name).Fit(new EffectSimulation(100, 19).Sample(), FitContext.ForSeed(8) with { Cancellation = source.Token }));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(20)]
    public void RefusesASampleWithoutTwoRowsAnArm(int treated)
    {
        int[] arms = [.. Enumerable.Range(0, 20).Select(i => i < treated ? 1 : 0)];
        CausalLoomException error = Assert.Throws<CausalLoomException>(() => new CateSample(new Matrix(20, 1), arms, new double[20]));
        Assert.Contains($"there are {treated} treated", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CopiesOfARowNeverPart()
    {
        int[] groups = [.. Enumerable.Range(0, 90).Select(i => i / 3)];
        (int[] held, int[] used) = BasicNet.Split(90, groups, 0.3, RandomStream.Of(1));
        Assert.InRange(held.Length, 27, 29);
        Assert.Equal(90, held.Concat(used).Distinct().Count());
        Assert.Empty(held.Select(i => groups[i]).Intersect(used.Select(i => groups[i])));
    }

    private static ICateLearner Learner(string name, CateNetworkOptions? options = null) => name switch
    {
        "t" => new TLearner(options),
        "s" => new SLearner(options),
        "dr" => new DrLearner(options),
        _ => new RaLearner(options),
    };
}
