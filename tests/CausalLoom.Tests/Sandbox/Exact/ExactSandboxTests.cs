using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Mechanisms;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;
using CausalLoom.Sandbox;
using CausalLoom.Sandbox.Exact;
using CausalLoom.Simulators;
using CausalLoom.Synthesis;

namespace CausalLoom.Tests.Sandbox.Exact;

/// <summary>
/// What an exact sandbox draws, against what was asked; statistical bounds are 4.5 standard errors (false alarms below 1e-5 each).
/// </summary>
public sealed class ExactSandboxTests
{
    private static readonly SandboxKnobs Asked = new(
        Knob.Of("tau", x => Values(x, "X_uniform", v => 0.1 + (0.05 * Math.Tanh(v)))),
        Knob.Of("kappa0", x => Values(x, "X_beta", v => 0.06 - (0.1 * v))),
        Knob.Of("kappa1", x => Values(x, "X_exp", v => -0.05 * Math.Tanh(v))),
        Knob.Of("log-alpha", x => Values(x, "X_uniform", v => 0.4 * v)));

    private static readonly Lazy<ExactModel> Binary = new(() => Fit(Toy(), Asked));
    private static readonly Lazy<ExactModel> Numeric = new(() => Fit(Number(), Asked));

    public static TheoryData<bool> Outcomes => [true, false];

    [Theory]
    [MemberData(nameof(Outcomes))]
    public void DrawnOutcomesHaveTheMeansAsked(bool binary)
    {
        ExactModel model = binary ? Binary.Value : Numeric.Value;
        SandboxDraw units = model.DrawUnits(4000, RandomStream.Of(11));
        ISandboxLaw law = model.Given(units.Covariates);
        double[] tau = Asked.Tau.Values(units.Covariates), k0 = Asked.Kappa0.Values(units.Covariates),
            k1 = Asked.Kappa1.Values(units.Covariates);
        Assert.Equal(tau, units.Mu1.Zip(units.Mu0, (a, b) => a - b), Close);
        Assert.Equal(k0, units.Kappa0, Close);
        Assert.Equal(k1, units.Kappa1, Close);

        // Fresh draws as members of either arm: each row's own noise makes up the standard error.
        const int draws = 60;
        RandomStream stream = RandomStream.Of(12);
        double[][] sums = [new double[4000], new double[4000], new double[4000]];
        for (int k = 0; k < draws; k++)
        {
            SandboxOutcomes treated = law.Draw([.. Enumerable.Repeat(1, 4000)], stream.Child(k).Child(1)),
                control = law.Draw(new int[4000], stream.Child(k).Child(0));
            SandboxOutcomes own = law.Draw([.. units.Propensity.Select((e, i) => stream.Child(k).Child(i).NextBernoulli(e) ? 1 : 0)],
                stream.Child(k).Child(2));
            for (int i = 0; i < 4000; i++)
            {
                sums[0][i] += (treated.Y0[i] - control.Y0[i]) / draws;
                sums[1][i] += (treated.Y1[i] - control.Y1[i]) / draws;
                sums[2][i] += (own.Y1[i] - own.Y0[i]) / draws;
            }
        }

        foreach ((double[] asked, double[] drawn) in new[] { (k0, sums[0]), (k1, sums[1]), (tau, sums[2]) })
        {
            foreach (bool high in new[] { false, true })
            {
                double cut = asked.Order().ElementAt(2000);
                double[] differences = [.. drawn.Zip(asked).Where(p => p.Second > cut == high).Select(p => p.First - p.Second)];
                double mean = differences.Average(), se = Math.Sqrt(differences.Average(d => (d - mean) * (d - mean)) / differences.Length);
                Assert.InRange(Math.Abs(mean), 0, 4.5 * se);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Outcomes))]
    public void TreatmentFollowsTheNormalisedOverlap(bool binary)
    {
        ExactModel model = binary ? Binary.Value : Numeric.Value;
        CausalData real = binary ? Toy() : Number();
        SandboxDraw units = model.DrawUnits(40_000, RandomStream.Of(13));
        double[] log = Asked.LogAlpha!.Values(units.Covariates);

        // logit e + log α is one constant, at which the share of treated is the real one.
        double[] constant = [.. units.Propensity.Select((e, i) => Math.Log(e / (1 - e)) + log[i])];
        Assert.Equal(0, constant.Max() - constant.Min(), 9);
        double share = (double)real.Treated / real.Rows;
        Assert.InRange(units.Treatment.Average(), share - 0.012, share + 0.012);

        // E[α | T = 1] = 1 for the normalised α = p(1 − e)/((1 − p) e), on the rows as drawn.
        double[] alpha = [.. Enumerable.Range(0, 40_000).Where(i => units.Treatment[i] == 1)
            .Select(i => share * (1 - units.Propensity[i]) / ((1 - share) * units.Propensity[i]))];
        Assert.InRange(alpha.Average(), 0.96, 1.04);

        // P(T = 1 | x, u) is the frequency of treatment at that value.
        foreach (int u in new[] { 0, 1 })
        {
            int[] rows = [.. Enumerable.Range(0, 40_000).Where(i => units.Outcomes.U![i] == u)];
            double expected = rows.Average(i => units.PropensityU[i]), found = rows.Average(i => units.Treatment[i]);
            Assert.InRange(found - expected, -4.5 * 0.5 / Math.Sqrt(rows.Length), 4.5 * 0.5 / Math.Sqrt(rows.Length));
        }
    }

