using CausalLoom.Data;
using CausalLoom.Evaluation.Covariates;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Evaluation.Covariates;

public sealed class CovariatePropertyTests
{
    private static readonly FitContext Context = FitContext.ForSeed(1);

    [Fact]
    public void ACopyIsPerfectColumnByColumnAndCaughtRowByRow()
    {
        Table table = ReferenceFixture.RealTable;
        Matrix rows = Normal(80, 5, 2);
        Assert.Equal(1, KolmogorovSmirnov.Complement(table, table), 12);
        Assert.Equal(1, TotalVariation.Complement(table, table), 12);
        Assert.Equal(1, CorrelationSimilarity.Between(table, table), 12);
        Assert.Equal(0, Wasserstein.Distance(table, table), 12);
        Assert.Equal(0, EnergyDistance.Between(rows, rows, Context), 12);
        Assert.Equal(0, MeanDiscrepancy.Between(rows, rows, 0.3, Context), 12);
        Assert.Equal(0, Authenticity.Share(rows, rows, Context), 12);
        (double p, double r) = new MinMaxPrecisionRecall(rows, Context).Score(rows, Context);
        Assert.InRange(p, 0.98, 1);
        Assert.InRange(r, 0.98, 1);
    }

    [Fact]
    public void AnIndependentSampleScoresHighInPrecisionAndAboutHalfInRecall()
    {
        // 800 rows a side: b_k has SE about .018; the bounds are wider than five of them (false-alarm rate below 1e-5).
        Matrix real = Normal(800, 6, 3), fresh = Normal(800, 6, 4);
        (double p, double r) = new MinMaxPrecisionRecall(real, Context).Score(fresh, Context);
        Assert.InRange(p, 0.93, 1);
        Assert.InRange(r, 0.40, 0.57);
        Assert.InRange(Authenticity.Share(real, fresh, Context), 0.35, 0.60);
        Assert.InRange(EnergyDistance.Between(real, fresh, Context), 0, 0.03);
    }

    [Fact]
    public void SizesMayDiffer()
    {
        Matrix real = Normal(500, 4, 5);
        (double p, double r) = new MinMaxPrecisionRecall(real, Context).Score(Normal(2000, 4, 6), Context);
        Assert.InRange(p, 0.9, 1);

        // Four times as many synthetic rows come nearer to each real row: recall rises, as its definition says.
        Assert.True(r > 0.6, $"R = {r}");
    }

    [Theory]
    [InlineData(3.0)]
    [InlineData(-0.25)]
    public void AShiftMovesKsAndW1ByTheirClosedForms(double shift)
    {
        // Uniform grid on [0, 1): shifted by δ, KS = min(1, |δ|) and W1 = |δ|.
        double[] grid = [.. Enumerable.Range(0, 512).Select(i => i / 512.0)];
        double[] moved = Array.ConvertAll(grid, v => v + shift);
        Assert.Equal(Math.Min(1, Math.Abs(shift)), KolmogorovSmirnov.Statistic(grid, moved), 12);
        Assert.Equal(Math.Abs(shift), Wasserstein.Between(grid, moved), 10);
    }

    [Fact]
    public void TwoLevelsMeasureAsZeroAndOne()
    {
        // p = .5, q = .8: TV .3, W1/SD = .3 / .5.
        Table real = Binary(50, 50), synthetic = Binary(20, 80);
        Assert.Equal(0.7, TotalVariation.Complement(real, synthetic), 12);
        Assert.Equal(0.6, Wasserstein.Distance(real, synthetic), 12);
    }

    [Fact]
    public void ThreadsAndRowOrderDoNotMatter()
    {
        Matrix real = Normal(150, 9, 7), synthetic = Normal(130, 9, 8);
        FitContext two = FitContext.ForSeed(1, threads: 2);
        Assert.Equal(EnergyDistance.Between(real, synthetic, Context), EnergyDistance.Between(real, synthetic, two));
        Assert.Equal(new MinMaxPrecisionRecall(real, Context).Score(synthetic, Context),
            new MinMaxPrecisionRecall(real, two).Score(synthetic, two));
        Matrix shuffled = synthetic.TakeRows(RandomStream.Of(3).Permutation(130));
        Assert.Equal(EnergyDistance.Between(real, synthetic, Context), EnergyDistance.Between(real, shuffled, Context), 12);
        Assert.Equal(Authenticity.Share(real, synthetic, Context), Authenticity.Share(real, shuffled, Context), 12);
    }

    [Fact]
    public void ReversedCorrelationCostsItsHalf()
    {
        double[] x = [.. Enumerable.Range(0, 50).Select(i => (double)i)];
        Table up = new([new ContinuousColumn("x", x), new ContinuousColumn("y", x)]);
        Table down = new([new ContinuousColumn("x", x), new ContinuousColumn("y", Array.ConvertAll(x, v => -v))]);
        Assert.Equal(0, CorrelationSimilarity.Between(up, down), 12);
    }

    [Fact]
    public void MissingValuesAreSetAsideAndCounted()
    {
        Table real = new([new ContinuousColumn("x", [1, 2, 3, 4])]);
        Table synthetic = new([new ContinuousColumn("x", [1, double.NaN, 2, 3, double.NaN, 4, double.NaN, double.NaN])]);
        Assert.Equal(1, KolmogorovSmirnov.Complement(real, synthetic), 12);
        Assert.Equal(0.5, MissingRates.Difference(real, synthetic), 12);
        Table empty = new([new ContinuousColumn("x", [double.NaN, double.NaN])]);
        Assert.Equal(0, KolmogorovSmirnov.Complement(real, empty));
        Assert.Equal(1, Wasserstein.Distance(real, empty));
    }

    internal static Matrix Normal(int rows, int columns, long seed)
    {
        Matrix matrix = new(rows, columns);
        RandomStream.Of(seed).FillNormal(matrix.Data);
        return matrix;
    }

    private static Table Binary(int zeros, int ones) =>
        new([new BinaryColumn("b", [.. Enumerable.Repeat(0, zeros), .. Enumerable.Repeat(1, ones)], ["no", "yes"])]);
}
