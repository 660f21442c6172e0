using System.Text.Json.Nodes;
using CausalLoom.Io;

namespace CausalLoom.Generators.Text.Checkpoints;

/// <summary>
/// Reads a checkpoint's byte-level tokeniser: tokenizer.json where there is one (it says all), otherwise vocab.json and merges.txt with
/// GPT-2's pattern.
/// </summary>
internal static class TokeniserFiles
{
    private const string VocabularyFile = "vocab.json", MergesFile = "merges.txt";

    /// <summary>Reads it.</summary>
    /// <param name="folder">The checkpoint's folder.</param>
    /// <param name="vocabulary">The number of ids; those that no token has pad the embedding and are never used.</param>
    /// <exception cref="CausalLoomException">A file is absent, odd, or of a tokeniser of another kind.</exception>
    internal static BytePairTokeniser Read(CheckpointFolder folder, int vocabulary) => folder.Has(TokeniserJson.FileName)
        ? new TokeniserJson(folder).Read(vocabulary)
        : Make(folder, MergesFile, Tokens(folder, VocabularyFile, folder.ReadObject(VocabularyFile), vocabulary), Merges(folder),
            PreTokeniser.Gpt2);

    /// <summary>The tokens by id, null where there is none.</summary>
    internal static string?[] Tokens(CheckpointFolder folder, string file, JsonObject ids, int vocabulary)
    {
        string?[] tokens = new string?[vocabulary];
        foreach ((string token, JsonNode? node) in ids)
        {
            if (node is not JsonValue value || !value.TryGetValue(out int id) || id < 0 || id >= vocabulary || tokens[id] is not null)
            {
                throw folder.Odd(file, $"gives {CellText.Show(token)} an id that is taken or not below the {vocabulary} of config.json");
            }

            tokens[id] = token;
        }

        return tokens;
    }

    /// <summary>A merge as it is written, its two sides apart.</summary>
    internal static (string Left, string Right) Merge(CheckpointFolder folder, string file, string written) =>
        written.Split(' ') is [var left, var right] ? (left, right)
        : throw folder.Odd(file, $"has the merge {CellText.Show(written)}, which is no pair");

    internal static BytePairTokeniser Make(CheckpointFolder folder, string file, string?[] tokens, List<(string, string)> merges,
        PreTokeniser cutter)
    {
        try
        {
            return new BytePairTokeniser([.. tokens.Select(t => t ?? string.Empty)], merges, cutter);
        }
        catch (FormatException e)
        {
            throw folder.Odd(file, $"has merges that do not belong to its vocabulary: {e.Message}");
        }
    }

    private static List<(string, string)> Merges(CheckpointFolder folder)
    {
        List<(string, string)> merges = [];
        foreach (string line in folder.ReadText(MergesFile).Split('\n'))
        {
            string merge = line.TrimEnd('\r');
            if (merge.Length > 0 && (merges.Count > 0 || !merge.StartsWith("#version", StringComparison.Ordinal)))
            {
                merges.Add(Merge(folder, MergesFile, merge));
            }
        }

        return merges;
    }
}
