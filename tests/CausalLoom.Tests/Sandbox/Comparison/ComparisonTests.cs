using CausalLoom.Data;
using CausalLoom.Generators.CausalMix;
using CausalLoom.Mechanisms;
using CausalLoom.Numerics.Random;
using CausalLoom.Numerics.Solvers;
using CausalLoom.Sandbox;
using CausalLoom.Sandbox.Comparison;
using CausalLoom.Sandbox.Penalty;
using CausalLoom.Simulators;
using CausalLoom.Synthesis;

namespace CausalLoom.Tests.Sandbox.Comparison;

/// <summary>Other tools' knobs: truths by Monte Carlo and at their extremes; statistical bounds are 4.5 standard errors (false alarms below 1e-5 each).</summary>
public sealed class ComparisonTests
{
    private const int Rows = 20_000;
    private static readonly CausalData Binary = CausalData.From(new ToySimulator().Draw(600, RandomStream.Of(42)).Table, "T", "Y");
    private static readonly CausalData Numeric = Number();
    private static readonly Plasmode Models = new(new LogisticPropensity(), new StackedOutcome());

    public static TheoryData<bool> Outcomes => [true, false];

    [Theory]
    [MemberData(nameof(Outcomes))]
    public void KnobsAtRestChangeNothing(bool binary)
    {
        CausalData real = Data(binary);
        TunedSource tuned = new RealCauseStyle(Models, new RealCauseKnobs()).Fit(real, FitContext.ForSeed(1));
        TunedSource models = Models.Fit(real, FitContext.ForSeed(1));
        SyntheticData plain = models.Draw(500, RandomStream.Of(2)), drawn = tuned.Draw(500, RandomStream.Of(2));
        Assert.Equal(models.AverageEffect!.Value, tuned.AverageEffect!.Value, 9);
        for (int t = 0; t < 2; t++)
        {
            Assert.Equal(plain.Truth!.Mu[t], drawn.Truth!.Mu[t], Near);
            Assert.Equal(plain.Truth.Propensity[t], drawn.Truth.Propensity[t], Near);
        }

        Assert.Equal(plain.Table.Columns.Select(c => c.Name), drawn.Table.Columns.Select(c => c.Name));
        Assert.All(plain.Table.Columns, c => Assert.Equal(c.ToNumbers(), drawn.Table[c.Name].ToNumbers(), Near));
    }

    [Theory]
    [MemberData(nameof(Outcomes))]
    public void TruthIsWhatIsDrawn(bool binary)
    {
        RealCauseKnobs knobs = new() { Overlap = 2, EffectScale = 0.5, Heterogeneity = 0.5 };
        TunedSource tuned = new RealCauseStyle(Models, knobs).Fit(Data(binary), FitContext.ForSeed(1));
        TunedSource plain = new RealCauseStyle(Models, new RealCauseKnobs()).Fit(Data(binary), FitContext.ForSeed(1));
        SyntheticData drawn = tuned.Draw(Rows, RandomStream.Of(3)), before = plain.Draw(Rows, RandomStream.Of(3));
        Truth truth = drawn.Truth!;
        double fitted = plain.AverageEffect!.Value, effectOfAll = tuned.AverageEffect!.Value;
        double[] cate = truth.Cate(), was = before.Truth!.Cate(), e = truth.Propensity[1];
        Assert.Equal(Array.ConvertAll(was, v => 0.5 * (fitted + (0.5 * (v - fitted)))), cate, Near);
        Assert.Equal(0.5 * fitted, effectOfAll, 9);
        if (binary)
        {
            Assert.All(truth.Mu.SelectMany(mu => mu), p => Assert.InRange(p, 0, 1));
        }

        // Twice the logit about its mean.
        Assert.Equal(2, (LogisticRegression.Logit(e[0]) - LogisticRegression.Logit(e[1])) / (LogisticRegression.Logit(before.Truth.Propensity[1][0]) - LogisticRegression.Logit(before.Truth.Propensity[1][1])), 6);
        double[] arms = drawn.Table["T"].ToNumbers(), y = drawn.Table["Y"].ToNumbers();
        foreach (bool high in new[] { false, true })
        {
            double cut = e.Order().ElementAt(Rows / 2), effect = cate.Order().ElementAt(Rows / 2);
            IsNought([.. Enumerable.Range(0, Rows).Where(i => e[i] > cut == high).Select(i => arms[i] - e[i])]);
            IsNought([.. Enumerable.Range(0, Rows).Where(i => cate[i] > effect == high).Select(i => truth.PotentialOutcomes[1][i] - truth.PotentialOutcomes[0][i] - cate[i])]);
        }

        IsNought([.. Enumerable.Range(0, Rows).Select(i => y[i] - truth.Mu[(int)arms[i]][i])]);
        IsNought(Array.ConvertAll(cate, v => v - effectOfAll));
        Assert.All(Enumerable.Range(0, 200), i => Assert.Equal(truth.PotentialOutcomes[(int)arms[i]][i], y[i]));
    }

