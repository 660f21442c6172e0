using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Mechanisms;
using CausalLoom.Numerics.Random;
using CausalLoom.Sandbox;
using CausalLoom.Sandbox.Exact;
using CausalLoom.Sandbox.PaperEvaluation;
using CausalLoom.Simulators;
using CausalLoom.Tests.Sandbox.Verification;

namespace CausalLoom.Tests.Sandbox.PaperEvaluation;

/// <summary>The whole table on an exact sandbox, and on ones that were tampered with.</summary>
public sealed class PaperEvaluatorTests
{
    private static readonly PaperEvaluationOptions Small = new() { Draws = 2, MostRows = 200, Splits = 5, Units = 2000, DrawsEach = 40 };
    private static readonly CausalData Real = CausalData.From(new ToySimulator().Draw(400, RandomStream.Of(42)).Table, "T", "Y");

    private static readonly SandboxKnobs Asked = new(
        Knob.Of("tau", x => Array.ConvertAll(((ContinuousColumn)x["X_uniform"]).Values, v => 0.1 + (0.05 * Math.Tanh(v)))),
        Knob.Constant(0.05),
        Knob.Zero,
        Knob.Of("log-alpha", x => Array.ConvertAll(((ContinuousColumn)x["X_uniform"]).Values, v => 0.5 * v)));

    private static readonly Lazy<ISandboxModel> Model = new(() => Fit(1));
    private static readonly Lazy<PaperEvaluationResult> Result = new(() =>
        PaperEvaluator.Run(Model.Value, Real, Small, FitContext.ForSeed(1)));

    [Fact]
    public void EveryRowHasANumberOrSaysWhyNot()
    {
        PaperEvaluationResult result = Result.Value;
        Assert.Equal(result.Figures.Count, result.Figures.Select(f => f.Key).Distinct().Count());
        Assert.All(result.Figures, f => Assert.True(double.IsFinite(f.Mean) ? f.Skipped is null : f.Skipped is { Length: > 3 }, f.Key));
        string[] missing = [.. result.Figures.Where(f => f.Skipped is not null).Select(f => f.Key)];
        Assert.Equal(["kappa0_r", "kappa1_r", "kappa1_skill", "decoder_mse_as_coded", "decoder_within_as_coded",
            "decoder_mse_shifted_as_coded", "decoder_within_shifted_as_coded"], missing);
        Assert.Equal("the model has no decoder", result["decoder_mse_as_coded"].Skipped);
        Assert.Equal(PaperForm.AsCoded, result["c2st_as_coded"].Form);
        Assert.Equal(PaperForm.Sound, result["c2st"].Form);
        Assert.Equal(PaperForm.Same, result["energy"].Form);
        Assert.Throws<KeyNotFoundException>(() => result["nothing"]);

        JsonObject json = result.ToJson();
        Assert.Equal(result["energy"].Mean, (double)json["figures"]!["energy"]!["mean"]!);
        Assert.Null(json["figures"]!["decoder_mse_as_coded"]!["mean"]);
        Assert.Equal("the model has no decoder", (string)json["figures"]!["decoder_mse_as_coded"]!["skipped"]!);
        Assert.Equal(2, (int)json["draws"]!);
    }

    [Fact]
    public void FiguresOfAnExactSandboxAreWhatTheyShouldBe()
    {
        PaperEvaluationResult result = Result.Value;

        // It states what it was asked for, so the code's figures are perfect; draws tell as much within their noise.
        Assert.InRange(result["tau_mae_as_coded"].Mean, 0, 1e-9);
        Assert.InRange(result["kappa_mae_as_coded"].Mean, 0, 1e-9);
        Assert.InRange(result["tau_mae"].Mean, 0, 0.015);
        Assert.InRange(result["tau_mean_error"].Mean, 0, 0.012);
        Assert.InRange(result["kappa0_skill"].Mean, 0.7, 1);

        // Each row's covariates are real ones: the propensity of .5 X_uniform has an AUC of about .73.
        Assert.InRange(result["propensity_auc"].Mean, 0.62, 0.8);
        Assert.InRange(result["propensity_auc_as_coded"].Mean, 0.65, 0.82);
        Assert.InRange(result["wasserstein"].Mean, 0, 0.15);
        Assert.InRange(result["tv_complement"].Mean, 0.9, 1);
        Assert.InRange(result["energy"].Mean, 0, 0.05);

        // Half of a draw of copies, with treatment and outcome drawn anew: still nearer than strangers, of whom it is ½ (SE .025).
        Assert.InRange(result["dcr_protection"].Mean, 0, 0.45);
    }

