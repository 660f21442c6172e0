using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Numerics.Random;
using CausalLoom.Sandbox;
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
          - { name: sandbox, synthesizer: toy, seed_rows: 400, fits: 2, method: sandbox, generator: bootstrap, tau: 0.2, kappa0: "0.1", kappa1: "0.1 * tanh(X_uniform)", log_alpha: X_bin }
          - { name: steam, synthesizer: sandbox, seed_rows: 400, fits: 2, method: steam, generator: bootstrap, propensity: logistic, outcome_model: linear, truth_is: source }
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
        SandboxRequest request = new() { Tau = "0.2", Kappa0 = "0.1", Kappa1 = "0.1 * tanh(X_uniform)", LogAlpha = "X_bin", Generator = "bootstrap" };
        FitContext own = new(fit.Child("fit"));
        Table expected = SandboxFactory.Create(request, SandboxFactory.Knobs(request, seed, own.Child("knobs"))).Fit(seed, own).Draw(300, RandomStream.Of(1)).Table;
        CausalData drawn = source.Draw(300, RandomStream.Of(1), replicate: 4, Stop).Data;
        Assert.Equal(((ContinuousColumn)expected["X_exp"]).Values, ((ContinuousColumn)drawn.Covariates["X_exp"]).Values);
        Assert.Equal(((BinaryColumn)expected["Y"]).Codes, Array.ConvertAll(drawn.Outcome, y => (int)y));

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

    [Theory]
    [InlineData("tau: 0.2", "tau: (X_bin", "character")]
    [InlineData("tau: 0.2, ", "", "tau")]
    [InlineData("method: steam,", "method: steam, tilt: 0.5,", "tilt")]
    [InlineData("log_alpha: X_bin", "log_alpha: X_bin, propensity: stack", "propensity")]
    [InlineData("log_alpha: X_bin", "log_alpha: X_bin, u_imbalance: 0.7", "0.5")]
    [InlineData("method: sandbox, generator: bootstrap", "method: sandbox, generator: magic", "magic")]
    [InlineData("synthesizer: sandbox", "synthesizer: steam", "steam")]
    public void MistakesAreReportedWhereTheyStand(string right, string wrong, string expected)
    {
        CausalLoomException e = Assert.Throws<CausalLoomException>(() => StudyFile.Parse(Yaml.Replace(right, wrong, StringComparison.Ordinal), "knobs.yaml"));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.Matches("^knobs.yaml, line [0-9]+, column [0-9]+", e.Message);
    }
}
