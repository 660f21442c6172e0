using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Mechanisms;
using CausalLoom.Numerics.Random;
using CausalLoom.Sandbox;
using CausalLoom.Sandbox.Exact;
using CausalLoom.Sandbox.Verification;
using CausalLoom.Simulators;

namespace CausalLoom.Tests.Sandbox.Verification;

/// <summary>A request without noise is held against what that request implies; nothing else is let off.</summary>
public sealed class NoiseFreeTests
{
    private static readonly VerificationOptions Quick = new() { Units = 8000, DrawsEach = 60, Splits = 3 };
    private static readonly CausalData Real = Number();
    private static readonly Lazy<ExactModel> Free = new(() => Fit(noise: false, within: false));

    [Fact]
    public void ARequestWithoutNoisePasses()
    {
        Assert.Equal(0.5, Free.Value.NoiseFree);
        Assert.Empty(Failures(Free.Value));
    }

    [Fact]
    public void WithTheRealNoiseAndWithinTheRangeItPassesToo()
    {
        ExactModel model = Fit(noise: true, within: true);
        Assert.Null(model.NoiseFree);
        Assert.Empty(Failures(model));
    }

    [Fact]
    public void MissingNoiseThatWasNotAskedForIsNamed() =>
        Assert.Contains("association", Failures(new Tampered(Free.Value) { ClaimsNoise = true }));

    [Fact]
    public void ALostAssociationIsNamedWithoutNoiseToo()
    {
        // Everyone's outcomes are someone else's.
        Tampered lost = new(Free.Value) { Units = (units, stream) => units with { Outcomes = Shuffled(units.Outcomes, stream) } };
        Assert.Contains("association", Failures(lost));
    }

    private static SandboxOutcomes Shuffled(SandboxOutcomes y, RandomStream stream)
    {
        int[] order = stream.Permutation(y.Y0.Length);
        return y with { Y0 = [.. order.Select(i => y.Y0[i])], Y1 = [.. order.Select(i => y.Y1[i])] };
    }

    private static IReadOnlyList<string> Failures(ISandboxModel model) => Verifier.Run(model, Real, Quick, FitContext.ForSeed(1)).Failures;

    private static ExactModel Fit(bool noise, bool within)
    {
        SandboxKnobs knobs = new(
            Knob.Of("tau", x => Array.ConvertAll(((ContinuousColumn)x["X_uniform"]).Values, v => 1.5 + (0.5 * v))),
            Knob.Constant(0.3),
            Knob.Constant(-0.3),
            null);
        ExactOptions options = new()
            { Generator = Named.Generator("bootstrap"), PoolRows = 5000, Noise = noise, WithinRange = within };
        return new ExactSandbox(knobs, options).Plan(Real.Two(), FitContext.ForSeed(3)).Fit(FitContext.ForSeed(3));
    }

    // The toy's covariates and arms with a numeric outcome: Y = 1 + X_exp + T (2 + X_uniform/2) + N(0, 1).
    private static CausalData Number()
    {
        Table toy = new ToySimulator().Draw(1000, RandomStream.Of(43)).Table;
        double[] exp = ((ContinuousColumn)toy["X_exp"]).Values, uniform = ((ContinuousColumn)toy["X_uniform"]).Values;
        RandomStream noise = RandomStream.Of(44);
        double[] y = [.. ((BinaryColumn)toy["T"]).Codes.Select((t, i) => 1 + exp[i] + (t * (2 + (0.5 * uniform[i]))) + noise.NextNormal())];
        return CausalData.From(toy.Without("Y").With(new ContinuousColumn("Y", y)), "T", "Y");
    }
}
