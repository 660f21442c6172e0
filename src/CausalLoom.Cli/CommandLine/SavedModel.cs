using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Models;
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
    public static IFittedSynthesizer Read(string path) => SynthesizerRegistry.Load(LoomArchive.Read(path).State);
}