    [Fact]
    public void StatedMeansCannotSeeWhatDrawsSee()
    {
        // Draws have no effect at all, while the stated means keep claiming it.
        Tampered none = new(Model.Value) { Outcomes = (y, _, _) => y with { Y1 = y.Y0 } };
        PaperEvaluationResult result = PaperEvaluator.Run(none, Real, Small with { Draws = 1 }, FitContext.ForSeed(1));
        Assert.InRange(result["tau_mae_as_coded"].Mean, 0, 1e-9);
        Assert.InRange(result["tau_mae"].Mean, 0.08, 0.12);
        Assert.True(double.IsNaN(result["energy"].Sd));
    }

    [Fact]
    public void ADecoderIsMeasured()
    {
        PaperEvaluationResult result = PaperEvaluator.Run(new WithDecoder(Model.Value), Real, Small with
            { Draws = 1, Units = 200, DrawsEach = 2 }, FitContext.ForSeed(1));

        // Half of the rows .5 off, the others right.
        Assert.Equal(0.125, result["decoder_mse_as_coded"].Mean, 12);
        Assert.Equal(0.5, result["decoder_within_as_coded"].Mean, 12);

        // Shifted by c, errors are c and .5 + c: E[σ(logit p − log α − c)] = p, which is not at 0 since log α = .5 X_uniform varies.
        Assert.InRange(result["decoder_mse_shifted_as_coded"].Mean, 0.05, 0.3);
        Assert.NotEqual(0.125, result["decoder_mse_shifted_as_coded"].Mean, 1e-6);
    }

    [Fact]
    public void ThreadsChangeNothingAndSeedsAreAveraged()
    {
        PaperEvaluationResult again = PaperEvaluator.Run(Model.Value, Real, Small, FitContext.ForSeed(1, 3));
        Assert.Equal(Result.Value.ToJson().ToJsonString(), again.ToJson().ToJsonString());
        PaperEvaluationResult other = PaperEvaluator.Run(Fit(2), Real, Small, FitContext.ForSeed(2)),
            both = PaperEvaluator.Across([again, other]);
        double a = again["energy"].Mean, b = other["energy"].Mean;
        Assert.NotEqual(a, b);
        Assert.Equal((a + b) / 2, both["energy"].Mean, 12);
        Assert.Equal(Math.Abs(a - b) / Math.Sqrt(2), both["energy"].Sd, 12);
        Assert.Equal(2, both.Models);
        Assert.Equal("the model has no decoder", both["decoder_mse_as_coded"].Skipped);
    }

    [Fact]
    public void TooFewRowsAreRefused()
    {
        CausalData few = Real.Take([.. Enumerable.Range(0, 19)]);
        Assert.Contains("19 real rows", Assert.Throws<CausalLoomException>(() =>
            PaperEvaluator.Run(Model.Value, few, Small, FitContext.ForSeed(1))).Message, StringComparison.Ordinal);
    }

    private static ExactModel Fit(long seed) =>
        new ExactSandbox(Asked, new ExactOptions { Generator = Named.Generator("bootstrap"), PoolRows = 2000 })
            .Plan(Real.Two(), FitContext.ForSeed(seed)).Fit(FitContext.ForSeed(seed));
}
