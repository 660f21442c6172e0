using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Models;
using CausalLoom.Sandbox;
using CausalLoom.Synthesis;

namespace CausalLoom.Cli.CommandLine;

/// <summary>Writing and reading `.loom` files with the schema they were fitted under.</summary>
public static class SavedModel
{
    /// <summary>Writes a fitted synthesizer; does nothing for a null path.</summary>
    public static void Write(string? path, IFittedSynthesizer fitted, Schema schema, long seed)
    {
        ArgumentNullException.ThrowIfNull(fitted);
        ArgumentNullException.ThrowIfNull(schema);
        if (path is null)
        {
            return;
        }

        ModelState state = fitted.Save();
        LoomArchive.Write(path, state, new JsonObject { ["seed"] = seed, ["schema"] = schema.ToYaml() });
    }

    /// <summary>Reads a fitted synthesizer.</summary>
    /// <exception cref="CausalLoomException">The file is no model, damaged, or of another version.</exception>
    public static IFittedSynthesizer Read(string path) => ReadWithSchema(path).Fitted;

    /// <summary>Reads a fitted synthesizer and the schema of the data it was fitted to.</summary>
    /// <exception cref="CausalLoomException">The file is no model, damaged, or of another version.</exception>
    public static (IFittedSynthesizer Fitted, Schema Schema) ReadWithSchema(string path)
    {
        LoomFile file = LoomArchive.Read(path);
        string yaml = file.Manifest["schema"] is JsonValue value && value.TryGetValue(out string? text) ? text
            : throw new CausalLoomException($"{path} does not say what its columns are. Fit the model again.");
        return (SavedSource.Load(file.State), Schema.Parse(yaml, path));
    }
}
