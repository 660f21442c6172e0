using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CausalLoom.Io;
using CausalLoom.Models;

namespace CausalLoom.Generators.Text.Checkpoints;

/// <summary>The folder of a checkpoint, whose files are read with one clear line where one is absent or odd.</summary>
/// <param name="path">The folder.</param>
internal sealed class CheckpointFolder(string path)
{
    private const int MaxText = 50_000_000;

    /// <summary>The path of a file in it.</summary>
    internal string PathOf(string name) => Path.Combine(path, name);

    internal bool Has(string name) => File.Exists(PathOf(name));

    /// <summary>A file's text.</summary>
    /// <exception cref="CausalLoomException">It is absent or no UTF-8.</exception>
    internal string ReadText(string name) => InputFile.ReadText(PathOf(name), MaxText);

    /// <summary>A file's JSON object.</summary>
    /// <exception cref="CausalLoomException">It is absent or holds none.</exception>
    internal JsonObject ReadObject(string name)
    {
        string text = ReadText(name);
        try
        {
            return LoomArchive.ParseJson(Encoding.UTF8.GetBytes(text)) as JsonObject ?? throw Odd(name, "is no JSON object");
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw Odd(name, "is no sound JSON");
        }
    }

    /// <summary>The error of a file that cannot be used.</summary>
    internal CausalLoomException Odd(string name, string problem) => new($"Checkpoint {CellText.Show(path)}: {name} {problem}.");
}
