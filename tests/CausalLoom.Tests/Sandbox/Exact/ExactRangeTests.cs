using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Mechanisms.Residuals;
using CausalLoom.Mechanisms;
using CausalLoom.Numerics.Random;
using CausalLoom.Sandbox;
using CausalLoom.Sandbox.Exact;
using CausalLoom.Synthesis;

namespace CausalLoom.Tests.Sandbox.Exact;

/// <summary>Outcomes that keep to the observed range have the means asked all the same, and κ holds where no real row is.</summary>
public sealed class ExactRangeTests
{
    private static readonly SandboxKnobs Asked = new(
        Knob.Of("tau", x => Array.ConvertAll(Numbers(x), v => 1 + Math.Tanh(v))),
        Knob.Constant(0.8),
        Knob.Of("kappa1", x => Array.ConvertAll(Numbers(x), v => -0.6 * Math.Tanh(v))),
        null);

    private static readonly Lazy<ExactModel> Bounded = new(() => Fit(Asked, within: true));

    [Fact]
    public void ALocationHasTheMeanItIsFor()
    {
        HeteroscedasticResidualLaw law = HeteroscedasticResidualLaw.Fit(Real(), [.. Numbers(Real().Covariates).Select(v => 5 + v)],
            FitContext.ForSeed(1));
        BoundedNoise noise = new(law, new OutcomeRange(2, 9));
        double[] residuals = law.Standardised(1).Values;
        RandomStream stream = RandomStream.Of(2);
        for (int k = 0; k < 300; k++)
        {
            double mean = 2 + (7 * stream.NextOpenDouble()), sigma = 4 * stream.NextOpenDouble(), location = noise.Location(1, mean, sigma);

            // The mean written out over the residuals, not by the closed form.
            Assert.Equal(mean, residuals.Average(r => Math.Clamp(location + (sigma * r), 2, 9)), 9);
        }

        Assert.Equal(4, noise.Location(0, 4, 0));
        Assert.Equal(5, noise.Location(0, 5, 1e-3), 12);
        foreach (double end in new[] { 2.0, 9 })
        {
            double at = noise.Location(0, end, 1);
            Assert.All(Enumerable.Range(0, 50), _ => Assert.Equal(end, noise.Next(0, at, 1, stream), 9));
        }
    }

    [Fact]
    public void MeansAreKeptInTheRangeAndMeetTheRequestWhereTheyFit()
    {
        RandomStream stream = RandomStream.Of(3);
        int infeasible = 0;
        for (int k = 0; k < 500; k++)
        {
            OutcomeTargets asked = new(0.05 + (0.9 * stream.NextDouble()), 6 * stream.NextNormal(), stream.NextNormal(),
                stream.NextNormal());
            ExactRow row = ExactRow.Numeric(asked, 10 * stream.NextDouble(), 0.5, 1, 1, new OutcomeRange(-1, 11));
            Assert.All(new[] { row.Mean00, row.Mean01, row.Mean10, row.Mean11 }, mean => Assert.InRange(mean, -1 - 1e-12, 11 + 1e-12));
            infeasible += row.Feasible ? 0 : 1;
            if (row.Feasible)
            {
                Assert.Equal(asked.Tau, row.Marginal(1) - row.Marginal(0), 9);
                Assert.Equal(asked.Kappa0, row.Kappa(0), 9);
                Assert.Equal(asked.Kappa1, row.Kappa(1), 9);
            }
        }

        Assert.InRange(infeasible, 1, 250);
    }

    [Fact]
    public void DrawsKeepToTheRangeAndTheTruthIsTheirs()
    {
        ExactModel model = Bounded.Value;
        CausalData real = Real();
        double low = real.Outcome.Min(), high = real.Outcome.Max();
        SandboxDraw units = model.DrawUnits(1500, RandomStream.Of(4));
        ISandboxLaw law = model.Given(units.Covariates);
        const int draws = 300;
        double[][] sums = [new double[1500], new double[1500], new double[1500], new double[1500]];
        double cut = 0;
        for (int k = 0; k < draws; k++)
        {
            SandboxOutcomes control = law.Draw(new int[1500], RandomStream.Of(5).Child(k).Child(0)),
                treated = law.Draw([.. Enumerable.Repeat(1, 1500)], RandomStream.Of(5).Child(k).Child(1));
            foreach ((double[] y, int at) in new[] { (control.Y0, 0), (treated.Y0, 1), (control.Y1, 2), (treated.Y1, 3) })
            {
                Assert.All(y, v => Assert.InRange(v, low, high));
                cut += y.Count(v => v == low || v == high) / (4.0 * 1500 * draws);
                for (int i = 0; i < y.Length; i++)
                {
                    sums[at][i] += y[i] / draws;
                }
            }
        }

        // The range matters here, so that the shift is put to the test.
        Assert.InRange(cut, 0.02, 0.6);

        // In ten groups by the truth: 4.5 standard errors of a mean of 150 · 300 draws, of a spread of at most 2.
        Near(units.Kappa0, [.. sums[1].Zip(sums[0], (a, b) => a - b)]);
        Near(units.Kappa1, [.. sums[3].Zip(sums[2], (a, b) => a - b)]);
        Near(units.Mu0, [.. units.Propensity.Select((e, i) => ((1 - e) * sums[0][i]) + (e * sums[1][i]))]);
        Near(units.Mu1, [.. units.Propensity.Select((e, i) => ((1 - e) * sums[2][i]) + (e * sums[3][i]))]);
        Assert.Equal(Asked.Tau.Values(units.Covariates), units.Mu1.Zip(units.Mu0, (a, b) => a - b), (a, b) => Math.Abs(a - b) < 1e-9);

        void Near(double[] truth, double[] drawn)
        {
            foreach (int[] group in Enumerable.Range(0, 1500).OrderBy(i => truth[i]).Chunk(150))
            {
                Assert.InRange(group.Average(i => drawn[i] - truth[i]), -0.06, 0.06);
            }
        }
    }

