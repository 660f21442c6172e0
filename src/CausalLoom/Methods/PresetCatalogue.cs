using CausalLoom.Catalogue;
using CausalLoom.Generators.Gan;
using CausalLoom.Generators.Vae;
using CausalLoom.Mechanisms;
using CausalLoom.Mechanisms.Networks;
using CausalLoom.Mechanisms.Residuals;
using CausalLoom.Sandbox;
using CausalLoom.Sandbox.Comparison;
using CausalLoom.Sandbox.Penalty;
using CausalLoom.Synthesis;

namespace CausalLoom.Methods;

/// <summary>The presets there are.</summary>
public static class PresetCatalogue
{
    /// <summary>
    /// The STEAM code's choices (docs/methods/steam.md): synthcity's TVAE settings, linear logistic propensity, S-learner network on
    /// unscaled data, no outcome noise.
    /// </summary>
    public static SequentialSynthesizer SteamPaper { get; } = new()
    {
        Generator = new TvaeGenerator(TvaeOptions.SteamPaper),
        Propensity = new LogisticPropensity(),
        OutcomeModel = new SLearnerNetwork(BasicNetOptions.SteamPaper),
        OutcomeNoise = OutcomeNoise.None,
    };

    /// <summary>
    /// The hybrid papers' choices (docs/methods/hybrid.md): full-grown in-sample forests for both nuisances, uncalibrated, numeric outcomes
    /// without noise, nothing targeted, and judged by this library's default nuisances. Their generators are GReaT and CTGAN; the second
    /// needs no checkpoint, and has the papers' 50 passes. With `joint` it is the papers' fully generated data.
    /// </summary>
    public static HybridSynthesizer HybridPaper { get; } = new()
    {
        Generator = new CtganGenerator(CtganOptions.HybridPaper),
        Propensity = new ForestPropensity(ForestPropensityOptions.HybridPaper),
        OutcomeModel = ForestOutcome.HybridPaper,
        OutcomeNoise = OutcomeNoise.None,
        Target = false,
        Reference = new Estimation.Average.NuisanceOptions(),
    };

    /// <summary>This library's presets, in the order of the documentation.</summary>
    public static Catalogue<Preset> BuiltIn { get; } = new("preset", "presets",
    [
        Parts.Of("steam-paper", "every choice as the STEAM code has it", () => new Preset(Sequences(SteamPaper))
        {
            Parts = [("generator", "tvae", TvaeOptions.SteamPaper), ("outcome-model", "slearner", BasicNetOptions.SteamPaper),
                ("outcome-model", "tlearner", BasicNetOptions.SteamPaper)],
        }),
        Parts.Of("hybrid-paper", "every choice as the hybrid papers' code has it, with CTGAN", () => new Preset(
            HybridPaper, new JointSynthesizer { Generator = HybridPaper.Generator })
        {
            Parts = [("generator", "ctgan", CtganOptions.HybridPaper), ("propensity", "forest", ForestPropensityOptions.HybridPaper),
                ("outcome-model", "forest", ForestOutcome.HybridPaper)],
        }),
        Parts.Of("wgan", "steam with covariates by a WGAN-GP in the manner of ds-wgan", () => new Preset(Sequences(ComparisonPresets.Wgan))
            { Parts = [("generator", "ctgan", ComparisonPresets.WganOptions)] }),
        Parts.Of("causalmix-paper", "sandbox in penalty mode as the paper's code has it", () => new Preset(
            new SandboxSynthesizer { Mode = SandboxMode.Penalty, Penalty = PenaltyOptions.Paper })),
        Parts.Of("credence", "sandbox in penalty mode in the manner of Credence, which has no knob for overlap", () => new Preset(
            new SandboxSynthesizer { Mode = SandboxMode.Penalty, Penalty = ComparisonPresets.Credence })),
    ]);

    extension(Catalogues catalogues)
    {
        /// <summary>The presets.</summary>
        public Catalogue<Preset> Presets => catalogues.Of(BuiltIn);
    }

    // The same parts in each method that has them.
    private static ISynthesizer[] Sequences(SequentialSynthesizer parts) =>
    [
        parts,
        new JointSynthesizer { Generator = parts.Generator },
        new CovariateTreatmentSynthesizer
            { Generator = parts.Generator, OutcomeModel = parts.OutcomeModel, OutcomeNoise = parts.OutcomeNoise },
    ];
}
