using System.Globalization;
using System.Text.Json.Nodes;
using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Io;
using CausalLoom.Mechanisms;
using CausalLoom.Sandbox;
using CausalLoom.Synthesis;

namespace CausalLoom.Methods;

/// <summary>A synthesizer as a user's words have it, resolved and checked before any data are read.</summary>
public sealed class SynthesisPlan
{
    private readonly IReadOnlyList<(string Role, string Name)> _parts;

    private SynthesisPlan(ISynthesizer synthesizer, string? preset, IReadOnlyList<(string Role, string Name)> parts,
        IReadOnlyList<(string Name, string Value)> settings) =>
        (Synthesizer, Preset, _parts, Settings) = (synthesizer, preset, parts, settings);

    /// <summary>The synthesizer.</summary>
    public ISynthesizer Synthesizer { get; }

    /// <summary>The synthesizer where it is a sandbox; or null.</summary>
    public SandboxSynthesizer? Sandbox => Synthesizer as SandboxSynthesizer;

    /// <summary>The method's name.</summary>
    public string Method => Synthesizer.Method;

    /// <summary>The preset's name, or null.</summary>
    public string? Preset { get; }

    /// <summary>What was set by name, in full and as it was understood: ("ctgan.epochs", "300").</summary>
    public IReadOnlyList<(string Name, string Value)> Settings { get; }

    /// <summary>The plan of a request.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="catalogues">Where names are looked up; null: this library's.</param>
    /// <exception cref="CausalLoomException">A name is unknown, a value out of range, or something has no meaning for the
    /// method.</exception>
    public static SynthesisPlan Of(SynthesisRequest request, Catalogues? catalogues = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        catalogues ??= Catalogues.Default;
        MethodBinding binding = Begin(request, catalogues);
        foreach ((string name, string value) in request.Options)
        {
            binding.Set(name, value);
        }

        binding.Apply(request.Settings);
        ISynthesizer made = binding.Make() is var method && method is SandboxSynthesizer sandbox
            ? sandbox with { Catalogues = catalogues } : method;
        Refuse(made, request);
        made.Check();
        return new SynthesisPlan(made, request.Preset,
            [.. made.Parts.Select(named => (named.Role, binding.Shown(named.Role) ?? named.Name))], binding.Settings);
    }

    /// <summary>The plan of a synthesizer that is there already.</summary>
    /// <exception cref="CausalLoomException">Its options do not go together.</exception>
    public static SynthesisPlan Of(ISynthesizer synthesizer)
    {
        ArgumentNullException.ThrowIfNull(synthesizer);
        synthesizer.Check();
        return new SynthesisPlan(synthesizer, null, synthesizer.Parts, []);
    }

    /// <summary>Says what is wrong with one option in itself.</summary>
    /// <param name="request">The request it belongs to, of which the method and preset count.</param>
    /// <param name="name">The option's name.</param>
    /// <param name="value">Its value.</param>
    /// <param name="catalogues">Where names are looked up.</param>
    /// <returns>The method with that option set.</returns>
    /// <exception cref="CausalLoomException">There is no such part or value, or the method has no such option.</exception>
    internal static ISynthesizer CheckOption(SynthesisRequest request, string name, string value, Catalogues catalogues)
    {
        MethodBinding binding = Begin(request, catalogues);
        binding.Set(name, value);
        return binding.Make();
    }

    /// <summary>The generator, where the method names one.</summary>
    public ITabularGenerator? Generator => RecordPath.Of(Synthesizer).FirstOrDefault(path =>
        path.Property.PropertyType == typeof(ITabularGenerator))?.Get(Synthesizer) as ITabularGenerator;

    /// <summary>How treatments are assigned, where the method has a part for it.</summary>
    public IPropensityLearner? Propensity => RecordPath.Of(Synthesizer).FirstOrDefault(path =>
        path.Property.PropertyType == typeof(IPropensityLearner))?.Get(Synthesizer) as IPropensityLearner;

    /// <summary>What was set by name as JSON, numbers as numbers; null where nothing was.</summary>
    public JsonObject? SettingsJson() => Json(Settings);

    /// <summary>Options that were set by name as JSON, numbers as numbers; null where none was.</summary>
    internal static JsonObject? Json(IReadOnlyList<(string Name, string Value)> settings) => settings.Count == 0 ? null
        : new JsonObject(settings.Select(setting => KeyValuePair.Create(setting.Name, (JsonNode?)Json(setting.Value))));

    /// <summary>The name of what the method has in a role, such as "generator"; null where it has none.</summary>
    public string? Part(string role) => _parts.FirstOrDefault(part => part.Role == role).Name;

    /// <summary>Refuses a truth where the method has none.</summary>
    /// <exception cref="CausalLoomException">It has none.</exception>
    public void RequireTruth()
    {
        if (!Synthesizer.GivesTruth)
        {
            throw new CausalLoomException($"‹truth› with ‹method {Method}›: a joint model has no truth. Leave out ‹truth› or use "
                + $"‹method {SequentialSynthesizer.Name}›.");
        }
    }

    private static MethodBinding Begin(SynthesisRequest request, Catalogues catalogues)
    {
        Preset? preset = request.Preset is { } word ? catalogues.Presets.Create(word) : null;
        string method = request.Method ?? preset?.Methods[0].Method ?? SequentialSynthesizer.Name;
        Part<ISynthesizer> part = catalogues.Methods.Find(method);
        ISynthesizer start = preset is null ? part.Create()
            : preset.Methods.FirstOrDefault(known => known.Method == method)
            ?? throw new CausalLoomException($"‹preset {request.Preset}› has no meaning with ‹method {method}›: leave one of them out.");
        return new MethodBinding(start, preset, catalogues);
    }

    private static JsonValue Json(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? JsonValue.Create(number)
        : bool.TryParse(text, out bool flag) ? JsonValue.Create(flag)
        : JsonValue.Create(text);

    // What a user named beside something that takes its meaning away.
    private static void Refuse(ISynthesizer made, SynthesisRequest request)
    {
        (string beside, IReadOnlyList<string> idle) = made.Idle;
        IEnumerable<string> given = request.Options.Select(option => option.Name);
        if ((request.Preset is null ? given : given.Append("preset")).FirstOrDefault(idle.Contains) is { } stray)
        {
            throw new CausalLoomException($"‹{stray}› has no meaning with ‹{beside}›: leave it out.");
        }
    }
}