    [Theory]
    [MemberData(nameof(Outcomes))]
    public void Extremes(bool binary)
    {
        TunedSource Fit(RealCauseKnobs knobs) => new RealCauseStyle(Models, knobs).Fit(Data(binary), FitContext.ForSeed(1));
        TunedSource randomised = Fit(new RealCauseKnobs { Overlap = 0 }), constant = Fit(new RealCauseKnobs { Heterogeneity = 0 }), none = Fit(new RealCauseKnobs { EffectScale = 0 });
        double[] e = randomised.Draw(1000, RandomStream.Of(1)).Truth!.Propensity[1];
        Assert.Equal(0, e.Max() - e.Min(), 12);
        Assert.All(constant.Draw(1000, RandomStream.Of(1)).Truth!.Cate(), v => Assert.Equal(constant.AverageEffect!.Value, v, 9));
        Assert.NotEqual(0, constant.AverageEffect!.Value);
        Assert.All(none.Draw(1000, RandomStream.Of(1)).Truth!.Cate(), v => Assert.Equal(0, v, 12));
        Assert.Equal(0, none.AverageEffect!.Value, 12);
    }

    [Theory]
    [InlineData(true, -0.2)]
    [InlineData(true, 0.25)]
    [InlineData(false, 0)]
    [InlineData(false, 5)]
    public void TheMarginalEffectIsExactAndTheRestStays(bool binary, double target)
    {
        CausalData real = Data(binary);
        TunedSource moved = new MarginalEffect(Models, target).Fit(real, FitContext.ForSeed(1));
        Assert.Equal(target, moved.AverageEffect!.Value, 9);
        SyntheticData drawn = moved.Draw(Rows, RandomStream.Of(4)), plain = Models.Fit(real, FitContext.ForSeed(1)).Draw(Rows, RandomStream.Of(4));
        Truth truth = drawn.Truth!, before = plain.Truth!;
        Assert.Equal(before.Mu[0], truth.Mu[0]);
        Assert.Equal(before.Propensity[1], truth.Propensity[1]);
        Assert.Equal(plain.Table["T"].ToNumbers(), drawn.Table["T"].ToNumbers());

        // One number on the link for all.
        double[] shifts = [.. truth.Mu[1].Zip(before.Mu[1], (a, b) => binary ? LogisticRegression.Logit(a) - LogisticRegression.Logit(b) : a - b)];
        Assert.Equal(0, shifts.Max() - shifts.Min(), 6);
        IsNought([.. Enumerable.Range(0, Rows).Select(i => truth.PotentialOutcomes[1][i] - truth.Mu[1][i])]);
    }

