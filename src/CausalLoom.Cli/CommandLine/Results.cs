using System.Text.Json;
using System.Text.Json.Nodes;
using CausalLoom.Io;

namespace CausalLoom.Cli.CommandLine;

/// <summary>Writes machine-readable results where `--json` asks for them.</summary>
public static class Results
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    /// <summary>Writes JSON to a file (whole) or, for -, to standard output; does nothing for null.</summary>
    public static void Write(JsonNode json, string? path, Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(surroundings);
        Write(json.ToJsonString(Indented) + "\n", path, surroundings);
    }

    /// <summary>Writes text likewise.</summary>
    public static void Write(string text, string? path, Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        if (path == "-")
        {
            surroundings.Documents.Write(text);
        }
        else if (path is not null)
        {
            AtomicFile.WriteText(path, surroundings.Spell(text));
        }
    }
}
