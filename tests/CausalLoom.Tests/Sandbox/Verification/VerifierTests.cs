using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Mechanisms;
using CausalLoom.Numerics.Random;
using CausalLoom.Sandbox;
using CausalLoom.Sandbox.Exact;
using CausalLoom.Sandbox.Verification;
using CausalLoom.Simulators;

namespace CausalLoom.Tests.Sandbox.Verification;

/// <summary>The verification passes what is as asked and names what is not.</summary>
public sealed class VerifierTests
{
    private static readonly SandboxKnobs Asked = new(
        Knob.Of("tau", x => Values(x, "X_uniform", v => 0.1 + (0.05 * Math.Tanh(v)))),
        Knob.Of("kappa0", x => Values(x, "X_beta", v => 0.08 * Math.Tanh(4 * (v - 0.3)))),
        Knob.Of("kappa1", x => Values(x, "X_beta", v => -0.08 * Math.Tanh(4 * (v - 0.3)))),
        Knob.Of("log-alpha", x => Array.ConvertAll(((BinaryColumn)x["X_bin"]).Codes, c => (double)c)));

    private static readonly CausalData Real = CausalData.From(new ToySimulator().Draw(1000, RandomStream.Of(42)).Table, "T", "Y");
    private static readonly Lazy<ExactModel> Model = new(() => Fit(Asked));
    private static readonly VerificationOptions Quick = new() { Units = 8000, DrawsEach = 100 };

    // Faults that an analyst would see are found with fewer units than it takes to pass.
    private static readonly VerificationOptions Small = new() { Units = 3000, DrawsEach = 50, Splits = 1 };

    [Fact]
    public void AnExactSandboxPassesOnTheToy()
    {
        SandboxVerification seen = Run(Model.Value);
        Assert.Empty(seen.Failures);
        Assert.True(seen.Draws >= 1_000_000);
        Assert.InRange(seen.Tau.Slope, 0.9, 1.1);
        Assert.InRange(seen.Tau.Correlation, 0.97, 1);
        Assert.InRange(seen.Kappa0.Skill, 0.8, 1);
        Assert.InRange(seen.Kappa1.Skill, 0.8, 1);
        Assert.InRange(seen.Tau.HiddenError, 0, 0.02);
        Assert.Equal(2, seen.Overlap.Bins.Count);
        Assert.InRange(seen.Overlap.Normalisation, 0.95, 1.05);
    }

    [Fact]
    public void ZeroAndConstantKnobsPassToo()
    {
        SandboxVerification seen = Run(Fit(new SandboxKnobs(Knob.Constant(0.1), Knob.Zero, Knob.Zero, null)));
        Assert.Empty(seen.Failures);
        Assert.True(double.IsNaN(seen.Kappa0.Skill) && double.IsNaN(seen.Tau.Slope));
        Assert.InRange(seen.Tau.Skill, 0.9, 1);
    }

    [Fact]
    public void WhatIsNotAsAskedIsNamed()
    {
        // Claims other knobs than it was fitted for.
        Fails(new Tampered(Model.Value) { Claimed = Asked with { Tau = Knob.Constant(0.16) } }, "tau");
        Fails(new Tampered(Model.Value)
            { Claimed = Asked with { Tau = Knob.Of("steep", x => Values(x, "X_uniform", v => 0.1 + (0.08 * Math.Tanh(v)))) } }, "tau");
        Fails(new Tampered(Model.Value) { Claimed = Asked with { Kappa0 = Asked.Kappa1, Kappa1 = Asked.Kappa0 } }, "kappa0", "kappa1");
        Fails(new Tampered(Model.Value) { Claimed = Asked with { Kappa0 = Knob.Zero } }, "kappa0");
        Fails(new Tampered(Model.Value) { Claimed = Asked with { LogAlpha = Knob.Zero } }, "overlap");
        Fails(new Tampered(Model.Value) { Claimed = Asked with
            { LogAlpha = Knob.Of("strong", x => Array.ConvertAll(((BinaryColumn)x["X_bin"]).Codes, c => 2.0 * c)) } }, "overlap");
    }

    [Fact]
    public void TreatmentThatDependsOnWhatWasNotAskedIsNamed()
    {
        // Assigned again by a column that the request does not name, at the same share within X_bin.
        Fails(new Tampered(Model.Value) { Units = (units, stream) => units with { Treatment = ByExp(units, stream) } }, "overlap");

        static int[] ByExp(SandboxDraw units, RandomStream stream)
        {
            double[] exp = ((ContinuousColumn)units.Covariates["X_exp"]).Values;
            return [.. units.Propensity.Select((e, i) =>
                stream.NextBernoulli(Math.Clamp(e + (exp[i] > Math.Log(2) ? 0.25 : -0.25), 0.02, 0.98)) ? 1 : 0)];
        }
    }

