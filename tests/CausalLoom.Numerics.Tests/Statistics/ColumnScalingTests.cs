using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Statistics;

namespace CausalLoom.Numerics.Tests.Statistics;

public sealed class ColumnScalingTests
{
    [Fact]
    public void StandardGivesMeanZeroAndStandardDeviationOne()
    {
        // Mean 4, standard deviation (n − 1) 2; a constant column; one whose spread is rounding error.
        Matrix scaled = ColumnScaling.Standard(Rows).Apply(Rows);
        Assert.Equal([-1, 0, 1], scaled.Column(0));
        Assert.Equal([0, 0, 0], scaled.Column(1));
        Assert.All(scaled.Column(2), v => Assert.InRange(Math.Abs(v), 0, 1e-12));
    }

    [Fact]
    public void MinMaxGivesZeroToOneAndGoesBeyondForOtherRows()
    {
        ColumnScaling scaling = ColumnScaling.MinMax(Rows);
        Assert.Equal([0, 0.5, 1], scaling.Apply(Rows).Column(0));
        Matrix other = new(1, 3);
        other[0, 0] = 10;
        Assert.Equal(2, scaling.Apply(other)[0, 0]);
    }

    [Fact]
    public void ShiftsAndScalesHaveOneLength() => Assert.Throws<ArgumentException>(() => new ColumnScaling([1, 2], [1]));

    private static Matrix Rows
    {
        get
        {
            Matrix rows = new(3, 3);
            double[][] values = [[2, 7, 0.1], [4, 7, 0.1 + 1e-17], [6, 7, 0.1 - 2e-17]];
            for (int i = 0; i < 3; i++)
            {
                values[i].CopyTo(rows.Row(i));
            }

            return rows;
        }
    }
}
