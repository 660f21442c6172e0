using System.Text.Json.Nodes;
using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Methods;
using CausalLoom.Models;
using CausalLoom.Synthesis;

namespace CausalLoom.Jobs;

/// <summary>A fitted synthesizer with the schema of its data and where it comes from: what a `.loom` file of any door holds.</summary>
/// <param name="Synthesizer">The fitted synthesizer.</param>
/// <param name="Schema">The schema of the data it was fitted to; null where a file does not say it: rows cannot be completed then.</param>
/// <param name="Seed">The seed of the fit; null where a file does not say it.</param>
public sealed record SavedSynthesizer(IFittedSynthesizer Synthesizer, Schema? Schema, long? Seed)
{
    /// <summary>What people call it: the file it was read from.</summary>
    public string Name { get; init; } = "The model";

    /// <summary>Gets a value indicating whether it was read from a file, which anyone may have altered.</summary>
    internal bool IsRead { get; private init; }

    /// <summary>Options that were set by name when it was fitted, and their values; empty for most.</summary>
    public IReadOnlyList<(string Name, string Value)> Settings { get; init; } = [];

    /// <summary>Writes it to a file, whole or not at all.</summary>
    /// <exception cref="CausalLoomException">The file cannot be written.</exception>
    public void Save(string path)
    {
        JsonObject provenance = [];
        if (Seed is { } seed)
        {
            provenance["seed"] = seed;
        }

        if (Schema is { } schema)
        {
            provenance["schema"] = schema.ToYaml();
        }

        if (SynthesisPlan.Json(Settings) is { } set)
        {
            provenance["set"] = set;
        }

        LoomArchive.Write(path, Synthesizer.Save(), provenance);
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="catalogues">Where the models within it are looked up; null: this library's.</param>
    /// <exception cref="CausalLoomException">The file is no model, damaged, of another version, or of no synthesizer.</exception>
    public static SavedSynthesizer Load(string path, Catalogues? catalogues = null)
    {
        LoomFile file = LoomArchive.Read(path);
        Schema? schema = file.Manifest["schema"] is JsonValue yaml && yaml.TryGetValue(out string? text) ? Schema.Parse(text, path) : null;
        long? seed = file.Manifest["seed"] is JsonValue value && value.TryGetValue(out long number) ? number : null;
        IFittedSynthesizer model = ModelDamage.Guard(path, () => (catalogues ?? Catalogues.Default).LoadSynthesizer(file.State));
        return new SavedSynthesizer(model, schema, seed) { Name = path, IsRead = true };
    }
}
