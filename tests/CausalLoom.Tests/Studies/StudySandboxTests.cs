using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Mechanisms;
using CausalLoom.Numerics.Random;
using CausalLoom.Sandbox;
using CausalLoom.Sandbox.Expressions;
using CausalLoom.Sandbox.Penalty;
using CausalLoom.Sandbox.Scenarios;
using CausalLoom.Studies;

namespace CausalLoom.Tests.Studies;

/// <summary>Sandboxes as sources of studies, and generators fitted to their rows.</summary>
public sealed class StudySandboxTests
{
    private const string Yaml = """
        name: knobs
        seed: 3
        replicates: 6
        truth_rows: 2000
        n: [300]
        sources:
          - { name: toy, simulator: toy }
          - { name: sandbox, synthesizer: toy, seed_rows: 400, fits: 2,
              method: sandbox, generator: bootstrap, tau: 0.2, kappa0: "0.1", kappa1: "0.1 * tanh(X_uniform)", log_alpha: X_bin }
          - { name: steam, synthesizer: sandbox, seed_rows: 400, fits: 2, method: steam, generator: bootstrap, propensity: logistic,
              outcome_model: linear, truth_is: source }
        methods:
          - { name: aipw, estimator: aipw, nuisance: linear }
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void ASandboxSourceIsTheSandboxFittedToTheSameRows()
    {
        Study study = StudyFile.Parse(Yaml, "knobs.yaml");
        FitContext context = new(RandomStream.Of(study.Seed));
        StudySource source = StudySource.Open(study.Sources[1], ".", context), toy = StudySource.Open(study.Sources[0], ".", context);
        RandomStream fit = StudyStreams.Fits(context.Stream, "sandbox").Child(2);
        CausalData seed = toy.Draw(400, fit.Child("seed"), cancellation: Stop).Data;
        SandboxSynthesizer asked = new()
        {
            Tau = "0.2",
            Kappa0 = "0.1",
            Kappa1 = "0.1 * tanh(X_uniform)",
            LogAlpha = "X_bin",
            Generator = Named.Generator("bootstrap"),
        };
        FitContext own = new(fit.Child("fit"));
        Table expected = asked.Exact(asked.Knobs(seed, own.Child("knobs"))).Fit(seed, own)
            .Draw(300, RandomStream.Of(1)).Table;
        CausalData drawn = source.Draw(300, RandomStream.Of(1), replicate: 4, Stop).Data;
        Assert.Equal(((ContinuousColumn)expected["X_exp"]).Values, ((ContinuousColumn)drawn.Covariates["X_exp"]).Values);
        Assert.Equal(((BinaryColumn)expected["Y"]).Codes, Array.ConvertAll(drawn.Outcome.Values, y => (int)y));

        // τ is a constant, so the fit's own effect is it, whatever was drawn.
        Assert.Equal(0.2, source.TruthOf(Estimand.Ate, 2000, 4, Stop).Value, 9);
    }

    [Fact]
    public void AGeneratorFittedToASandboxIsHeldAgainstTheSandboxsTruth()
    {
        Study study = StudyFile.Parse(Yaml, "knobs.yaml");
        StudySource steam = StudySource.Open(study.Sources[2], ".", new FitContext(RandomStream.Of(study.Seed)));
        Assert.Equal(0.2, steam.TruthOf(Estimand.Ate, 2000, 1, Stop).Value, 9);
        Assert.Equal(300, steam.Draw(300, RandomStream.Of(1), 2, Stop).Data.Rows);
    }

    [Fact]
    public void ASandboxSourceHasWhatTheCommandLineHas()
    {
        const string own = "generator: bootstrap, tau: 0.2, kappa0: \"0.1\", kappa1: \"0.1 * tanh(X_uniform)\", log_alpha: X_bin";
        SandboxSynthesizer Asked(string knobs) =>
            StudyFile.Parse(Yaml.Replace(own, knobs, StringComparison.Ordinal), "knobs.yaml").Sources[1].Fitting!.Sandbox!;
        KnobTexts shipped = SandboxScenarios.Find("toy-s3").Knobs;
        SandboxSynthesizer scenario = Asked("scenario: toy-s3");
        Assert.Equal((shipped.Tau, shipped.Kappa0, shipped.Kappa1, shipped.LogAlpha, SandboxMode.Exact), (scenario.Texts.Tau,
            scenario.Texts.Kappa0, scenario.Texts.Kappa1, scenario.Texts.LogAlpha, scenario.Mode));
        SandboxSynthesizer beside = Asked("scenario: toy-s3, kappa1: 0, log_alpha: X_bin");
        Assert.Equal((shipped.Tau, shipped.Kappa0, "0", "X_bin"),
            (beside.Texts.Tau, beside.Texts.Kappa0, beside.Texts.Kappa1, beside.Texts.LogAlpha));
        SandboxSynthesizer paper = Asked("scenario: toy-s1, preset: causalmix-paper, prior: gaussian, reconstruction: mse, control: mse");
        Assert.Equal((SandboxMode.Penalty, PenaltyOptions.Paper, SandboxPrior.Gaussian, SandboxReconstruction.Mse, SandboxControl.Mse),
            (paper.Mode, paper.Penalty, paper.Prior!.Value, paper.Reconstruction!.Value, paper.Control!.Value));
        Assert.Equal((SandboxMode.Penalty, ((SandboxSynthesizer)Named.Method("sandbox")).Penalty),
            (Asked("tau: 0.1, mode: penalty").Mode, Asked("tau: 0.1, mode: penalty").Penalty));
    }

    [Fact]
    public void APenaltySandboxIsThePenaltySandboxFittedToTheSameRows()
    {
        string yaml = Yaml.Replace("generator: bootstrap, tau: 0.2, kappa0: \"0.1\", kappa1: \"0.1 * tanh(X_uniform)\"",
            "preset: causalmix-paper, tau: 0.2", StringComparison.Ordinal)
            .Replace("seed_rows: 400", "seed_rows: 120", StringComparison.Ordinal);
        Study study = StudyFile.Parse(yaml, "knobs.yaml");
        FitContext context = new(RandomStream.Of(study.Seed));
        RandomStream fit = StudyStreams.Fits(context.Stream, "sandbox").Child(1);
        CausalData seed = StudySource.Open(study.Sources[0], ".", context).Draw(120, fit.Child("seed"), cancellation: Stop).Data;
        KnobTexts asked = new("0.2", LogAlpha: "X_bin");
        FitContext own = new(fit.Child("fit"));
        PenaltyModel expected = PenaltySandbox.Fit(seed.Two(), asked.Bind(seed, own.Child("knobs")),
            PenaltyOptions.Paper, own);
        double[] drawn = StudySource.Open(study.Sources[1], ".", context).Draw(200, RandomStream.Of(1), 1, Stop).Data.Covariates["X_exp"]
            .ToNumbers();
        Assert.Equal(expected.Draw(200, RandomStream.Of(1)).Table["X_exp"].ToNumbers(), drawn);
    }

    [Theory]
    [InlineData("tau: 0.2", "tau: (X_bin", "character")]
    [InlineData("tau: 0.2, ", "tau: \"tnh(X_exp)\", ", "there is no function 'tnh'")]
    [InlineData("tau: 0.2, ", "", "tau")]
    [InlineData("method: steam,", "method: steam, tilt: 0.5,", "tilt")]
    [InlineData("log_alpha: X_bin", "log_alpha: X_bin, propensity: stack", "propensity")]
    [InlineData("log_alpha: X_bin", "log_alpha: X_bin, u_imbalance: 0.7", "0.5")]
    [InlineData("method: sandbox, generator: bootstrap", "method: sandbox, generator: magic", "magic")]
    [InlineData("synthesizer: sandbox", "synthesizer: steam", "steam")]
    [InlineData("generator: bootstrap, tau: 0.2", "mode: penalty, tau: 0.2, tilt: 0.5", "`tilt` has no meaning with `mode: penalty`")]
    [InlineData("generator: bootstrap, tau: 0.2", "preset: causalmix-paper, tau: 0.2, generator: argn",
        "`generator` has no meaning with `mode: penalty`")]
    [InlineData("tau: 0.2, ", "tau: 0.2, prior: gaussian, ", "`prior` has no meaning with `mode: exact`")]
    [InlineData("tau: 0.2, ", "tau: 0.2, mode: exact, preset: causalmix-paper, ", "`preset` has no meaning with `mode: exact`")]
    [InlineData("tau: 0.2, ", "tau: 0.2, mode: exakt, ", "Did you mean 'exact'?")]
    [InlineData("generator: bootstrap, tau: 0.2", "preset: hybrid-paper, tau: 0.2",
        "`preset: hybrid-paper` has no meaning with `method: sandbox`")]
    [InlineData("generator: bootstrap, tau: 0.2", "mode: penalty, tau: 0.2, prior: bgmm",
        "`prior` takes one of gmm, gaussian, or none, not 'bgmm'")]
    [InlineData("generator: bootstrap, tau: 0.2", "mode: penalty, tau: 0.2, control: hubr", "Did you mean 'huber'?")]
    [InlineData("tau: 0.2, ", "scenario: toy-s9, ", "Did you mean 'toy-s")]
    [InlineData("generator: bootstrap, tau: 0.2", "preset: credence, tau: 0.2", "no knob for overlap")]
    [InlineData("method: steam,", "method: steam, scenario: toy-s1,", 
        "`scenario: toy-s1` has no meaning with `method: steam`: leave it out, or choose `method: sandbox`")]
    [InlineData("method: steam,", "method: steam, mode: penalty,", 
        "`mode: penalty` has no meaning with `method: steam`: leave it out, or choose `method: sandbox`")]
    public void MistakesAreReportedWhereTheyStand(string right, string wrong, string expected)
    {
        CausalLoomException e = Assert.Throws<CausalLoomException>(() =>
            StudyFile.Parse(Yaml.Replace(right, wrong, StringComparison.Ordinal), "knobs.yaml"));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.Matches("^knobs.yaml, line [0-9]+, column [0-9]+", e.Message);
    }
}