    [Fact]
    public void NumericOutcomesKeepTheRealNoiseAndContrastOfArmsWhereAskedSo()
    {
        // Asked for what the data show, the outcomes are those of the data: effect 2 + x, nothing unmeasured.
        CausalData real = Number();
        SandboxKnobs same = new(Knob.Of("tau", x => Values(x, "X_uniform", v => 2 + v)), Knob.Zero, Knob.Zero, null);
        ExactPlan plan = new ExactSandbox(same, Options()).Plan(real.Two(), FitContext.ForSeed(3));
        Assert.Null(plan.Strength);
        Assert.InRange(plan.Gap.RootMeanSquare / plan.Gap.OutcomeSd, 0, 0.12);
        ExactModel model = plan.Fit(FitContext.ForSeed(3));
        SandboxDraw units = model.DrawUnits(20_000, RandomStream.Of(5));
        Assert.Null(units.Outcomes.U);
        Assert.Equal(units.Propensity, units.PropensityU);
        foreach (int arm in new[] { 0, 1 })
        {
            double[] y = arm == 1 ? units.Outcomes.Y1 : units.Outcomes.Y0;
            double drawn = Sd([.. Enumerable.Range(0, 20_000).Where(i => units.Treatment[i] == arm).Select(i => y[i])]);
            double seen = Sd([.. Enumerable.Range(0, real.Rows).Where(i => real.Treatment[i] == arm).Select(i => real.Outcome[i])]);
            Assert.InRange(drawn / seen, 0.94, 1.06);
        }
    }

    [Fact]
    public void TiltTradesTheRequestForTheRealContrast()
    {
        CausalData real = Toy();
        ExactModel full = new ExactSandbox(Asked, Options() with { Tilt = 1 })
            .Plan(real.Two(), FitContext.ForSeed(3)).Fit(FitContext.ForSeed(3));
        ExactModel none = Binary.Value;
        SandboxDraw moved = full.DrawUnits(2000, RandomStream.Of(1)), asked = none.DrawUnits(2000, RandomStream.Of(1));

        // κ is met at any tilt; τ at none but 0.
        Assert.Equal(asked.Kappa0, moved.Kappa0, Close);
        Assert.True(moved.Mu1.Zip(moved.Mu0, (a, b) => a - b).Zip(Asked.Tau.Values(moved.Covariates), (a, b) => Math.Abs(a - b))
            .Average() > 0.005);
    }

    [Fact]
    public void ProxiesTellOfTheConfounderAndNothingElseDoes()
    {
        ExactModel model = new ExactSandbox(Asked, Options() with { Proxies = 2, ProxyNoise = 0.5 })
            .Plan(Toy().Two(), FitContext.ForSeed(3))
            .Fit(FitContext.ForSeed(3));
        SyntheticData data = model.Draw(20_000, RandomStream.Of(2));
        SandboxDraw units = model.DrawUnits(20_000, RandomStream.Of(2));
        double[] u = [.. units.Outcomes.U!.Select(v => (double)v)];
        foreach (string name in new[] { "u_proxy1", "u_proxy2" })
        {
            // corr = ½/√(¼ + ¼) = .7071.
            Assert.InRange(Correlation(((ContinuousColumn)data.Table[name]).Values, u), 0.69, 0.725);
        }

        Assert.InRange(Correlation(((ContinuousColumn)data.Table["X_uniform"]).Values, u), -0.032, 0.032);
        Assert.InRange(u.Average(), 0.484, 0.516);
    }

