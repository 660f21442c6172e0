using CausalLoom.Catalogue;
using CausalLoom.Generators.Gan;
using CausalLoom.Generators.Vae;
using CausalLoom.Mechanisms;
using CausalLoom.Mechanisms.Calibration;
using CausalLoom.Mechanisms.Networks;
using CausalLoom.Methods;
using CausalLoom.Sandbox;
using CausalLoom.Sandbox.Comparison;
using CausalLoom.Sandbox.Penalty;
using CausalLoom.Synthesis;

namespace CausalLoom.Tests.Methods;

/// <summary>From a user's words to a synthesizer.</summary>
public sealed class SynthesisPlanTests
{
    [Fact]
    public void NothingSaidIsTheMethodAsItsRecordHasIt()
    {
        foreach (Part<ISynthesizer> method in Catalogues.Default.Methods.Where(m => m.Name is not ("sandbox" or "marginal")))
        {
            SynthesisPlan plan = Of(method.Name);
            Assert.Equal(method.Options.Defaults, plan.Synthesizer);
            Assert.Equal(method.Name, plan.Method);
            Assert.Empty(plan.Settings);
            Assert.Null(plan.SettingsJson());
        }

        SynthesisPlan steam = Of(null);
        Assert.Equal(("steam", "argn", "stack", "slearner", "residual"),
            (steam.Method, steam.Part("generator"), steam.Part("propensity"), steam.Part("outcome-model"), steam.Part("outcome-noise")));
        Assert.Equal("stack", Of("hybrid").Part("outcome-model"));
        Assert.Equal("bootstrap", Of("plasmode").Part("generator"));
        Assert.Null(Of("joint").Part("propensity"));
    }

    [Fact]
    public void PartsAndValuesReachTheRecord()
    {
        HybridSynthesizer hybrid = (HybridSynthesizer)Of("hybrid", ("generator", "copula"), ("propensity", "forest"),
            ("calibration", "none"), ("dcr-filter", "true"), ("dcr-quantile", "0.05")).Synthesizer;
        Assert.Equal("copula", hybrid.Generator.Name);
        Assert.Equal((CalibrationMethod.None, true, 0.05), (hybrid.Calibration, hybrid.DcrFilter, hybrid.DcrQuantile));
        RealCauseStyle realcause = (RealCauseStyle)Of("realcause", ("outcome-model", "linear"), ("overlap-scale", "2")).Synthesizer;
        Assert.IsType<LinearOutcome>(realcause.Mechanisms.OutcomeModel);
        Assert.Equal(new RealCauseKnobs { OverlapScale = 2 }, realcause.Knobs);
        Assert.Equal(0.5, ((MarginalEffect)Of("marginal", ("average-effect", "0.5")).Synthesizer).AverageEffect);
        Assert.Equal("known:age", Of("steam", ("propensity", "known:age")).Part("propensity"));
    }

    [Fact]
    public void APresetIsItsTypedPartsUntilAnotherIsNamed()
    {
        SequentialSynthesizer paper = (SequentialSynthesizer)Of(null, "steam-paper").Synthesizer;
        Assert.Same(PresetCatalogue.SteamPaper, paper);
        SequentialSynthesizer other = (SequentialSynthesizer)Of(null, "steam-paper", ("outcome-model", "tlearner")).Synthesizer;
        Assert.Same(paper.Generator, other.Generator);
        Assert.IsType<TLearnerNetwork>(other.OutcomeModel);
        Assert.IsType<JointSynthesizer>(Of("joint", "wgan").Synthesizer);
        CtganOptions papers = CtganOptions.HybridPaper;
        HybridSynthesizer named = (HybridSynthesizer)Of("hybrid", "hybrid-paper", ("generator", "ctgan")).Synthesizer;
        Assert.Equal((papers, false), (Assert.IsType<CtganGenerator>(named.Generator).Options, named.Target));
        Assert.Equal(ForestPropensityOptions.HybridPaper, Assert.IsType<ForestPropensity>(named.Propensity).Options);
        SandboxSynthesizer credence = (SandboxSynthesizer)Of(null, "credence", ("tau", "1")).Synthesizer;
        Assert.Equal((SandboxMode.Penalty, ComparisonPresets.Credence), (credence.Mode, credence.PenaltyOptions));
        Assert.Equal("causalmix", Of(null, "credence", ("tau", "1")).Part("generator"));
    }

