using System.Globalization;
using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Generators.Gan;
using CausalLoom.Generators.Vae;
using CausalLoom.Mechanisms;
using CausalLoom.Mechanisms.Calibration;
using CausalLoom.Mechanisms.Networks;
using CausalLoom.Mechanisms.Residuals;

namespace CausalLoom.Synthesis;

/// <summary>From the names a user gave to a synthesizer. A preset is data: it fills in what the user left open.</summary>
public static class SynthesizerFactory
{
    /// <summary>The defaults, decided by measurement (docs/generators.md, docs/validation.md).</summary>
    public static SynthesisRequest Defaults { get; } = new(SequentialSynthesizer.Name, "argn", "stack", "slearner", "residual");

    /// <summary>
    /// The STEAM code's choices (docs/methods/steam.md): synthcity's TVAE settings, linear logistic propensity, S-learner network
    /// on unscaled data, no outcome noise.
    /// </summary>
    public static SynthesisRequest SteamPaper
        { get; } = new(SequentialSynthesizer.Name, "tvae", "logistic", "slearner", "none", SynthesisRequest.SteamPaper);

    /// <summary>The defaults of `--method hybrid`: stacked, cross-fitted nuisances (docs/methods/hybrid.md).</summary>
    public static SynthesisRequest HybridDefaults { get; } = Defaults with { Method = HybridSynthesizer.Name, OutcomeModel = "stack" };

    /// <summary>
    /// The hybrid papers' choices (docs/methods/hybrid.md): full-grown in-sample forests for both nuisances, uncalibrated, numeric outcomes
    /// without noise, nothing targeted. Their generators are GReaT and CTGAN; the second needs no checkpoint, and has the papers' 50
    /// passes.
    /// With `joint` it is the papers' fully generated data.
    /// </summary>
    public static SynthesisRequest HybridPaper
        { get; } = new(HybridSynthesizer.Name, "ctgan", "forest", "forest", "none", SynthesisRequest.HybridPaper);

    /// <summary>
    /// In the manner of ds-wgan (docs/methods/other-knobs.md): covariates by a WGAN-GP with three layers of 128 and dropout .1 in
    /// the
    /// critic, an outcome network an arm. Theirs draws T from its share and X given T and is a GAN for the outcome too; here T is drawn
    /// given X.
    /// </summary>
    public static SynthesisRequest Wgan
        { get; } = new(SequentialSynthesizer.Name, "ctgan", "stack", "tlearner", "residual", SynthesisRequest.Wgan);

    /// <summary>The methods it makes.</summary>
    public static IReadOnlyList<string> Methods
        { get; } = [SequentialSynthesizer.Name, HybridSynthesizer.Name, JointSynthesizer.Name, CovariateTreatmentSynthesizer.Name];

    /// <summary>The presets it knows.</summary>
    public static IReadOnlyList<string> Presets
        { get; } = [SynthesisRequest.SteamPaper, SynthesisRequest.HybridPaper, SynthesisRequest.Wgan];

    /// <summary>The request with every open choice filled in by its preset or the defaults.</summary>
    /// <exception cref="CausalLoomException">A name is unknown.</exception>
    public static SynthesisRequest Resolve(SynthesisRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        SynthesisRequest preset = request.Preset switch
        {
            null => request.Method == HybridSynthesizer.Name ? HybridDefaults : Defaults,
            SynthesisRequest.SteamPaper => SteamPaper,
            SynthesisRequest.HybridPaper => HybridPaper,
            SynthesisRequest.Wgan => Wgan,
            _ => throw new CausalLoomException($"There is no preset '{request.Preset}'. The presets are: {string.Join(", ", Presets)}."),
        };
        SynthesisRequest resolved = new(
            OneOf("method", request.Method ?? preset.Method!, Methods),
            request.Generator ?? preset.Generator,
            request.Propensity ?? preset.Propensity,
            request.OutcomeModel ?? preset.OutcomeModel,
            request.Noise ?? preset.Noise,
            request.Preset,
            request.Settings,
            request.DcrFilter,
            request.Calibration,
            request.DcrQuantile);
        _ = SynthesisChoices.Of(resolved).Propensity.Create().Calibrated(Calibration(resolved));
        return OnlyWhatCounts(resolved, request);
    }

    /// <summary>Checks a request before any work is done.</summary>
    /// <param name="request">What the user asked for.</param>
    /// <param name="wantsTruth">Whether a truth file is asked for.</param>
    /// <returns>The resolved request.</returns>
    /// <exception cref="CausalLoomException">A name is unknown, flags contradict each other, or a joint model is asked for a
    /// truth.</exception>
    public static SynthesisRequest Check(SynthesisRequest request, bool wantsTruth)
    {
        SynthesisRequest resolved = Resolve(request);
        return wantsTruth && resolved.Method == JointSynthesizer.Name
            ? throw new CausalLoomException("‹truth› with ‹method joint›: a joint model has no truth. Leave out "
                + "‹truth› or use ‹method steam›.")
            : resolved;
    }