    [Fact]
    public void SavingAndThreadsChangeNothing()
    {
        SandboxKnobs numbers = new(Knob.Constant(0.1), Knob.Constant(0.05), Knob.Constant(-0.02), null);
        foreach (CausalData real in new[] { Toy(), Number() })
        {
            ExactModel model = new ExactSandbox(numbers, Options() with { Proxies = 1 }).Plan(real.Two(), FitContext.ForSeed(9))
                .Fit(FitContext.ForSeed(9));
            ExactModel threaded = new ExactSandbox(numbers, Options() with { Proxies = 1 }).Plan(real.Two(), FitContext.ForSeed(9, 3))
                .Fit(FitContext.ForSeed(9, 3));
            ModelState state = model.Save();
            IFittedSynthesizer loaded = Named.LoadSynthesizer(state);
            string drawn = Text(model.Draw(200, RandomStream.Of(1)));
            Assert.Equal(drawn, Text(threaded.Draw(200, RandomStream.Of(1))));
            Assert.Equal(drawn, Text(loaded.Draw(200, RandomStream.Of(1))));
            Assert.Equal(model.Facts, ((ExactModel)loaded).Facts);
            state.Tensors.Remove("numbers");
            Assert.Throws<CausalLoomException>(() => Named.LoadSynthesizer(state));
        }
    }

    [Fact]
    public void WhatCannotBeDoneIsRefused()
    {
        CausalData real = Toy();
        SandboxKnobs plain = new(Knob.Constant(0.1), Knob.Zero, Knob.Zero, null);
        Refused("‹proxies›", plain, o => o with { Proxies = 1 });
        Refused("‹u-imbalance›", plain, o => o with { Imbalance = 0.6 });
        Refused("‹tilt›", plain, o => o with { Tilt = -0.1 });
        Refused("row 1", plain with { Tau = Knob.Constant(double.NaN) }, o => o);
        Refused("one a row", plain with { Tau = Knob.Of("short", _ => [1]) }, o => o);
        Assert.Contains("code", Assert.Throws<CausalLoomException>(() => Binary.Value.Save()).Message, StringComparison.Ordinal);

        void Refused(string word, SandboxKnobs knobs, Func<ExactOptions, ExactOptions> options)
        {
            CausalLoomException e = Assert.Throws<CausalLoomException>(() =>
                new ExactSandbox(knobs, options(Options())).Plan(real.Two(), FitContext.ForSeed(1)));
            Assert.Contains(word, e.Message, StringComparison.Ordinal);
        }
    }

    private static ExactModel Fit(CausalData real, SandboxKnobs knobs) =>
        new ExactSandbox(knobs, Options()).Plan(real.Two(), FitContext.ForSeed(3)).Fit(FitContext.ForSeed(3));

    private static ExactOptions Options() => new() { Generator = Named.Generator("bootstrap"), PoolRows = 5000 };

    private static CausalData Toy() => CausalData.From(new ToySimulator().Draw(1000, RandomStream.Of(42)).Table, "T", "Y");

    // The toy's covariates and arms with a numeric outcome: Y = 1 + X_exp + T (2 + X_uniform) + N(0, 1 or 1.5).
    private static CausalData Number()
    {
        Table toy = new ToySimulator().Draw(2000, RandomStream.Of(43)).Table;
        double[] exp = ((ContinuousColumn)toy["X_exp"]).Values, uniform = ((ContinuousColumn)toy["X_uniform"]).Values;
        int[] arms = ((BinaryColumn)toy["T"]).Codes;
        RandomStream noise = RandomStream.Of(44);
        double[] y = [.. arms.Select((t, i) => 1 + exp[i] + (t * (2 + uniform[i])) + ((t == 1 ? 1.5 : 1) * noise.NextNormal()))];
        return CausalData.From(toy.Without("Y").With(new ContinuousColumn("Y", y)), "T", "Y");
    }

    private static double[] Values(Table x, string column, Func<double, double> f) =>
        Array.ConvertAll(((ContinuousColumn)x[column]).Values, v => f(v));

    private static bool Close(double a, double b) => Math.Abs(a - b) < 1e-9;

    private static double Sd(double[] v)
    {
        double mean = v.Average();
        return Math.Sqrt(v.Average(x => (x - mean) * (x - mean)));
    }

    private static double Correlation(double[] a, double[] b)
    {
        double ma = a.Average(), mb = b.Average();
        return a.Zip(b, (x, y) => (x - ma) * (y - mb)).Average() / (Sd(a) * Sd(b));
    }

    private static string Text(SyntheticData data)
    {
        using MemoryStream stream = new();
        CsvTableWriter.WriteRows(stream, data.Table, withHead: true);
        CsvTableWriter.WriteRows(stream, TruthTable.Of(data.Truth!, ["0", "1"]), withHead: true);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