    [Fact]
    public void WithoutARangeDrawsGoBeyondIt()
    {
        SandboxDraw units = Fit(Asked, within: false).DrawUnits(1500, RandomStream.Of(4));
        Assert.Contains(units.Outcomes.Y1, y => y > Real().Outcome.Max());
    }

    [Fact]
    public void WhatNoMeansInTheRangeMeetIsCounted()
    {
        ExactPlan plan = new ExactSandbox(new SandboxKnobs(Knob.Constant(50), Knob.Zero, Knob.Zero, null), Options(within: true))
            .Plan(Real().Two(), FitContext.ForSeed(3));
        Assert.Equal(1, plan.Gap.Infeasible);
        Assert.Equal(0, new ExactSandbox(Asked, Options(within: false)).Plan(Real().Two(), FitContext.ForSeed(3)).Gap.Infeasible);
    }

    [Fact]
    public void ASavedModelKeepsToTheRangeToo()
    {
        ExactModel model = Fit(new SandboxKnobs(Knob.Constant(1), Knob.Constant(0.3), Knob.Zero, null), within: true);
        SandboxOutcomes drawn = model.DrawUnits(300, RandomStream.Of(6)).Outcomes,
            loaded = ((ExactModel)Named.LoadSynthesizer(model.Save())).DrawUnits(300, RandomStream.Of(6)).Outcomes;
        Assert.Equal(drawn.Y0, loaded.Y0);
        Assert.Equal(drawn.Y1, loaded.Y1);
    }

    [Fact]
    public void ConfoundingThatNoRealRowHasIsThereWhereItWasAsked()
    {
        // κ₀ is 0 on every real row; a generated row may lie beyond them.
        SandboxKnobs far = Asked with
            { Kappa0 = Knob.Of("far", x => Array.ConvertAll(Numbers(x), v => Math.Max(0, v - 10))), Kappa1 = Knob.Zero };
        ExactModel model = Fit(far, within: false);
        Table beyond = new([new ContinuousColumn("x", [.. Enumerable.Repeat(11.5, 4000)])]);
        Assert.NotNull(model.DrawUnits(10, RandomStream.Of(1)).Outcomes.U);
        SandboxOutcomes control = model.DrawOutcomes(beyond, new int[4000], RandomStream.Of(7)),
            treated = model.DrawOutcomes(beyond, [.. Enumerable.Repeat(1, 4000)], RandomStream.Of(8));
        double sd = Math.Sqrt(control.Y0.Average(v => v * v) - Math.Pow(control.Y0.Average(), 2));
        Assert.InRange(treated.Y0.Average() - control.Y0.Average(), 1.5 - (4.5 * sd * Math.Sqrt(2.0 / 4000)),
            1.5 + (4.5 * sd * Math.Sqrt(2.0 / 4000)));
        Assert.Null(Fit(Asked with { Kappa0 = Knob.Zero, Kappa1 = Knob.Constant(0) }, within: false)
            .DrawUnits(10, RandomStream.Of(1)).Outcomes.U);
    }

    private static ExactModel Fit(SandboxKnobs knobs, bool within) =>
        new ExactSandbox(knobs, Options(within)).Plan(Real().Two(), FitContext.ForSeed(3)).Fit(FitContext.ForSeed(3));

    private static ExactOptions Options(bool within) =>
        new() { Generator = Named.Generator("bootstrap"), PoolRows = 1000, WithinRange = within };

    // A scale from 0 to 8 on which many score 0 or 8.
    private static CausalData Real()
    {
        RandomStream stream = RandomStream.Of(9);
        double[] x = [.. Enumerable.Range(0, 700).Select(_ => stream.NextNormal())];
        int[] t = [.. x.Select(v => stream.NextBernoulli(1 / (1 + Math.Exp(-v))) ? 1 : 0)];
        double[] y = [.. x.Select((v, i) => Math.Clamp(3.5 + (1.5 * v) + t[i] + (2 * stream.NextNormal()), 0, 8))];
        return CausalData.From(
            new Table([new ContinuousColumn("x", x), new BinaryColumn("t", t, ["0", "1"]), new ContinuousColumn("y", y)]), "t", "y");
    }

    private static double[] Numbers(Table table) => ((ContinuousColumn)table["x"]).Values;
}
