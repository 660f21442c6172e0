using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CausalLoom.Io;

namespace CausalLoom.Models;

/// <summary>
/// Reads and writes `.loom` model files: a zip of `manifest.json` and `tensors.safetensors` (docs/files.md). The same model
/// gives the same bytes. Loading runs no code and decompresses nothing; a file that is truncated, altered, of another kind or
/// of a newer format is refused.
/// </summary>
public static class LoomArchive
{
    /// <summary>The version of the format that is written, and the newest that can be read.</summary>
    public const int FormatVersion = 1;

    private const string Format = "causalloom-model";
    private const string ManifestName = "manifest.json";
    private const string TensorsName = "tensors.safetensors";
    private const int MaxDepth = 128;
    private static readonly string[] Reserved = ["format", "format_version", "library_version", "kind", "settings", "tensors"];

    /// <summary>Writes a model, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="state">The model.</param>
    /// <param name="extras">Further members of the manifest, such as method, seed and schema.</param>
    /// <exception cref="CausalLoomException">The file cannot be written, or the model is larger than 2 GB.</exception>
    public static void Write(string path, ModelState state, JsonObject? extras = null)
    {
        List<(string, ReadOnlyMemory<byte>)> entries = Entries(state, extras);
        AtomicFile.Write(path, stream => StoredZip.Write(stream, entries));
    }

    /// <summary>Writes a model to a stream.</summary>
    public static void Write(Stream stream, ModelState state, JsonObject? extras = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        StoredZip.Write(stream, Entries(state, extras));
    }

    /// <summary>Reads a model file.</summary>
    /// <exception cref="CausalLoomException">The file cannot be read or is not a sound model file of this format.</exception>
    public static LoomFile Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        using FileStream stream = InputFile.Open(path);
        try
        {
            if (stream.CanSeek && stream.Length > Array.MaxLength)
            {
                throw new CausalLoomException($"{path} is too large to be a model file.");
            }

            using MemoryStream copy = new();
            stream.CopyTo(copy);
            return Read(copy.GetBuffer().AsMemory(0, (int)copy.Length), path);
        }
        catch (IOException e)
        {
            throw InputFile.Unreadable(path, e);
        }
    }

    /// <summary>Reads a model file's bytes.</summary>
    /// <param name="file">The bytes.</param>
    /// <param name="source">Where they are from, for messages.</param>
    /// <exception cref="CausalLoomException">The bytes are not a sound model file of this format.</exception>
    public static LoomFile Read(ReadOnlyMemory<byte> file, string source)
    {
        if (!file.Span.StartsWith("PK\u0003\u0004"u8))
        {
            throw new CausalLoomException($"{source} is not a model file (.loom).");
        }

        try
        {
            ReadOnlyMemory<byte>[] entries = StoredZip.Read(file, ManifestName, TensorsName)
                ?? throw new FormatException("it is truncated or altered, or another zip file");
            JsonObject manifest = ParseJson(entries[0].Span) as JsonObject ?? throw new FormatException("its manifest is no object");
            CheckVersion(manifest, source);
            CheckTensors(manifest, entries[1].Span);
            string kind = Text(manifest, "kind");
            JsonObject settings = manifest["settings"] as JsonObject ?? throw new FormatException("its settings are absent");
            manifest.Remove("settings");
            return new LoomFile(new ModelState(kind, settings, SafeTensors.Read(entries[1].Span)), manifest);
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            string reason = e is JsonException ? "its JSON cannot be read" : e.Message;
            throw new CausalLoomException($"{source} is not a sound model file: {reason}. Copy it again from its source, "
                + $"or fit the model again.", e);
        }
    }

    internal static CausalLoomException TooLarge() => new("The model is larger than a model file can be (2 GB).");

    /// <summary>Parses JSON strictly: no member twice, no comments, bounded depth, sound text.</summary>
    internal static JsonNode? ParseJson(ReadOnlySpan<byte> json)
    {
        JsonDocumentOptions options = new() { AllowDuplicateProperties = false, MaxDepth = MaxDepth };
        try
        {
            JsonNode? node = JsonNode.Parse(json, documentOptions: options);
            ReadTexts(node);
            return node;
        }
        catch (InvalidOperationException e)
        {
            throw new FormatException("its JSON holds text that is no Unicode", e);
        }
    }

    // Text is decoded on first use: half a surrogate pair is to be found now rather than then.
    private static void ReadTexts(JsonNode? node)
    {
        if (node is JsonObject members)
        {
            foreach ((_, JsonNode? member) in members)
            {
                ReadTexts(member);
            }
        }
        else if (node is JsonArray items)
        {
            foreach (JsonNode? item in items)
            {
                ReadTexts(item);
            }
        }
        else if (node is JsonValue value && value.GetValueKind() == JsonValueKind.String)
        {
            _ = value.GetValue<string>();
        }
    }

    private static List<(string Name, ReadOnlyMemory<byte> Bytes)> Entries(ModelState state, JsonObject? extras)
    {
        ArgumentNullException.ThrowIfNull(state);
        byte[] tensors = SafeTensors.Write(state.Tensors);
        JsonObject manifest = new()
        {
            ["format"] = Format,
            ["format_version"] = FormatVersion,
            ["library_version"] = Product.Version,
            ["kind"] = state.Kind,
        };
        foreach ((string key, JsonNode? value) in extras ?? [])
        {
            manifest[Reserved.Contains(key) ? throw new ArgumentException($"The manifest's member '{key}' is reserved.", nameof(extras))
                : key] = value?.DeepClone();
        }

        manifest["settings"] = state.Settings.DeepClone();
        manifest["tensors"] = new JsonObject
            { ["bytes"] = tensors.Length, ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(tensors)) };
        JsonSerializerOptions options = new() { WriteIndented = true, NewLine = "\n", MaxDepth = MaxDepth };
        byte[] json = Encoding.UTF8.GetBytes(manifest.ToJsonString(options) + "\n");
        List<(string, ReadOnlyMemory<byte>)> entries = [(ManifestName, json), (TensorsName, tensors)];
        return StoredZip.Length(entries) <= Array.MaxLength ? entries : throw TooLarge();
    }

    private static void CheckVersion(JsonObject manifest, string source)
    {
        if (Text(manifest, "format") != Format)
        {
            throw new FormatException("its manifest is of another format");
        }

        long version = manifest["format_version"] is JsonValue value && value.TryGetValue(out long number) ? number
            : throw new FormatException("its format version is absent");
        if (version != FormatVersion)
        {
            string written = Text(manifest, "library_version");
            string advice = version > FormatVersion ? "Use a newer version." : "Fit the model again.";
            throw new CausalLoomException(string.Create(
                CultureInfo.InvariantCulture,
                $"{source} has model format {version} (CausalLoom {CellText.Show(written)}); this version reads format "
                    + $"{FormatVersion}. {advice}"));
        }
    }

    private static void CheckTensors(JsonObject manifest, ReadOnlySpan<byte> tensors)
    {
        JsonNode? said = manifest["tensors"];
        long bytes = (said as JsonObject)?["bytes"] is JsonValue value && value.TryGetValue(out long number) ? number : -1;
        if (bytes != tensors.Length || Text(said, "sha256") != Convert.ToHexStringLower(SHA256.HashData(tensors)))
        {
            throw new FormatException("its tensors are not those of its manifest");
        }
    }

    private static string Text(JsonNode? node, string key) =>
        node is JsonObject members && members[key] is JsonValue value && value.GetValueKind() == JsonValueKind.String
        ? value.GetValue<string>()
        : throw new FormatException($"its {key} is absent");
}
