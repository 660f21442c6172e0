using CausalLoom.Evaluation;
using CausalLoom.Evaluation.Localisation;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;
using static CausalLoom.Tests.Evaluation.DiagnosticsFixture;

namespace CausalLoom.Tests.Evaluation.Localisation;

public sealed class PlacementsTests
{
    private const double Normal975 = 1.959963984540054;

    [Fact]
    public void AreasAndIncrementsHaveDeLongsVariance()
    {
        int[] labels = Integers("labels"), one = new int[labels.Length];
        double[] first = Placements.Of(Numbers("first"), labels, one), second = Placements.Of(Numbers("second"), labels, one);
        AssertEstimate("area", Placements.Estimate(first, labels, one, 0.5));
        AssertEstimate("increment", Placements.Estimate([.. second.Zip(first, (a, b) => a - b)], labels, one, 0));
        Assert.Equal(AreaUnderCurve.Of(Numbers("first"), Array.ConvertAll(labels, l => l == 1)),
            Placements.Estimate(first, labels, one, 0.5).Value, 1e-12);
    }

    [Fact]
    public void FoldsAreAveragedAndThoseWithoutAClassLeftOut()
    {
        double[] scores = [1, 2, 3, 4, 9, 8];
        int[] labels = [0, 1, 1, 0, 1, 1], folds = [0, 0, 1, 1, 2, 2];
        AreaEstimate estimate = Placements.Estimate(Placements.Of(scores, labels, folds), labels, folds, 0.5);
        Assert.Equal(0.5, estimate.Value, 1e-12);
        Assert.Equal(1, Placements.Estimate(Placements.Of([1, 2], [1, 1], [0, 0]), [1, 1], [0, 0], 0.5).P);
    }

    /// <summary>
    /// Twenty correlated sums of skewed products, 200 draws: at 5 % at most 19 rejections (chance of more .004); a shift of .3 SD in one is
    /// found.
    /// </summary>
    [Fact]
    public void TheMaximumTestHoldsItsLevelAndFindsOneOfMany()
    {
        int rejected = Enumerable.Range(0, 200).Count(r => MaximumTest.PValue(Products(r, 0), FitContext.ForSeed(r)) < 0.05);
        Assert.InRange(rejected, 0, 19);
        Assert.True(MaximumTest.PValue(Products(1, 0.3), FitContext.ForSeed(1)) < 0.01);
        Assert.Equal(MaximumTest.PValue(Products(3, 0), FitContext.ForSeed(3)),
            MaximumTest.PValue(Products(3, 0), FitContext.ForSeed(3, threads: 2)));
        Assert.Equal(1, MaximumTest.PValue(new Matrix(30, 2), FitContext.ForSeed(1)));
    }

    private static Matrix Products(long seed, double shift)
    {
        RandomStream stream = RandomStream.Of(seed).Child("products");
        Matrix products = new(200, 20);
        for (int i = 0; i < 200; i++)
        {
            double common = stream.NextExponential() - 1;
            for (int j = 0; j < 20; j++)
            {
                products[i, j] = common + stream.NextNormal() + (j == 4 ? shift * Math.Sqrt(2) : 0);
            }
        }

        return products;
    }

    private static void AssertEstimate(string name, AreaEstimate estimate)
    {
        Assert.Equal(Number(name, "value"), estimate.Value, 1e-12);
        Assert.Equal(Number(name, "value") - (Normal975 * Number(name, "se")), estimate.Interval[0], 1e-12);
        Assert.Equal(Number(name, "value") + (Normal975 * Number(name, "se")), estimate.Interval[1], 1e-12);
    }
}
