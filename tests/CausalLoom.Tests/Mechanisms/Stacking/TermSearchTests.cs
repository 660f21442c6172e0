using CausalLoom.Mechanisms.Stacking;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Mechanisms.Stacking;

/// <summary>Which curves and products the stack's regressions take in.</summary>
public sealed class TermSearchTests
{
    private const int N = 800;
    private static readonly Matrix Z = Normal();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TheProductThatMattersIsFirst(bool weighted)
    {
        RandomStream random = RandomStream.Of(5);
        double[] y = [.. Enumerable.Range(0, N).Select(i => Z[i, 0] + (Z[i, 1] * Z[i, 2]) + random.NextNormal())];
        double[]? weights = weighted ? [.. Enumerable.Range(0, N).Select(i => i % 2 == 0 ? 0.5 : 1.5)] : null;
        StackTerms terms = TermSearch.Run(Z, y, weights, CurveKnots.Outcome);
        Assert.Equal((1, 2), (terms.Products[0].First, terms.Products[0].Second));
        Assert.InRange(terms.Products.Count, 1, 6);
    }

    [Fact]
    public void AWaveIsACurve()
    {
        RandomStream random = RandomStream.Of(6);
        double[] y = [.. Enumerable.Range(0, N).Select(i => Math.Sin(2 * Z[i, 3]) + (0.5 * random.NextNormal()))];
        Assert.InRange(TermSearch.Run(Z, y, null, CurveKnots.Outcome).Splines, 1, 2);
    }

    [Fact]
    public void LinesAndNoiseBringInLittle()
    {
        int terms = 0;
        for (int k = 0; k < 20; k++)
        {
            RandomStream random = RandomStream.Of(100 + k);
            StackTerms found = TermSearch.Run(Z, [.. Enumerable.Range(0, N).Select(i => Z[i, 0] + random.NextNormal())], null,
                CurveKnots.Outcome);
            terms += found.Splines + found.Products.Count;
        }

        Assert.InRange(terms, 0, 60);
    }

    [Fact]
    public void LevelCurvesDoNotMoveBeyondTheirKnotsAndOthersDo()
    {
        double[] y = [.. Enumerable.Range(0, N).Select(i => Z[i, 0] * Z[i, 0])];
        foreach (bool level in new[] { false, true })
        {
            StackTerms terms = TermSearch.Run(Z, y, null, CurveKnots.Propensity with { Level = level });
            double[] far = new double[terms.Width], farther = new double[terms.Width];
            terms.Write([6, 0, 0, 0, 0], far);
            terms.Write([9, 0, 0, 0, 0], farther);
            Assert.Equal(level, far[0] == farther[0]);
        }
    }

    private static Matrix Normal()
    {
        RandomStream random = RandomStream.Of(2);
        return new Matrix(N, 5, [.. Enumerable.Range(0, 5 * N).Select(_ => random.NextNormal())]);
    }
}