    [Fact]
    public void TheWrongShareOfTreatedIsNamed()
    {
        // The right odds ratios between units and e times the odds for all: normalised to the share as drawn, nothing else shows it.
        Fails(new Tampered(Model.Value) { Units = (units, stream) => units with
            { Treatment = [.. units.Propensity.Select(e => stream.NextBernoulli(e / (e + ((1 - e) / Math.E))) ? 1 : 0)] } }, "overlap");
    }

    [Fact]
    public void PropensitiesOfNoughtAndOneAreMeasuredAndWritten()
    {
        SandboxKnobs knobs = new(Knob.Constant(0.1), Knob.Zero, Knob.Zero, Knob.Of("steep", x => Values(x, "X_uniform", v => 400 * v)));
        SandboxVerification seen = Verifier.Run(Fit(knobs), Real, Quick with { Units = 3000, DrawsEach = 20 }, FitContext.ForSeed(1));
        Assert.DoesNotContain("overlap", seen.Failures);
        Assert.Contains("\"alpha_mean_treated\"", seen.ToJson().ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void LostAssociationOfCovariatesWithTheOutcomeIsNamed() => Fails(
        new Tampered(Model.Value)
        {
            // Outcomes with the right mean for everyone and no covariate in them.
            Outcomes = (y, _, stream) =>
                y with { Y0 = Coins(0.54, y.Y0.Length, stream.Child(0)), Y1 = Coins(0.64, y.Y0.Length, stream.Child(1)) },
        },
        "association");

    [Fact]
    public void OrderedRowsAndFrozenReplicatesAreNamed()
    {
        Fails(new Tampered(Model.Value) { Units = (units, _) => Sorted(units) }, "exchangeability");
        Fails(new Tampered(Model.Value) { Stream = _ => RandomStream.Of(7) }, "exchangeability");
    }

    [Fact]
    public void ExchangeableRowsAreSeldomAccused()
    {
        // 40 draws at a false-alarm rate of .001 each: more than one is as rare as 8 in 10,000.
        int alarms = 0;
        for (int k = 0; k < 40; k++)
        {
            alarms += ExchangeabilityCheck.Of(Model.Value.Draw(1000, RandomStream.Of(100 + k)).Table,
                Model.Value.Draw(1000, RandomStream.Of(200 + k)).Table, Quick).Passed ? 0 : 1;
        }

        Assert.InRange(alarms, 0, 1);
    }

    [Fact]
    public void SameSeedSameVerification()
    {
        VerificationOptions small = Small with { Units = 1000, DrawsEach = 20 };
        string one = Verifier.Run(Model.Value, Real, small, FitContext.ForSeed(1)).ToJson().ToJsonString();
        Assert.Equal(one, Verifier.Run(Model.Value, Real, small, FitContext.ForSeed(1, 3)).ToJson().ToJsonString());
        Assert.NotEqual(one, Verifier.Run(Model.Value, Real, small, FitContext.ForSeed(2)).ToJson().ToJsonString());
    }

    private static void Fails(ISandboxModel model, params string[] checks)
    {
        IReadOnlyList<string> failures = Verifier.Run(model, Real, Small, FitContext.ForSeed(1)).Failures;
        Assert.All(checks, check => Assert.Contains(check, failures));
    }

    private static SandboxVerification Run(ISandboxModel model) => Verifier.Run(model, Real, Quick, FitContext.ForSeed(1));

    private static ExactModel Fit(SandboxKnobs knobs) =>
        new ExactSandbox(knobs, new ExactOptions { Generator = Named.Generator("bootstrap"), PoolRows = 5000 })
            .Plan(Real.Two(), FitContext.ForSeed(3)).Fit(FitContext.ForSeed(3));

    private static double[] Coins(double p, int count, RandomStream stream) =>
        [.. Enumerable.Range(0, count).Select(_ => stream.NextBernoulli(p) ? 1.0 : 0)];

    private static SandboxDraw Sorted(SandboxDraw units)
    {
        double[] key = ((ContinuousColumn)units.Covariates["X_uniform"]).Values;
        int[] order = [.. Enumerable.Range(0, key.Length).OrderBy(i => key[i])];
        return units with { Covariates = units.Covariates.Take(order) };
    }

    private static double[] Values(Table x, string column, Func<double, double> f) =>
        Array.ConvertAll(((ContinuousColumn)x[column]).Values, v => f(v));
}