    /// <summary>The generator of a resolved request.</summary>
    /// <exception cref="CausalLoomException">It lacks something it needs, such as a server's address.</exception>
    public static ITabularGenerator Generator(SynthesisRequest resolved)
    {
        ArgumentNullException.ThrowIfNull(resolved);
        return SynthesisChoices.Of(resolved).Generator.Create();
    }

    /// <summary>The synthesizer of a resolved request.</summary>
    /// <param name="resolved">What <see cref="Resolve"/> gave.</param>
    /// <param name="columnOrder">The order of the columns it writes, or null.</param>
    /// <param name="holdout">Rows kept out of the fit, which `hybrid` measures distances against; or null.</param>
    public static ISynthesizer Create(SynthesisRequest resolved, IReadOnlyList<string>? columnOrder = null, CausalData? holdout = null)
    {
        ArgumentNullException.ThrowIfNull(resolved);
        SynthesisChoices parts = SynthesisChoices.Of(resolved);
        ITabularGenerator generator = parts.Generator.Create();
        if (resolved.Method == JointSynthesizer.Name)
        {
            return new JointSynthesizer(generator, columnOrder);
        }

        IOutcomeLearner outcome = parts.Outcome.Create();
        OutcomeNoise noise = parts.Noise.Create();
        if (resolved.Method == CovariateTreatmentSynthesizer.Name)
        {
            return new CovariateTreatmentSynthesizer(generator, outcome, noise, columnOrder);
        }

        IPropensityLearner propensity = parts.Propensity.Create().Calibrated(Calibration(resolved));
        return resolved.Method == HybridSynthesizer.Name
            ? new HybridSynthesizer(generator, propensity, outcome, noise, columnOrder, Hybrid(resolved), holdout)
            : new SequentialSynthesizer(generator, propensity, outcome, noise, columnOrder);
    }

    private static HybridOptions Hybrid(SynthesisRequest resolved) =>
        (resolved.IsHybridPaper ? HybridOptions.Paper : new HybridOptions()) with
            { DcrFilter = resolved.DcrFilter, DcrQuantile = resolved.DcrQuantile ?? HybridOptions.DefaultDcrQuantile };

    private static CalibrationMethod? Calibration(SynthesisRequest resolved) =>
        resolved.Calibration is { } name ? Catalogues.Default.Calibrations.Create(name) : null;

    /// <summary>A flag that the method would ignore is refused if given and left out of the record if not.</summary>
    private static SynthesisRequest OnlyWhatCounts(SynthesisRequest resolved, SynthesisRequest asked)
    {
        bool hybrid = resolved.Method == HybridSynthesizer.Name;
        Refuse("dcr-filter", asked.DcrFilter && !hybrid ? string.Empty : null, resolved.Method!);
        if (asked.DcrQuantile is not null && !asked.DcrFilter)
        {
            throw new CausalLoomException("‹dcr-quantile› says what ‹dcr-filter› drops: add ‹dcr-filter›, or leave it out.");
        }

        foreach ((string option, double? value) in asked.Knobs)
        {
            Refuse(option, value?.ToString(CultureInfo.InvariantCulture), resolved.Method!);
        }

        bool fits = resolved.IsHybridPaper ? hybrid || resolved.Method == JointSynthesizer.Name : !hybrid;
        if (asked.Preset is not null && !fits)
        {
            throw new CausalLoomException($"‹preset {asked.Preset}› has no meaning with ‹method "
                + $"{resolved.Method}›: leave one of them out.");
        }

        if (resolved.Method is SequentialSynthesizer.Name or HybridSynthesizer.Name)
        {
            return resolved;
        }

        Refuse("propensity", asked.Propensity, resolved.Method!);
        Refuse("calibration", asked.Calibration, resolved.Method!);
        if (resolved.Method == CovariateTreatmentSynthesizer.Name)
        {
            return resolved with { Propensity = null };
        }

        Refuse("outcome-model", asked.OutcomeModel, resolved.Method!);
        Refuse("outcome-noise", asked.Noise, resolved.Method!);
        return resolved with { Propensity = null, OutcomeModel = null, Noise = null };
    }

    /// <summary>Refuses an option that a method would ignore, where it has a value.</summary>
    internal static void Refuse(string option, string? value, string method)
    {
        if (value is not null)
        {
            throw new CausalLoomException($"‹{option}{(value.Length == 0 ? value : " " + value)}› has no meaning with "
                + $"‹method {method}›: leave it out.");
        }
    }

    private static string OneOf(string what, string name, IEnumerable<string> names) => names.Contains(name)
        ? name
        : throw new CausalLoomException($"There is no {what} '{name}'. There are: {string.Join(", ", names)}.");
}
