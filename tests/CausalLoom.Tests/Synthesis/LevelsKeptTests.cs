using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Mechanisms;
using CausalLoom.Mechanisms.Networks;
using CausalLoom.Mechanisms.Residuals;
using CausalLoom.Models;
using CausalLoom.Synthesis;
using CausalLoom.Tests.Mechanisms;

namespace CausalLoom.Tests.Synthesis;

/// <summary>Outcome means of more than two levels average, over each level's rows, to that level's outcomes.</summary>
public sealed class LevelsKeptTests
{
    [Theory]
    [InlineData(3, false)]
    [InlineData(3, true)]
    [InlineData(5, false)]
    public void AModelThatLooksAtNothingKeepsEachLevelsMean(int levels, bool binary)
    {
        CausalData data = MechanismTables.Draw(400, levels, binary);
        OutcomeMechanism flat = Fit(data, new ConstantOutcome());
        OutcomeMechanism kept = flat.LevelsKept(data);
        for (int level = 0; level < levels; level++)
        {
            int[] rows = data.Treatment.RowsOf(level);
            double mean = rows.Average(row => data.Outcome.Values[row]), own = flat.Means(data.Covariates.Take(rows), level).Average();
            Assert.Equal(((rows.Length * mean) + own) / (rows.Length + 1), kept.Means(data.Covariates.Take(rows), level).Average(), 6);
        }
    }

    [Fact]
    public void ANetworkThatStopsAtOnceStillTellsLevelsApart()
    {
        CausalData data = MechanismTables.Draw(600, 4);
        OutcomeMechanism mechanism = Fit(data, new SLearnerNetwork(new BasicNetOptions { MaxEpochs = 1 })).LevelsKept(data);
        double Average(int level) => mechanism.Means(data.Covariates, level).Average();
        Assert.All(Enumerable.Range(1, 3), level => Assert.InRange(Average(level) - Average(level - 1), 0.5, 1.6));
    }

    // Nothing but events in one level: its probabilities stay numbers.
    [Fact]
    public void ALevelOfEventsAloneGivesProbabilities()
    {
        CausalData data = MechanismTables.Draw(90, 3, binary: true);
        int[] events = [.. data.Treatment.Select(w => w == 2 ? 1 : w == 1 ? 0 : 1)];
        events[data.Treatment.RowsOf(0)[0]] = 0;
        CausalData extreme = CausalData.From(
            data.Covariates.With(data.Treatment.ToColumn(), new BinaryColumn("y", events, ["0", "1"])), "w", "y");
        OutcomeMechanism kept = Fit(extreme, new ConstantOutcome()).LevelsKept(extreme);
        Assert.All(Enumerable.Range(0, 3), level => Assert.All(kept.Means(extreme.Covariates, level), p => Assert.InRange(p, 0, 1)));
    }

    [Fact]
    public void TwoLevelsAreLeftAlone()
    {
        CausalData data = MechanismTables.Draw(100);
        OutcomeMechanism mechanism = Fit(data, new ConstantOutcome());
        Assert.Same(mechanism, mechanism.LevelsKept(data));
    }

    [Fact]
    public void SavingAndLoadingChangesNothing()
    {
        CausalData data = MechanismTables.Draw(120, 3);
        OutcomeMechanism kept = Fit(data, new ConstantOutcome()).LevelsKept(data);
        OutcomeMechanism loaded = OutcomeMechanism.Load(MechanismTables.Reread(kept.Save()), Catalogues.Default);
        Assert.All(Enumerable.Range(0, 3), level =>
            Assert.Equal(kept.Means(data.Covariates, level), loaded.Means(data.Covariates, level)));
    }

    private static OutcomeMechanism Fit(CausalData data, IOutcomeLearner learner) =>
        OutcomeMechanism.Fit(data, learner, OutcomeNoise.Residual, FitContext.ForSeed(1));
}
