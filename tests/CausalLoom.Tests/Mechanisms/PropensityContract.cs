using CausalLoom.Data;
using CausalLoom.Mechanisms;
using CausalLoom.Models;

namespace CausalLoom.Tests.Mechanisms;

/// <summary>
/// What every propensity learner promises, of two levels and of three. A learner joins by one line in
/// <see cref="MechanismContractTests"/>: a sealed class that derives from this one.
/// </summary>
/// <param name="name">The learner's name in the catalogue.</param>
/// <param name="learns">Whether it has something to learn from covariates, which takes time and can be cancelled.</param>
/// <param name="share">How near the average probabilities of two fits to the same rows in another order are.</param>
public abstract class PropensityContract(string name, bool learns = true, double share = 0.08)
{
    private const int Rows = 160;
    private readonly Dictionary<int, (CausalData Data, IPropensityModel Model)> _fitted = [];

    [Fact]
    public void TheCatalogueMakesIt() => Assert.Equal(name, Named.Propensity(name).Name);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void ProbabilitiesSumToOneWhateverTheRowsLookLike(int levels)
    {
        (CausalData data, IPropensityModel model) = Fitted(levels);
        Assert.Equal(levels, model.Levels);
        foreach (Table rows in new[] { data.Covariates, MechanismTables.Fresh(40), data.Covariates.Take([1]) })
        {
            double[][] p = model.Probabilities(rows);
            Assert.Equal(levels, p.Length);
            Assert.All(p, level => Assert.All(level, v => Assert.InRange(v, 0, 1)));
            Assert.All(Enumerable.Range(0, rows.Rows), i => Assert.Equal(1, p.Sum(level => level[i]), 1e-12));
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void TheSameSeedGivesTheSameModelWhateverTheThreads(int levels)
    {
        (CausalData data, IPropensityModel model) = Fitted(levels);
        IPropensityModel again = Named.Propensity(name).Fit(data, FitContext.ForSeed(3, threads: 3));
        Assert.Equal(model.Probabilities(data.Covariates), again.Probabilities(data.Covariates));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void SavingAndLoadingChangesNothing(int levels)
    {
        (CausalData data, IPropensityModel model) = Fitted(levels);
        IPropensityModel loaded = Named.LoadPropensity(MechanismTables.Reread(model.Save()));
        Assert.Equal(model.Levels, loaded.Levels);
        Assert.Equal(model.Probabilities(data.Covariates), loaded.Probabilities(data.Covariates));
    }

    [Fact]
    public void ARowsProbabilitiesDoNotDependOnTheRowsBesideIt()
    {
        (CausalData data, IPropensityModel model) = Fitted(3);
        int[] some = [7, 3, 3, 120];
        double[][] all = model.Probabilities(data.Covariates), few = model.Probabilities(data.Covariates.Take(some));
        Assert.Equal(all.Select(level => some.Select(i => level[i])), few.Select(level => level.AsEnumerable()));
    }

    // A law that the order of rows decided would put the average probability elsewhere; it is near each level's share in any order.
    [Fact]
    public void TheOrderOfRowsDoesNotMatterToTheLaw()
    {
        (CausalData data, _) = Fitted(3);
        IPropensityModel backwards = Named.Propensity(name)
            .Fit(data.Take([.. Enumerable.Range(0, Rows).Reverse()]), FitContext.ForSeed(3));
        double[][] p = Fitted(3).Model.Probabilities(data.Covariates), q = backwards.Probabilities(data.Covariates);
        Assert.All(Enumerable.Range(0, 3), level => Assert.Equal(p[level].Average(), q[level].Average(), share));
    }

    [Fact]
    public void TwoRowsALevelAreEnoughOrRefusedInOneLine()
    {
        CausalData tiny = MechanismTables.Draw(6, 3);
        CausalLoomException? refused = Record.Exception(() =>
        {
            double[][] p = Named.Propensity(name).Fit(tiny, FitContext.ForSeed(1)).Probabilities(tiny.Covariates);
            Assert.All(p, level => Assert.All(level, v => Assert.InRange(v, 0, 1)));
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
        Assert.ThrowsAny<OperationCanceledException>(() => Named.Propensity(name).Fit(Fitted(2).Data, context));
    }

    private (CausalData Data, IPropensityModel Model) Fitted(int levels)
    {
        if (!_fitted.TryGetValue(levels, out (CausalData, IPropensityModel) known))
        {
            CausalData data = MechanismTables.Draw(Rows, levels);
            _fitted[levels] = known = (data, Named.Propensity(name).Fit(data, FitContext.ForSeed(3)));
        }

        return known;
    }
}