    [Fact]
    public void PlasmodeIsAStudysPlasmode()
    {
        TunedSource ours = Plasmode.Default.Fit(Binary, FitContext.ForSeed(5));
        IFittedSynthesizer study = SynthesizerFactory.Create(SynthesizerFactory.Resolve(new SynthesisRequest("steam", "bootstrap", "stack", "stack", "residual"))).Fit(Binary, FitContext.ForSeed(5));
        SyntheticData a = ours.Draw(300, RandomStream.Of(1)), b = study.Draw(300, RandomStream.Of(1));
        Assert.Equal(a.Truth!.Mu[1], b.Truth!.Mu[1]);
        Assert.Equal(a.Table["Y"].ToNumbers(), b.Table["Y"].ToNumbers());

        // Each drawn row is a real one.
        HashSet<double> known = [.. Binary.Covariates["X_exp"].ToNumbers()];
        Assert.All(a.Table["X_exp"].ToNumbers(), v => Assert.Contains(v, known));
    }

    [Fact]
    public void WhatNoLawHasIsRefused()
    {
        Refused("overlap", () => new RealCauseStyle(Models, new RealCauseKnobs { Overlap = -1 }).Fit(Binary, FitContext.ForSeed(1)));
        Refused("heterogeneity", () => new RealCauseStyle(Models, new RealCauseKnobs { Heterogeneity = 1.5 }).Fit(Binary, FitContext.ForSeed(1)));
        Refused("risk difference", () => new RealCauseStyle(Models, new RealCauseKnobs { EffectScale = 50 }).Fit(Binary, FitContext.ForSeed(1)));
        Refused("No shift", () => new MarginalEffect(Models, 0.9).Fit(Binary, FitContext.ForSeed(1)));

        static void Refused(string word, Action fit) => Assert.Contains(word, Assert.Throws<CausalLoomException>(fit).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PresetsAreWhatTheyAreOf()
    {
        SandboxKnobs knobs = new(Knob.Constant(0.1), Knob.Zero, Knob.Zero, Knob.Constant(1));
        PenaltySandbox credence = ComparisonPresets.CredenceFor(knobs);
        Assert.Null(credence.Knobs.LogAlpha);
        TrainingSchedule brief = new() { MaxSteps = 400, BatchSize = 50 };
        PenaltyModel model = (credence with { Options = credence.Options with { Covariates = credence.Options.Covariates with { Schedule = brief }, OutcomeSchedule = brief } }).Fit(Binary, FitContext.ForSeed(1));
        SandboxDraw units = model.DrawUnits(2000, RandomStream.Of(1));

        // The penalty of a constant effect is easy to meet: at its weight nothing else is learnt first.
        Assert.InRange(units.Mu1.Zip(units.Mu0, (a, b) => a - b).Average(), 0.05, 0.15);
        Assert.Equal(["X_bin", "X_cat", "X_exp", "X_uniform", "X_beta"], units.Covariates.Columns.Select(c => c.Name));
        Assert.Equal("ctgan", ComparisonPresets.Wgan.Generator.Name);
        Assert.Equal("tlearner", ComparisonPresets.Wgan.Outcome.Name);
    }

    private static CausalData Data(bool binary) => binary ? Binary : Numeric;

    private static bool Near(double a, double b) => Math.Abs(a - b) < 1e-9;

    private static void IsNought(double[] v)
    {
        double mean = v.Average(), se = Math.Sqrt(v.Average(x => (x - mean) * (x - mean)) / v.Length);
        Assert.InRange(Math.Abs(mean), 0, 4.5 * se);
    }

    // Y = 1 + X_exp + T (2 + X_uniform) + N(0, 1), T by X_uniform.
    private static CausalData Number()
    {
        Table toy = new ToySimulator().Draw(800, RandomStream.Of(43)).Table;
        double[] exp = toy["X_exp"].ToNumbers(), uniform = toy["X_uniform"].ToNumbers();
        RandomStream noise = RandomStream.Of(44);
        int[] arms = Array.ConvertAll(uniform, u => noise.NextBernoulli(LogisticRegression.Sigmoid(0.4 * u)) ? 1 : 0);
        double[] y = [.. arms.Select((t, i) => 1 + exp[i] + (t * (2 + uniform[i])) + noise.NextNormal())];
        return CausalData.From(toy.Without("T", "Y").With(new BinaryColumn("T", arms, ["0", "1"]), new ContinuousColumn("Y", y)), "T", "Y");
    }
}
