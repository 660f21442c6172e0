using CausalLoom.Synthesis;

namespace CausalLoom.Tests.Synthesis;

public sealed class ArmRepairTests
{
    [Fact]
    public void AnEmptyArmTakesTheTwoMostLikelyRows()
    {
        int[] w = [0, 0, 0, 0, 0];
        Assert.Equal(2, ArmRepair.Apply(w, [0.1, 0.4, 0.2, 0.4, 0.3]));
        Assert.Equal([0, 1, 0, 1, 0], w);
    }

    [Fact]
    public void ASingleTreatedRowGetsCompany()
    {
        // The paper's code leaves this one alone.
        int[] w = [0, 1, 0, 0];
        Assert.Equal(1, ArmRepair.Apply(w, [0.3, 0.9, 0.5, 0.1]));
        Assert.Equal([0, 1, 1, 0], w);
    }

    [Fact]
    public void ControlsAreRepairedFromTheLowestPropensities()
    {
        int[] w = [1, 1, 1, 1];
        Assert.Equal(2, ArmRepair.Apply(w, [0.9, 0.2, 0.8, 0.3]));
        Assert.Equal([1, 0, 1, 0], w);
    }

    [Fact]
    public void AGoodAssignmentAndAHandfulOfRowsStayAsTheyAre()
    {
        int[] good = [0, 1, 0, 1], few = [0, 0, 0];
        Assert.Equal(0, ArmRepair.Apply(good, [0.5, 0.5, 0.5, 0.5]));
        Assert.Equal(0, ArmRepair.Apply(few, [0.5, 0.5, 0.5]));
        Assert.Equal([0, 1, 0, 1], good);
        Assert.Equal([0, 0, 0], few);
    }
}
