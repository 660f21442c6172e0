using CausalLoom.Evaluation;
using CausalLoom.Evaluation.Effect;
using CausalLoom.Numerics.Random;
using static CausalLoom.Tests.Evaluation.DiagnosticsFixture;

namespace CausalLoom.Tests.Evaluation.Effect;

/// <summary>The arithmetic of the decomposition and its bootstrap, on rows whose law is known.</summary>
public sealed class EffectTermsTests
{
    private static readonly EffectRows Rows = new(Numbers("real_effect"), Numbers("real_score"), Numbers("syn_score"),
        Numbers("syn_residual"), Numbers("ratio"));

    [Fact]
    public void TermsAreThoseOfPlainLoops()
    {
        (double covariate, double contrast) = EffectTerms.Of(Rows);
        Assert.Equal(Number("covariate"), covariate, 1e-12);
        Assert.Equal(Number("contrast"), contrast, 1e-12);
        RowGroup group = new("x", "= a", Integers("group_real"), Integers("group_syn"));
        Assert.Equal(Number("group_contrast"), EffectTerms.Contrast(Rows, group), 1e-12);
    }

    [Fact]
    public void CountedRowsAreRepeatedRows()
    {
        (double covariate, double contrast) = EffectTerms.Of(Rows, Counts("drawn_real", 40), Counts("drawn_syn", 55));
        Assert.Equal(Number("covariate_drawn"), covariate, 1e-12);
        Assert.Equal(Number("contrast_drawn"), contrast, 1e-12);
    }

    [Fact]
    public void TheTermsAddUpAndMoveAsTheyShould()
    {
        (double covariate, double contrast) = EffectTerms.Of(Rows);
        Assert.Equal(Rows.SyntheticScore.Average() - Rows.RealScore.Average(), covariate + contrast, 1e-12);

        // A real effect larger by 1 lowers the contrast by 1; a Δ̂ larger by 1 on both sides, with residuals as much smaller, changes
        // nothing.
        (double c1, double t1) = EffectTerms.Of(Rows with { RealScore = Array.ConvertAll(Rows.RealScore, v => v + 1) });
        Assert.Equal((covariate, contrast - 1), (c1, t1), Near);
        (double c2, double t2) = EffectTerms.Of(Rows with { RealEffect = Array.ConvertAll(Rows.RealEffect, v => v + 1),
            SyntheticResidual = Array.ConvertAll(Rows.SyntheticResidual, v => v - 1) });
        Assert.Equal((covariate, contrast), (c2, t2), Near);
        (double c3, double t3) = EffectTerms.Of(Rows with { Ratio = Array.ConvertAll(Rows.Ratio, v => 7 * v) });
        Assert.Equal((covariate, contrast), (c3, t3), Near);
    }

    /// <summary>
    /// With the nuisances known the bootstrap covers at its level: 200 draws of rows, so at least 180 of 200 intervals hold the truth
    /// (chance of fewer at 95 %: .002 each; two terms and their sum).
    /// </summary>
    [Fact]
    public void IntervalsCoverKnownTerms()
    {
        int[] covered = new int[3];
        for (int r = 0; r < 200; r++)
        {
            // Δ_syn = 1 + x; real x ~ N(0, 1), synthetic x ~ N(.3, 1), so r(x) = exp(.045 − .3x); real effect .8 + x: terms .3 and .2.
            RandomStream stream = RandomStream.Of(r).Child("coverage");
            double[] x = Normals(120, 0, stream), s = Normals(200, 0.3, stream), noise = Normals(200, 0, stream),
                error = Normals(120, 0, stream);
            EffectRows rows = new(
                Array.ConvertAll(x, v => 1 + v),
                [.. x.Zip(error, (v, e) => 0.8 + v + (2 * e))],
                [.. s.Zip(noise, (v, e) => 1 + v + (2 * e))],
                Array.ConvertAll(noise, e => 2 * e),
                Array.ConvertAll(s, v => Math.Exp(0.045 - (0.3 * v))));
            double[][] draws = TermBootstrap.Run(rows, [], FitContext.ForSeed(r));
            double[][] intervals = [TermBootstrap.Interval(draws, d => d[0]), TermBootstrap.Interval(draws, d => d[1]),
                TermBootstrap.Interval(draws, d => d[0] + d[1])];
            double[] truth = [0.3, 0.2, 0.5];
            for (int k = 0; k < 3; k++)
            {
                covered[k] += intervals[k][0] <= truth[k] && truth[k] <= intervals[k][1] ? 1 : 0;
            }
        }

        Assert.All(covered, c => Assert.InRange(c, 180, 200));
    }

    /// <summary>
    /// Twelve overlapping groups without a contrast: any is flagged in 5 % of 100 draws; more than 12 has a chance of .0015.
    /// </summary>
    [Fact]
    public void GroupsWithoutAContrastAreSeldomFlaggedAndOneWithIsFound()
    {
        int alarms = 0;
        for (int r = 0; r < 100; r++)
        {
            (EffectRows rows, RowGroup[] groups) = Grouped(r, 0);
            alarms += Flagged(rows, groups, r).Flagged.Count > 0 ? 1 : 0;
        }

        Assert.InRange(alarms, 0, 12);
        (EffectRows planted, RowGroup[] all) = Grouped(1, 1.5);
        SubgroupContrasts found = Flagged(planted, all, 1);
        Assert.Equal(12, found.Tested);
        Assert.Equal("= 3", found.Flagged[0].Level);
        Assert.True(found.Flagged[0].ContrastCi[0] < 1.5 && found.Flagged[0].ContrastCi[1] > 1.5);
        Assert.InRange(found.CriticalValue, 2.2, 3.4);
    }

    private static SubgroupContrasts Flagged(EffectRows rows, RowGroup[] groups, int seed) =>
        SimultaneousIntervals.Of(rows, groups, TermBootstrap.Run(rows, groups, FitContext.ForSeed(seed)), 2);

    // 160 rows a side in six groups of a covariate and six of another; a contrast planted in group 3 of the first.
    private static (EffectRows Rows, RowGroup[] Groups) Grouped(int seed, double planted)
    {
        RandomStream stream = RandomStream.Of(seed).Child("groups");
        double[] score = [.. Normals(160, 0, stream).Select((v, i) => v - (i % 6 == 3 ? planted : 0))], noise = Normals(160, 0, stream),
            ones = new double[160];
        Array.Fill(ones, 1);
        RowGroup Group(string column, int level, Func<int, int> of)
        {
            int[] rows = [.. Enumerable.Range(0, 160).Where(i => of(i) == level)];
            return new RowGroup(column, $"= {level}", rows, rows);
        }

        RowGroup[] groups = [.. Enumerable.Range(0, 6).Select(k => Group("a", k, i => i % 6)),
            .. Enumerable.Range(0, 6).Select(k => Group("b", k, i => i / 6 % 6))];
        return (new EffectRows(new double[160], score, noise, noise, ones), groups);
    }

    private static double[] Normals(int count, double mean, RandomStream stream) =>
        [.. Enumerable.Range(0, count).Select(_ => mean + stream.NextNormal())];

    private static int[] Counts(string name, int rows)
    {
        int[] counts = new int[rows];
        foreach (int i in Integers(name))
        {
            counts[i]++;
        }

        return counts;
    }

    private static bool Near((double A, double B) x, (double A, double B) y) => Math.Abs(x.A - y.A) < 1e-12 && Math.Abs(x.B - y.B) < 1e-12;
}