    [Fact]
    public void OptionsOfPartsAreSetOnTopOfAPreset()
    {
        SynthesisPlan plan = SynthesisPlan.Of(new SynthesisRequest
        {
            Preset = "steam-paper",
            Settings = [OptionSetting.Parse("tvae.epochs=3"), OptionSetting.Parse("slearner.hidden-units=7")],
        });
        SequentialSynthesizer steam = (SequentialSynthesizer)plan.Synthesizer;
        Assert.Equal(TvaeOptions.SteamPaper with { Epochs = 3 }, Assert.IsType<TvaeGenerator>(steam.Generator).Options);
        Assert.Same(PresetCatalogue.SteamPaper.Propensity, steam.Propensity);
        Assert.Equal("{\"tvae.epochs\":3,\"slearner.hidden-units\":7}", plan.SettingsJson()!.ToJsonString());
        HybridSynthesizer hybrid = (HybridSynthesizer)SynthesisPlan.Of(new SynthesisRequest
        {
            Method = "hybrid",
            Settings = [OptionSetting.Parse("hybrid.pool-rows=0"), OptionSetting.Parse("propensity.stack.folds=3")],
        }).Synthesizer;
        Assert.Equal(0, hybrid.PoolRows);
        PenaltyOptions penalty = ((SandboxSynthesizer)SynthesisPlan.Of(new SynthesisRequest
        {
            Method = "sandbox",
            Options = [("tau", "1"), ("mode", "penalty")],
            Settings = [OptionSetting.Parse("sandbox.tau-weight=5"), OptionSetting.Parse("sandbox.penalty.outcome-schedule.epochs=2")],
        }).Synthesizer).PenaltyOptions;
        Assert.Equal((5, 2), (penalty.TauWeight, penalty.OutcomeSchedule.Epochs));
    }

    [Theory]
    [InlineData("steem", null, null, null, "There is no method 'steem'. Did you mean 'steam'?")]
    [InlineData(null, "steam-papr", null, null, "There is no preset 'steam-papr'. Did you mean 'steam-paper'?")]
    [InlineData("steam", "hybrid-paper", null, null, "‹preset hybrid-paper› has no meaning with ‹method steam›: leave one of them out.")]
    [InlineData("joint", null, "propensity", "logistic", "‹propensity logistic› has no meaning with ‹method joint›: leave it out.")]
    [InlineData("steam", null, "dcr-filter", "true",
        "‹dcr-filter› has no meaning with ‹method steam›: leave it out, or choose ‹method hybrid›.")]
    [InlineData("steam", null, "tau", "0.1", "‹tau 0.1› has no meaning with ‹method steam›: leave it out, or choose ‹method sandbox›.")]
    [InlineData("hybrid", null, "dcr-quantile", "0.2", "‹dcr-quantile› says what ‹dcr-filter› drops")]
    [InlineData("hybrid", null, "dcr-quantile", "0.7", "‹dcr-quantile› takes a number from 0 to 0.5, or none, not '0.7'.")]
    [InlineData("hybrid", null, "calibration", "plat", "Did you mean 'platt'?")]
    [InlineData("steam", null, "calibration", "none", "‹calibration none› has no meaning with the propensity 'stack'")]
    [InlineData("realcause", null, "generator", "argn", "‹generator argn› does not draw: leave it out")]
    [InlineData("marginal", null, "outcome-model", "linear", "‹method marginal› needs ‹average-effect X›")]
    [InlineData("marginal", null, "average-effect", "Infinity", "not a finite number")]
    [InlineData("sandbox", null, "tilt", "0.5", "Say what the effect is to be: ‹tau EXPR›")]
    [InlineData("sandbox", null, "tau", "1 +", "‹tau›: '1 +'")]
    [InlineData("sandbox", null, "scenario", "toy-s33", "Did you mean 'toy-s3'?")]
    [InlineData("sandbox", "causalmix-paper", "tilt", "0.5", "‹tilt› has no meaning with ‹mode penalty›")]
    [InlineData("sandbox", "causalmix-paper", null, null, "‹tau EXPR›")]
    [InlineData("sandbox", "credence", "scenario", "toy-s3", "no knob for overlap")]
    public void AMistakeIsOneLine(string? method, string? preset, string? option, string? value, string expected)
    {
        string message = Assert.Throws<CausalLoomException>(() =>
            Of(method, preset, option is null ? [] : [(option, value!)])).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Theory]
    [InlineData("exact", "prior", "gmm", "‹prior› has no meaning with ‹mode exact›: leave it out.")]
    [InlineData("penalty", "tilt", "0.5", "‹tilt› has no meaning with ‹mode penalty›: leave it out.")]
    public void WhatAnotherOptionMakesIdleIsRefused(string mode, string option, string value, string expected) =>
        Assert.Equal(expected, Assert.Throws<CausalLoomException>(() =>
            Of("sandbox", ("tau", "1"), ("mode", mode), (option, value))).Message);

    [Fact]
    public void ATruthIsRefusedWhereThereIsNone()
    {
        Of("steam").RequireTruth();
        Assert.Contains("a joint model has no truth", Assert.Throws<CausalLoomException>(() => Of("joint").RequireTruth()).Message,
            StringComparison.Ordinal);
    }

    private static SynthesisPlan Of(string? method, params (string Name, string Value)[] options) => Of(method, null, options);

    private static SynthesisPlan Of(string? method, string? preset, params (string Name, string Value)[] options) =>
        SynthesisPlan.Of(new SynthesisRequest { Method = method, Preset = preset, Options = options });
}
