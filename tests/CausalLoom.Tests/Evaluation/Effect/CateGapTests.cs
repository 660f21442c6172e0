using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Evaluation;
using CausalLoom.Evaluation.Effect;
using CausalLoom.Mechanisms;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;
using static CausalLoom.Tests.Evaluation.DiagnosticsFixture;

namespace CausalLoom.Tests.Evaluation.Effect;

public sealed class CateGapTests
{
    [Fact]
    public void RegressionAndGapAreThoseOfNumpy()
    {
        Matrix z = DiagnosticsFixture.Rows("z");
        (double[] beta, Matrix covariance) = ScoreRegression.Fit(z, Numbers("y"));
        AssertNear(Numbers("beta"), beta);
        AssertNear(DiagnosticsFixture.Rows("covariance").Data, covariance.Data);
        AssertGap("gap", CateGapMeasure.Figure(z, [], beta, covariance));
        AssertGap("gap_weighted", CateGapMeasure.Figure(z, Numbers("weights"), beta, covariance));
    }

    /// <summary>
    /// Effects 1 + x₁ and 1.6 + .6·x₂ + x₁: E[δ²] = .72, and .5·x₂-free weights leave it. Over 150 draws the mean gap is within four of its
    /// standard errors of it (false alarm 6e-5), 95 % intervals hold it at least 134 times (chance of fewer .003); raw gaps are above it by
    /// the floor.
    /// </summary>
    [Fact]
    public void TheNoiseIsTakenOffAndIntervalsCover()
    {
        List<double> gaps = [], raws = [];
        int covered = 0;
        for (int r = 0; r < 150; r++)
        {
            CateGap gap = Draw(r, 0.6, 0.6);
            gaps.Add(gap.Unweighted.Gap);
            raws.Add(gap.Unweighted.Raw);
            covered += gap.Unweighted.GapCi[0] <= 0.72 && 0.72 <= gap.Unweighted.GapCi[1] ? 1 : 0;
            Assert.Equal(gap.Unweighted.Raw - gap.Unweighted.Floor, gap.Unweighted.Gap, 1e-12);
        }

        // The ridge draws coefficients towards 0 by 6 of 300 rows: 4 % of a squared gap.
        double se = SampleStatistics.Sd([.. gaps]) / Math.Sqrt(150);
        Assert.InRange(gaps.Average(), (0.72 * 0.94) - (4 * se), 0.72 + (4 * se));
        Assert.True(raws.Average() > 0.8);
        Assert.InRange(covered, 134, 150);
    }

    /// <summary>
    /// The same law on both sides, as in two halves of a table: a gap is claimed in at most 5 % of 150 draws; more than 16 has a chance of
    /// .002.
    /// </summary>
    [Fact]
    public void TwoHalvesOfOneLawHaveNoGap()
    {
        CateGap[] gaps = [.. Enumerable.Range(0, 150).Select(r => Draw(1000 + r, 0, 0))];
        Assert.InRange(gaps.Count(g => g.Unweighted.GapCi[0] > 0), 0, 16);
        double[] values = [.. gaps.Select(g => g.Unweighted.Gap)];
        Assert.InRange(values.Average() / (SampleStatistics.Sd(values) / Math.Sqrt(150)), -4, 4);
        Assert.All(gaps.Where(g => g.Unweighted.GapCi[0] == 0), g => Assert.Equal(CateGapMeasure.WithinNoise, g.Note));
    }

    [Fact]
    public void AGapWhereOverlapIsPoorHasARatioAboveOne()
    {
        // δ = x₁ and weights that fall with x₁²: the weighted gap is the smaller one; with equal weights both are the same.
        (Table x, double[] a) = Rows(2000, 1, (_, _) => 0, 0.3);
        (Table s, double[] b) = Rows(2000, 2, (v, _) => v, 0.3);
        double[] x1 = ((ContinuousColumn)x.Columns[0]).Values;
        CateGap poor = CateGapMeasure.Measure(x, a, s, b, Array.ConvertAll(x1, v => 1 / (4 + (4 * v * v))));
        Assert.True(poor.Ratio > 1.3, $"{poor.Ratio}");
        CateGap even = CateGapMeasure.Measure(x, a, s, b, [.. Enumerable.Repeat(0.25, 2000)]);
        Assert.Equal(1, even.Ratio!.Value, 1e-9);
        Assert.Equal(even.Unweighted.Gap, even.OverlapWeighted.Gap, 1e-9);
    }

    [Fact]
    public void SignalOfATrialIsFull()
    {
        int[] arms = [.. Enumerable.Range(0, 100).Select(i => i % 4 == 0 ? 1 : 0)];
        double[] even = new double[100], uneven = [.. arms.Select((_, i) => i < 50 ? 0.5 : 0.02)];
        Array.Fill(even, 0.5);
        Contrast treated = new(1, 0);
        Assert.Equal(new SignalSide(0.25, 1, 1, 75, 25, 1, 1), SignalShare.Of(arms, LevelPropensities.OfTwo(even), treated));

        // Treated rows: 13 with weight 2 and 12 with weight 50: (26 + 600)² / (52 + 30000) of 25.
        SignalSide side = SignalShare.Of(arms, LevelPropensities.OfTwo(uneven), treated);
        Assert.Equal(((0.5 * 0.25) + (0.5 * 0.0196)) / 1, side.PropensityVariance, 1e-12);
        Assert.Equal(0.5, side.Overlap, 1e-12);
        Assert.Equal(626.0 * 626 / 30052, side.EssTreated, 1e-9);
        Assert.Equal(626.0 * 626 / 30052 / 25, side.EssTreatedShare, 1e-9);
    }

    private static CateGap Draw(int seed, double shift, double slope)
    {
        (Table x, double[] a) = Rows(300, (2 * seed) + 1, (x1, _) => 1 + x1, 2);
        (Table s, double[] b) = Rows(400, (2 * seed) + 2, (x1, x2) => 1 + x1 + shift + (slope * x2), 2);
        double[] weights = new double[300];
        Array.Fill(weights, 0.2);
        return CateGapMeasure.Measure(x, a, s, b, weights);
    }

    private static (Table X, double[] Scores) Rows(int rows, long seed, Func<double, double, double> effect, double noise)
    {
        RandomStream stream = RandomStream.Of(seed).Child("gap");
        double[][] x = [.. Enumerable.Range(0, 3).Select(_ => Enumerable.Range(0, rows).Select(_ => stream.NextNormal()).ToArray())];
        double[] scores = [.. x[0].Zip(x[1], effect).Select(v => v + (noise * stream.NextNormal()))];
        return (new Table([.. x.Select((v, j) => new ContinuousColumn($"x{j}", v))]), scores);
    }

    private static void AssertGap(string name, GapFigure gap)
    {
        Assert.Equal(Number(name, "raw"), gap.Raw, 1e-10);
        Assert.Equal(Number(name, "floor"), gap.Floor, 1e-10);
        double half = 1.959963984540054 * Number(name, "se");
        Assert.Equal(Math.Max(0, gap.Gap - half), gap.GapCi[0], 1e-9);
        Assert.Equal(Math.Max(0, gap.Gap + half), gap.GapCi[1], 1e-9);
    }

    private static void AssertNear(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-10));
    }
}
