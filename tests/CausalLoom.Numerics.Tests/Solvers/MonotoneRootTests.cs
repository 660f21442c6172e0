using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Numerics.Tests.Solvers;

public sealed class MonotoneRootTests
{
    [Theory]
    [InlineData(3.25)]
    [InlineData(-1e-7)]
    [InlineData(4e6)]
    [InlineData(0)]
    public void FindsTheRootOfALine(double root) => Assert.Equal(root, MonotoneRoot.Solve(x => x - root, 1, 1e-12), 9);

    [Fact]
    public void FindsRootsBeyondFlatPiecesAndOfCurves()
    {
        // A third of unity: cbrt has an infinite slope at its root, the clamped line none around zero.
        Assert.Equal(5.5, MonotoneRoot.Solve(x => Math.Clamp(x, 5, 6) - 5.5, 1e-3, 1e-13), 10);
        Assert.Equal(-0.7, MonotoneRoot.Solve(x => Math.Cbrt(x + 0.7), 1, 1e-6), 9);
        double from = Math.Log(0.3 / 0.7), to = Math.Log(0.6 / 0.4);
        Assert.Equal(to - from, MonotoneRoot.Solve(e => (1 / (1 + Math.Exp(-(from + e)))) - 0.6, 1, 1e-15), 12);
    }

    [Fact]
    public void WithoutARootItGoesAsFarAsItCan() =>
        Assert.InRange(MonotoneRoot.Solve(x => Math.Tanh(x) - 1.5, 1, 1e-12), 1e6, double.MaxValue);
}
