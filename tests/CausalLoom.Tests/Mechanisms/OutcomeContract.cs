using CausalLoom.Data;
using CausalLoom.Mechanisms;

namespace CausalLoom.Tests.Mechanisms;

/// <summary>
/// What every outcome learner promises, of two levels and of three, for numbers and for outcomes of two levels. A learner joins by one line
/// in <see cref="MechanismContractTests"/>: a sealed class that derives from this one.
/// </summary>
/// <param name="name">The learner's name in the catalogue.</param>
/// <param name="learns">Whether it has something to learn from covariates, which takes time and can be cancelled.</param>
public abstract class OutcomeContract(string name, bool learns = true)
{
    private const int Rows = 160;
    private readonly Dictionary<(int, bool), (CausalData Data, IOutcomeModel Model)> _fitted = [];

    public static TheoryData<int, bool> Kinds => new() { { 2, false }, { 2, true }, { 3, false }, { 3, true } };

    [Fact]
    public void TheCatalogueMakesIt() => Assert.Equal(name, Named.Outcome(name).Name);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void MeansAreNumbersWhateverTheRowsLookLike(int levels, bool binary)
    {
        (CausalData data, IOutcomeModel model) = Fitted(levels, binary);
        foreach (Table rows in new[] { data.Covariates, MechanismTables.Fresh(40), data.Covariates.Take([1]) })
        {
            for (int level = 0; level < levels; level++)
            {
                double[] mean = model.Mean(rows, level);
                Assert.Equal(rows.Rows, mean.Length);
                Assert.All(mean, m => Assert.True(double.IsFinite(m)));
                Assert.All(mean, m => Assert.True(!binary || m is >= 0 and <= 1, $"a probability of {m}"));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void TheSameSeedGivesTheSameModelWhateverTheThreads(int levels, bool binary)
    {
        (CausalData data, IOutcomeModel model) = Fitted(levels, binary);
        IOutcomeModel again = Named.Outcome(name).Fit(data, FitContext.ForSeed(3, threads: 3));
        Assert.Equal(Means(model, data, levels), Means(again, data, levels));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void SavingAndLoadingChangesNothing(int levels, bool binary)
    {
        (CausalData data, IOutcomeModel model) = Fitted(levels, binary);
        Assert.Equal(Means(model, data, levels), Means(Named.LoadOutcome(MechanismTables.Reread(model.Save())), data, levels));
    }

    [Fact]
    public void ARowsMeanDoesNotDependOnTheRowsBesideIt()
    {
        (CausalData data, IOutcomeModel model) = Fitted(3, false);
        int[] some = [7, 3, 3, 120];
        double[] all = model.Mean(data.Covariates, 2);
        Assert.Equal(some.Select(i => all[i]), model.Mean(data.Covariates.Take(some), 2));
    }

    // μ rises by one a level and its noise has SD one: whatever the order of rows, its average over all rows is that of the law.
    [Fact]
    public void TheOrderOfRowsDoesNotMatterToTheLaw()
    {
        (CausalData data, IOutcomeModel model) = Fitted(2, false);
        IOutcomeModel backwards = Named.Outcome(name)
            .Fit(data.Take([.. Enumerable.Range(0, Rows).Reverse()]), FitContext.ForSeed(3));
        Assert.All(Enumerable.Range(0, 2), level =>
            Assert.Equal(model.Mean(data.Covariates, level).Average(), backwards.Mean(data.Covariates, level).Average(), 0.5));
    }

    [Fact]
    public void TwoRowsALevelAreEnoughOrRefusedInOneLine()
    {
        CausalData tiny = MechanismTables.Draw(6, 3);
        CausalLoomException? refused = Record.Exception(() =>
        {
            IOutcomeModel model = Named.Outcome(name).Fit(tiny, FitContext.ForSeed(1));
            Assert.All(Means(model, tiny, 3), mean => Assert.All(mean, m => Assert.True(double.IsFinite(m))));
        }) switch
        {
            null => null,
            CausalLoomException e => e,
            { } other => throw other,
        };
        Assert.DoesNotContain("\n", refused?.Message ?? string.Empty, StringComparison.Ordinal);
    }

    [Fact]
    public void ACancelledFitStops()
    {
        Assert.SkipUnless(learns, "It has nothing to learn that takes time.");
        using CancellationTokenSource before = new();
        before.Cancel();
        FitContext context = FitContext.ForSeed(1) with { Cancellation = before.Token };
        Assert.ThrowsAny<OperationCanceledException>(() => Named.Outcome(name).Fit(Fitted(2, false).Data, context));
    }

    private static double[][] Means(IOutcomeModel model, CausalData data, int levels) =>
        [.. Enumerable.Range(0, levels).Select(level => model.Mean(data.Covariates, level))];

    private (CausalData Data, IOutcomeModel Model) Fitted(int levels, bool binary)
    {
        if (!_fitted.TryGetValue((levels, binary), out (CausalData, IOutcomeModel) known))
        {
            CausalData data = MechanismTables.Draw(Rows, levels, binary);
            _fitted[(levels, binary)] = known = (data, Named.Outcome(name).Fit(data, FitContext.ForSeed(3)));
        }

        return known;
    }
}
