using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CausalLoom.Io;

namespace CausalLoom.Generators.Text.Checkpoints;

/// <summary>
/// Reads tokenizer.json, the one file of Hugging Face's tokenizers library, where it holds byte-level byte-pair encoding (GPT-2, Qwen and
/// their like): vocabulary, merges, added tokens, and the patterns that cut text. Added tokens have their ids and are never made of a
/// table's text; the normal form NFC is not applied, because a level must come back as it was written.
/// </summary>
internal sealed class TokeniserJson(CheckpointFolder folder)
{
    internal const string FileName = "tokenizer.json";

    /// <summary>Reads it.</summary>
    /// <param name="vocabulary">The number of ids.</param>
    /// <exception cref="CausalLoomException">It is odd, or asks for what is not done here.</exception>
    internal BytePairTokeniser Read(int vocabulary)
    {
        JsonObject root = folder.ReadObject(FileName);
        JsonObject model = Object(root["model"], "model");
        RequireByteLevel(root, model);
        string?[] tokens = TokeniserFiles.Tokens(folder, FileName, Object(model["vocab"], "model.vocab"), vocabulary);
        foreach (JsonNode? added in Array(root["added_tokens"], "added_tokens"))
        {
            Add(tokens, Object(added, "added_tokens"));
        }

        return TokeniserFiles.Make(folder, FileName, tokens, [.. Array(model["merges"], "model.merges").Select(Merge)], Cutter(root));
    }

    private void RequireByteLevel(JsonObject root, JsonObject model)
    {
        Require(Kind(model, "BPE") == "BPE", $"holds a model of type {CellText.Show(Kind(model, "BPE"))}; only byte-level BPE can be read");
        foreach (string key in (string[])["dropout", "continuing_subword_prefix", "end_of_word_suffix", "byte_fallback", "ignore_merges"])
        {
            bool off = model[key] is not { } set || set.GetValueKind() == JsonValueKind.False
                || (set.GetValueKind() == JsonValueKind.String && set.GetValue<string>().Length == 0);
            Require(off, $"sets model.{key}, which is not supported");
        }

        string[] normalisers = [.. Steps(root["normalizer"], "normalizer", "normalizers").Select(step => Kind(step, "unnamed"))];
        Require(normalisers.All(kind => kind == "NFC"),
            $"asks for the normalizer {CellText.Show(string.Join(", ", normalisers))}; only NFC is known");
    }

    private void Add(string?[] tokens, JsonObject added)
    {
        string content = Text(added["content"], "added_tokens");
        Require(added["id"] is JsonValue value && value.TryGetValue(out int id) && id >= 0 && id < tokens.Length
            && (tokens[id] ??= content) == content,
            $"gives the added token {CellText.Show(content)} an id that is taken or not below the {tokens.Length} of config.json");
    }

    private (string, string) Merge(JsonNode? merge) => merge switch
    {
        JsonArray { Count: 2 } pair => (Text(pair[0], "model.merges"), Text(pair[1], "model.merges")),
        _ => TokeniserFiles.Merge(folder, FileName, Text(merge, "model.merges")),
    };

    /// <summary>The patterns of the steps before the bytes; the last step turns pieces into bytes.</summary>
    private PreTokeniser Cutter(JsonObject root)
    {
        JsonObject[] steps = [.. Steps(root["pre_tokenizer"], "pre_tokenizer", "pretokenizers")];
        Require(steps.Length > 0 && Kind(steps[^1], "unnamed") == "ByteLevel", "does not end its pre_tokenizer with ByteLevel");
        Require(!Flag(steps[^1], "add_prefix_space", true), "sets add_prefix_space, which is not supported");
        try
        {
            return new PreTokeniser([.. steps.SelectMany(Pattern)]);
        }
        catch (FormatException e)
        {
            throw folder.Odd(FileName, e.Message);
        }
    }

    private string[] Pattern(JsonObject step) => Kind(step, "unnamed") switch
    {
        "ByteLevel" => Flag(step, "use_regex", true) ? [PreTokeniser.Gpt2Pattern] : [],
        "Digits" => [Flag(step, "individual_digits", false) ? @"\p{N}" : @"\p{N}+"],
        "Split" => [Split(step)],
        string other => throw folder.Odd(FileName,
            $"has the pre_tokenizer {CellText.Show(other)}; only ByteLevel, Split and Digits are known"),
    };

    // Removing what lies between matches differs from keeping it only where the pattern leaves something out, which must come back.
    private string Split(JsonObject step)
    {
        string behaviour = Text(step["behavior"], "pre_tokenizer.behavior");
        Require(behaviour == (Flag(step, "invert", false) ? "Removed" : "Isolated"),
            $"splits by the behavior {CellText.Show(behaviour)}, which is not supported");
        JsonObject pattern = Object(step["pattern"], "pre_tokenizer.pattern");
        return pattern["String"] is { } literal ? Regex.Escape(Text(literal, "pre_tokenizer.pattern"))
            : Text(pattern["Regex"], "pre_tokenizer.pattern");
    }

    /// <summary>The steps of a part that is one step, a sequence of them, or absent.</summary>
    private IEnumerable<JsonObject> Steps(JsonNode? part, string name, string list)
    {
        JsonObject[] whole = part is null ? [] : [Object(part, name)];
        return whole.SelectMany(step => Kind(step, "unnamed") == "Sequence"
            ? Array(step[list], name).SelectMany(inner => Steps(inner, name, list)) : [step]);
    }

    private string Kind(JsonObject step, string absent) => step["type"] is { } type ? Text(type, "type") : absent;

    private bool Flag(JsonObject step, string key, bool absent) => step[key]?.GetValueKind() switch
    {
        null => absent,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw folder.Odd(FileName, $"has a {key} that is neither true nor false"),
    };

    private JsonObject Object(JsonNode? node, string name) =>
        node as JsonObject ?? throw folder.Odd(FileName, $"has no object where its {name} should be");

    private JsonArray Array(JsonNode? node, string name) => node is null ? []
        : node as JsonArray ?? throw folder.Odd(FileName, $"has no list where its {name} should be");

    private string Text(JsonNode? node, string name) => node is JsonValue value && value.GetValueKind() == JsonValueKind.String
        ? value.GetValue<string>() : throw folder.Odd(FileName, $"has no text where its {name} should have one");

    private void Require(bool met, string problem)
    {
        if (!met)
        {
            throw folder.Odd(FileName, problem);
        }
    }
}
