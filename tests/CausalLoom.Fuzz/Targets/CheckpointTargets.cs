using System.Text;
using System.Text.Json.Nodes;
using CausalLoom.Generators.Text.Checkpoints;
using CausalLoom.Models;

namespace CausalLoom.Fuzz.Targets;

/// <summary>Files of checkpoints.</summary>
internal static class CheckpointTargets
{
    private const int Vocabulary = 300;

    /// <summary>Weights.</summary>
    public static FuzzTarget SafeTensors { get; } = new("safetensors", () => [Weights()], bytes =>
    {
        using CheckpointTensors tensors = new(Scratch.File("w.safetensors", bytes));
        tensors.Read("a", [2, 3], [1], new float[3]);
        tensors.Read("b", [4], null, new float[4]);
    }) { Tokens = ["\"dtype\":\"F16\"", "\"dtype\":\"BF16\"", "\"shape\":[2,3]", "\"data_offsets\":[0,24]", "__metadata__", "\"a\":", "{}",
        "[]"] };

    /// <summary>Tokenisers, which then cut a text.</summary>
    public static FuzzTarget Tokeniser { get; } = new("tokeniser", () => [Json("""{"type":"ByteLevel","add_prefix_space":false}"""),
        Json("""
            {"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":"\\p{L}+|\\s+"},"behavior":"Isolated"},
            {"type":"ByteLevel","add_prefix_space":false,"use_regex":false}]}
            """)], bytes =>
    {
        Scratch.File(TokeniserJson.FileName, bytes);
        BytePairTokeniser tokeniser = new TokeniserJson(new CheckpointFolder(Scratch.Folder)).Read(Vocabulary);
        try
        {
            tokeniser.Decode(tokeniser.Encode("x is 1.5, aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa ab!"));
        }
        catch (FormatException)
        {
            // The vocabulary lacks a byte, which who encodes a table says of the checkpoint.
        }
    })
    {
        Tokens = ["\"type\":\"Digits\"", "\"individual_digits\":true", "\"invert\":true", "\"behavior\":\"Removed\"", "(a+)+$", "(?<=",
            "\\\\1",
            "(?i)", "[^", "{1,9999}", "\"normalizer\":{\"type\":\"NFC\"}", "\"merges\":[", "[\"a\",\"b\"]", "\"a b\"", "null",
                "\"id\":299"],
    };

    private static byte[] Weights() => Models.SafeTensors.Write(new Dictionary<string, Tensor>
    {
        ["a"] = new([1f, 2, 3, 4, 5, 6], [2, 3]), ["b"] = new([1f, 2, 3, 4], [4]),
    });

    private static byte[] Json(string cutter)
    {
        JsonObject vocabulary = [];
        for (int b = 33; b < 127; b++)
        {
            vocabulary[((char)b).ToString()] = b - 33;
        }

        (vocabulary["Ġ"], vocabulary["ab"], vocabulary["aa"]) = (94, 95, 96);
        return Encoding.UTF8.GetBytes(new JsonObject
        {
            ["added_tokens"] = new JsonArray(new JsonObject { ["id"] = 97, ["content"] = "<|endoftext|>" }),
            ["normalizer"] = null,
            ["pre_tokenizer"] = JsonNode.Parse(cutter),
            ["model"] = new JsonObject { ["type"] = "BPE", ["vocab"] = vocabulary, ["merges"] = new JsonArray("a b", "a a") },
        }.ToJsonString());
    }
}
