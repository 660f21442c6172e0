using CausalLoom.Data;
using CausalLoom.GeneratorStudy;

namespace CausalLoom.Tests.StudyPrograms;

/// <summary>How spread and tails come back, as the comparison of generators measures it.</summary>
public sealed class SpreadRatiosTests
{
    private static readonly double[] Values = [.. Enumerable.Range(0, 1001).Select(i => (i / 1000.0) + Math.Pow(i / 1000.0, 4))];

    [Fact]
    public void AnAffineMapOfBothTablesChangesNothingAndScalingOneScalesAll()
    {
        Table real = Of(Values), half = Of([.. Values.Select(v => 5 + (0.5 * v))]);
        SpreadRatios same = SpreadRatios.Of(real, real), shrunk = SpreadRatios.Of(real, half), back = SpreadRatios.Of(half, half);
        Assert.Equal(new SpreadRatios(1, 1, 1), same);
        Assert.Equal(same, back);
        Assert.Equal(0.5, shrunk.Sd, 12);
        Assert.Equal(0.5, shrunk.Lower, 12);
        Assert.Equal(0.5, shrunk.Upper, 12);
    }

    [Fact]
    public void ACutTailIsSeenOnItsOwnSideOnly()
    {
        SpreadRatios cut = SpreadRatios.Of(Of(Values), Of([.. Values.Select(v => Math.Min(v, 1.2))]));
        Assert.Equal(1, cut.Lower, 12);
        Assert.InRange(cut.Upper, 0.3, 0.6);
        Assert.InRange(cut.Sd, 0.5, 0.95);
    }

    [Fact]
    public void LevelsConstantsAndMissingValuesDoNotCount()
    {
        Table odd = new([new ContinuousColumn("c", [1, 1, 1]), new BinaryColumn("b", [0, 1, 0], ["0", "1"])]);
        Assert.True(double.IsNaN(SpreadRatios.Of(odd, odd).Sd));
        Table gap = new([new ContinuousColumn("x", [1, double.NaN, 3])]);
        Assert.Equal(new SpreadRatios(1, 1, 1), SpreadRatios.Of(gap, gap));
    }

    private static Table Of(double[] x) => new([new ContinuousColumn("x", x)]);
}
