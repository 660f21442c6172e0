using CausalLoom.Synthesis;

namespace CausalLoom.Tests.Synthesis;

public sealed class ArmRepairTests
{
    [Fact]
    public void AnEmptyArmTakesTheTwoMostLikelyRows()
    {
        int[] w = [0, 0, 0, 0, 0];
        Assert.Equal(2, ArmRepair.Apply(w, Of([0.1, 0.4, 0.2, 0.4, 0.3])));
        Assert.Equal([0, 1, 0, 1, 0], w);
    }

    [Fact]
    public void ASingleTreatedRowGetsCompany()
    {
        // The paper's code leaves this one alone.
        int[] w = [0, 1, 0, 0];
        Assert.Equal(1, ArmRepair.Apply(w, Of([0.3, 0.9, 0.5, 0.1])));
        Assert.Equal([0, 1, 1, 0], w);
    }

    [Fact]
    public void ControlsAreRepairedFromTheLowestPropensities()
    {
        int[] w = [1, 1, 1, 1];
        Assert.Equal(2, ArmRepair.Apply(w, Of([0.9, 0.2, 0.8, 0.3])));
        Assert.Equal([1, 0, 1, 0], w);
    }

    [Fact]
    public void AGoodAssignmentAndAHandfulOfRowsStayAsTheyAre()
    {
        int[] good = [0, 1, 0, 1], few = [0, 0, 0];
        Assert.Equal(0, ArmRepair.Apply(good, Of([0.5, 0.5, 0.5, 0.5])));
        Assert.Equal(0, ArmRepair.Apply(few, Of([0.5, 0.5, 0.5])));
        Assert.Equal([0, 1, 0, 1], good);
        Assert.Equal([0, 0, 0], few);
    }

    [Fact]
    public void OfManyLevelsEachGetsTwoRowsFromThoseThatCanSpareThem()
    {
        int[] w = [0, 0, 0, 1, 1, 3, 0, 0];
        double[] likely = [0.1, 0.5, 0.2, 0.9, 0.9, 0.9, 0.3, 0.4];
        double[] other = [.. likely.Select(p => 1 - p)];
        Assert.Equal(3, ArmRepair.Apply(w, [other, other, likely, likely]));
        Assert.All(Enumerable.Range(0, 4), level => Assert.True(w.Count(v => v == level) >= 2, $"level {level}"));
        Assert.Equal([1, 1], [w[3], w[4]]);
    }

    private static double[][] Of(double[] propensity) => [[.. propensity.Select(p => 1 - p)], propensity];
}
