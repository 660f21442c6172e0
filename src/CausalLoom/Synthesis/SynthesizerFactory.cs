using CausalLoom.Generators;
using CausalLoom.Generators.Vae;
using CausalLoom.Mechanisms;
using CausalLoom.Mechanisms.Networks;

namespace CausalLoom.Synthesis;

/// <summary>From the names a user gave to a synthesizer. A preset is data: it fills in what the user left open.</summary>
public static class SynthesizerFactory
{
    /// <summary>The defaults, decided by measurement (docs/generators.md, docs/validation.md).</summary>
    public static SynthesisRequest Defaults { get; } = new(SequentialSynthesizer.Name, "argn", "stack", "slearner", "residual");

    /// <summary>
    /// The STEAM code's choices (`specs/steam.md` §3): synthcity's TVAE settings, linear logistic propensity, S-learner network
    /// on unscaled data, no outcome noise.
    /// </summary>
    public static SynthesisRequest SteamPaper { get; } = new(SequentialSynthesizer.Name, "tvae", "logistic", "slearner", "none", SynthesisRequest.SteamPaper);

    private static readonly string[] Methods = [SequentialSynthesizer.Name, JointSynthesizer.Name, CovariateTreatmentSynthesizer.Name];

    /// <summary>The request with every open choice filled in by its preset or the defaults.</summary>
    /// <exception cref="CausalLoomException">A name is unknown.</exception>
    public static SynthesisRequest Resolve(SynthesisRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        SynthesisRequest preset = request.Preset switch
        {
            null => Defaults,
            SynthesisRequest.SteamPaper => SteamPaper,
            _ => throw new CausalLoomException($"There is no preset '{request.Preset}'. The presets are: {SynthesisRequest.SteamPaper}."),
        };
        SynthesisRequest resolved = new(
            OneOf("method", request.Method ?? preset.Method!, Methods),
            OneOf("generator", request.Generator ?? preset.Generator!, GeneratorRegistry.Names),
            request.Propensity ?? preset.Propensity,
            OneOf("outcome model", request.OutcomeModel ?? preset.OutcomeModel!, OutcomeRegistry.Names),
            OneOf("outcome noise", request.Noise ?? preset.Noise!, ["residual", "none"]),
            request.Preset,
            request.Settings);
        _ = PropensityRegistry.Create(resolved.Propensity!);
        return OnlyWhatCounts(resolved, request);
    }

    /// <summary>Checks a request before any work is done.</summary>
    /// <param name="request">What the user asked for.</param>
    /// <param name="wantsTruth">Whether a truth file is asked for.</param>
    /// <returns>The resolved request.</returns>
    /// <exception cref="CausalLoomException">A name is unknown, flags contradict each other, or a joint model is asked for a truth.</exception>
    public static SynthesisRequest Check(SynthesisRequest request, bool wantsTruth)
    {
        SynthesisRequest resolved = Resolve(request);
        return wantsTruth && resolved.Method == JointSynthesizer.Name
            ? throw new CausalLoomException("--truth with --method joint: a joint model has no truth. Leave out --truth or use --method steam.")
            : resolved;
    }

    /// <summary>The synthesizer of a resolved request.</summary>
    /// <param name="resolved">What <see cref="Resolve"/> gave.</param>
    /// <param name="columnOrder">The order of the columns it writes, or null.</param>
    public static ISynthesizer Create(SynthesisRequest resolved, IReadOnlyList<string>? columnOrder = null)
    {
        ArgumentNullException.ThrowIfNull(resolved);
        ITabularGenerator generator = Generator(resolved);
        if (resolved.Method == JointSynthesizer.Name)
        {
            return new JointSynthesizer(generator, columnOrder);
        }

        IOutcomeLearner outcome = Outcome(resolved);
        OutcomeNoise noise = resolved.Noise == "none" ? OutcomeNoise.None : OutcomeNoise.Residual;
        return resolved.Method == CovariateTreatmentSynthesizer.Name
            ? new CovariateTreatmentSynthesizer(generator, outcome, noise, columnOrder)
            : new SequentialSynthesizer(generator, PropensityRegistry.Create(resolved.Propensity!), outcome, noise, columnOrder);
    }

    private static ITabularGenerator Generator(SynthesisRequest resolved) => resolved is { IsSteamPaper: true, Generator: "tvae" }
        ? new TvaeGenerator(TvaeOptions.SteamPaper)
        : GeneratorRegistry.Create(resolved.Generator!, resolved.Settings);

    private static IOutcomeLearner Outcome(SynthesisRequest resolved) => (resolved.IsSteamPaper, resolved.OutcomeModel) switch
    {
        (true, "slearner") => new SLearnerNetwork(BasicNetOptions.SteamPaper),
        (true, "tlearner") => new TLearnerNetwork(BasicNetOptions.SteamPaper),
        _ => OutcomeRegistry.Create(resolved.OutcomeModel!),
    };

    /// <summary>A flag that the method would ignore is refused if given and left out of the record if not.</summary>
    private static SynthesisRequest OnlyWhatCounts(SynthesisRequest resolved, SynthesisRequest asked)
    {
        if (resolved.Method == SequentialSynthesizer.Name)
        {
            return resolved;
        }

        Refuse("--propensity", asked.Propensity, resolved.Method!);
        if (resolved.Method == CovariateTreatmentSynthesizer.Name)
        {
            return resolved with { Propensity = null };
        }

        Refuse("--outcome-model", asked.OutcomeModel, resolved.Method!);
        Refuse("--outcome-noise", asked.Noise, resolved.Method!);
        return resolved with { Propensity = null, OutcomeModel = null, Noise = null };
    }

    private static void Refuse(string flag, string? value, string method)
    {
        if (value is not null)
        {
            throw new CausalLoomException($"{flag} {value} has no meaning with --method {method}: leave it out.");
        }
    }

    private static string OneOf(string what, string name, IEnumerable<string> names) => names.Contains(name)
        ? name
        : throw new CausalLoomException($"There is no {what} '{name}'. There are: {string.Join(", ", names)}.");
}
