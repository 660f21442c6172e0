using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Numerics.Random;
using CausalLoom.Sandbox.Comparison;
using CausalLoom.Studies;
using CausalLoom.Synthesis;

namespace CausalLoom.Tests.Studies;

/// <summary>Other tools' knobs as sources of studies.</summary>
public sealed class StudyComparisonTests
{
    private const string Yaml = """
        name: knobs
        seed: 3
        replicates: 4
        truth_rows: 2000
        n: [300]
        sources:
          - { name: toy, simulator: toy }
          - { name: turned, synthesizer: toy, seed_rows: 300, fits: 2, method: realcause, propensity: logistic,
              outcome_model: linear, overlap_scale: 2, effect_scale: 0.5, heterogeneity: 0 }
          - { name: moved, synthesizer: toy, seed_rows: 300, method: marginal, propensity: logistic,
              outcome_model: linear, average_effect: 0.15 }
          - { name: plain, synthesizer: toy, seed_rows: 300, method: plasmode, propensity: logistic, outcome_model: linear }
          - { name: credence, synthesizer: toy, seed_rows: 300, method: sandbox, preset: credence, tau: "0.1" }
        methods:
          - { name: or, estimator: or, nuisance: linear }
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void ASourceIsTheMethodFittedToTheSameRowsAndItsTruthIsExact()
    {
        Study study = StudyFile.Parse(Yaml, "knobs.yaml");
        FitContext context = new(RandomStream.Of(study.Seed));
        StudySource[] sources = [.. study.Sources.Select(s => StudySource.Open(s, ".", context))];
        RandomStream fit = StudyStreams.Fits(context.Stream, "turned").Child(2);
        CausalData seed = sources[0].Draw(300, fit.Child("seed"), cancellation: Stop).Data;
        RealCauseStyle asked = new(new Plasmode { Propensity = Named.Propensity("logistic"), OutcomeModel = Named.Outcome("linear") },
            new RealCauseKnobs { OverlapScale = 2, EffectScale = 0.5, Heterogeneity = 0 });
        TunedSource own = asked.Fit(seed, new FitContext(fit.Child("fit")));
        CausalData drawn = sources[1].Draw(300, RandomStream.Of(1), replicate: 4, Stop).Data;
        Assert.Equal(own.Draw(300, RandomStream.Of(1)).Table["Y"].ToNumbers(), drawn.Outcome);
        (double value, double se) = sources[1].TruthOf(Estimand.Ate, 2000, 4, Stop);
        Assert.Equal((own.AverageEffect!.Value, 0.0), (value, se));

        // Another estimand's effect is an average over rows, and constant here.
        Assert.Equal(value, sources[1].TruthOf(Estimand.Att, 2000, 4, Stop).Value, 9);
        Assert.Equal(0.15, sources[2].TruthOf(Estimand.Ate, 2000, 1, Stop).Value, 9);
        Assert.Equal(0, sources[3].TruthOf(Estimand.Ate, 2000, 1, Stop).Se);
    }

    [Theory]
    [InlineData("overlap_scale: 2", "overlap_scale: -2", "0 to 100")]
    [InlineData("heterogeneity: 0", "heterogeneity: 2", "0 to 1")]
    [InlineData("average_effect: 0.15", "effect_scale: 1", "marginal")]
    [InlineData(", average_effect: 0.15", "", "`method: marginal` needs `average_effect: X`: what")]
    [InlineData("method: plasmode", "method: plasmode, effect_scale: 2",
        "`effect_scale: 2` has no meaning with `method: plasmode`: leave it out")]
    [InlineData("method: realcause", "method: steam", "`overlap_scale: 2` has no meaning with `method: steam`")]
    [InlineData("method: realcause", "method: realcaus", "realcause")]
    [InlineData("method: plasmode", "method: plasmode, tau: 1", "tau")]
    [InlineData("preset: credence", "preset: credence, effect_scale: 1", "effect_scale")]
    [InlineData("preset: credence", "preset: credence, log_alpha: X_bin", "overlap")]
    public void MistakesAreReportedWhereTheyStand(string right, string wrong, string expected)
    {
        CausalLoomException e = Assert.Throws<CausalLoomException>(() =>
            StudyFile.Parse(Yaml.Replace(right, wrong, StringComparison.Ordinal), "knobs.yaml"));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.Matches("^knobs.yaml, line [0-9]+, column [0-9]+", e.Message);
    }
}
