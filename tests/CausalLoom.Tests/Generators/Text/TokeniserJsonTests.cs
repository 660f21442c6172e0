using System.Text.Json;
using System.Text.Json.Nodes;
using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Generators.Text;
using CausalLoom.Generators.Text.Checkpoints;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Generators.Text;

public sealed class TokeniserJsonTests
{
    private const string End = "<|endoftext|>", Qwen = "qwen2";

    // Written by tools/reference/tokenizer_json.py with an encoder of its own.
    private static readonly Dictionary<string, JsonElement> Fixture = TestFixture.Element("tokenizers.json").EnumerateArray()
        .ToDictionary(entry => entry.GetProperty("name").GetString()!, StringComparer.Ordinal);

    public static TheoryData<string, bool> Kinds => new(Fixture.Keys.SelectMany(name => new[] { (name, false), (name, true) }));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void PiecesAndIdsAreThoseOfAnIndependentEncoder(string name, bool pairs)
    {
        BytePairTokeniser tokeniser = Open(name, Tokeniser(name, pairs)).Tokeniser;
        foreach (JsonElement entry in Fixture[name].GetProperty("texts").EnumerateArray())
        {
            string text = entry.GetProperty("text").GetString()!;
            Assert.Equal(entry.GetProperty("pieces").EnumerateArray().Select(piece => piece.GetString()), tokeniser.Cutter.Cut(text));
            Assert.Equal(entry.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32()), tokeniser.Encode(text));
            Assert.Equal(text, tokeniser.Decode(tokeniser.Encode(text)));
        }
    }

    [Fact]
    public void ItIsReadBeforeTheTwoFilesOfGpt2()
    {
        string folder = Folder(Tokeniser(Qwen));
        File.WriteAllText(Path.Combine(folder, "vocab.json"), "{}");
        File.WriteAllText(Path.Combine(folder, "merges.txt"), "nonsense");
        Assert.Equal(Patterns(Qwen), Gpt2Checkpoint.Open(folder).Tokeniser.Cutter.Patterns);
    }

    [Fact]
    public void AddedTokensHaveTheirIdsAndAreNeverMadeOfText()
    {
        JsonObject tokeniser = Tokeniser(Qwen);
        int end = tokeniser["added_tokens"]![0]!["id"]!.GetValue<int>();
        tokeniser["added_tokens"]!.AsArray().Add(new JsonObject { ["id"] = end + 2, ["content"] = "<|im_start|>", ["special"] = true });
        Gpt2Checkpoint checkpoint = Gpt2Checkpoint.Open(Folder(tokeniser, end + 5));
        Assert.Equal(end, checkpoint.EndOfText);
        Assert.Equal("<|im_start|>", checkpoint.Tokeniser.Tokens[end + 2]);
        Assert.DoesNotContain(end, checkpoint.Tokeniser.Encode(End));
        Assert.DoesNotContain(end + 2, checkpoint.Tokeniser.Encode("<|im_start|>"));
    }

    [Fact]
    public void AModelOfItIsDrawnFromAlikeBeforeAndAfterItIsSaved()
    {
        RandomStream stream = RandomStream.Of(3);
        Table table = new([new IntegerColumn("age", [.. Enumerable.Range(0, 60).Select(_ => (long)stream.NextInt(90))]),
            new CategoricalColumn("dose", [.. Enumerable.Range(0, 60).Select(_ => stream.NextInt(2))], ["LOW's", "high 12"])]);
        GreatOptions options = new() { Epochs = 2, ValidationShare = 0, Dropout = 0 };
        ITabularModel model = new GreatGenerator(Folder(Tokeniser(Qwen)), options).Fit(table, FitContext.ForSeed(1));
        ITabularModel loaded = Catalogues.Default.LoadGenerator(model.Save());
        Assert.Equal(Patterns(Qwen), model.Save().Settings["patterns"]!.AsArray().Select(p => p!.GetValue<string>()));
        Assert.Equal(ContractTables.Cells(model.Sample(40, RandomStream.Of(1))),
            ContractTables.Cells(loaded.Sample(40, RandomStream.Of(1))));
        Assert.True(JsonNode.DeepEquals(model.Save().Settings, loaded.Save().Settings));

        // GPT-2's own pattern goes without saying: files of earlier versions have none.
        ITabularModel plain = new GreatGenerator(Folder(Tokeniser("gpt2")), options).Fit(table, FitContext.ForSeed(1));
        Assert.False(plain.Save().Settings.ContainsKey("patterns"));
    }

    [Theory]
    [InlineData("model.type", "\"Unigram\"", "model of type 'Unigram'")]
    [InlineData("model.ignore_merges", "true", "model.ignore_merges")]
    [InlineData("model.byte_fallback", "true", "model.byte_fallback")]
    [InlineData("model.end_of_word_suffix", "\"</w>\"", "model.end_of_word_suffix")]
    [InlineData("model.vocab", "[]", "no object where its model.vocab")]
    [InlineData("model.vocab", "{\"a\":0,\"b\":0}", "taken")]
    [InlineData("model.merges", "[\"a b c\"]", "no pair")]
    [InlineData("model.merges", "[[\"zz\",\"qq\"]]", "do not belong to its vocabulary")]
    [InlineData("model.merges", "[7]", "no text where its model.merges")]
    [InlineData("normalizer", "{\"type\":\"Lowercase\"}", "normalizer 'Lowercase'")]
    [InlineData("pre_tokenizer", "null", "does not end its pre_tokenizer with ByteLevel")]
    [InlineData("pre_tokenizer", "{\"type\":\"Metaspace\"}", "does not end its pre_tokenizer with ByteLevel")]
    [InlineData("pre_tokenizer", "{\"type\":\"ByteLevel\"}", "add_prefix_space")]
    [InlineData("pre_tokenizer.pretokenizers.0.type", "\"Punctuation\"", "pre_tokenizer 'Punctuation'")]
    [InlineData("pre_tokenizer.pretokenizers.0.behavior", "\"MergedWithNext\"", "behavior 'MergedWithNext'")]
    [InlineData("pre_tokenizer.pretokenizers.0.pattern", "{\"Regex\":\"(\"}", "pattern that cannot be read")]
    [InlineData("added_tokens.0.id", "0", "added token '<|endoftext|>'")]
    [InlineData("added_tokens.0.id", "-1", "added token '<|endoftext|>'")]
    public void WhatIsNotDoneHereIsRefusedInOneLine(string at, string value, string message)
    {
        JsonObject tokeniser = Tokeniser(Qwen);
        JsonNode node = tokeniser;
        string[] steps = at.Split('.');
        foreach (string step in steps[..^1])
        {
            node = node is JsonArray list ? list[int.Parse(step)]! : node[step]!;
        }

        node[steps[^1]] = JsonNode.Parse(value);
        string said = Assert.Throws<CausalLoomException>(() => Gpt2Checkpoint.Open(Folder(tokeniser))).Message;
        Assert.Contains(message, said, StringComparison.Ordinal);
        Assert.Contains("tokenizer.json", said, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', said);
    }

    private static Gpt2Checkpoint Open(string name, JsonObject tokeniser)
    {
        Gpt2Checkpoint checkpoint = Gpt2Checkpoint.Open(Folder(tokeniser));
        Assert.Equal(Patterns(name), checkpoint.Tokeniser.Cutter.Patterns);
        Assert.Equal(End, checkpoint.Tokeniser.Tokens[checkpoint.EndOfText]);
        return checkpoint;
    }

    private static string[] Patterns(string name) =>
        [.. Fixture[name].GetProperty("patterns").EnumerateArray().Select(p => p.GetString()!)];

    /// <summary>The fixture's vocabulary and merges as the tokenizers library writes them, the end of text an added token.</summary>
    /// <param name="name">Whose patterns.</param>
    /// <param name="pairs">Merges as lists of two, as newer versions write them, or as texts.</param>
    private static JsonObject Tokeniser(string name, bool pairs = true)
    {
        JsonObject vocabulary = JsonNode.Parse(File.ReadAllText(Path.Combine(TinyCheckpoint.Fixture, "vocab.json")))!.AsObject();
        int end = vocabulary[End]!.GetValue<int>();
        vocabulary.Remove(End);
        IEnumerable<string> merges = File.ReadAllLines(Path.Combine(TinyCheckpoint.Fixture, "merges.txt")).Skip(1);
        JsonObject bytes = new() { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["trim_offsets"] = false };
        JsonObject cutter = name switch
        {
            "gpt2" => bytes,
            "digits" => Sequence(new JsonObject { ["type"] = "Digits", ["individual_digits"] = true }, bytes),
            _ => Sequence(new JsonObject { ["type"] = "Split", ["pattern"] = new JsonObject { ["Regex"] = Patterns(name)[0] },
                ["behavior"] = "Isolated", ["invert"] = false }, bytes),
        };
        bytes["use_regex"] = name is "gpt2" or "digits";
        return new JsonObject
        {
            ["version"] = "1.0",
            ["added_tokens"] = new JsonArray(new JsonObject { ["id"] = end, ["content"] = End, ["special"] = true }),
            ["normalizer"] = name == Qwen ? new JsonObject { ["type"] = "NFC" } : null,
            ["pre_tokenizer"] = cutter,
            ["model"] = new JsonObject
            {
                ["type"] = "BPE",
                ["dropout"] = null,
                ["continuing_subword_prefix"] = string.Empty,
                ["byte_fallback"] = false,
                ["vocab"] = vocabulary,
                ["merges"] = new JsonArray([.. merges.Select(m => pairs ? (JsonNode)new JsonArray([.. m.Split(' ')]) : m)]),
            },
        };

        static JsonObject Sequence(params JsonObject[] steps) =>
            new() { ["type"] = "Sequence", ["pretokenizers"] = new JsonArray([.. steps]) };
    }

    private static string Folder(JsonObject tokeniser, int? vocabulary = null)
    {
        string folder = vocabulary is { } size ? TinyCheckpoint.Write(TinyCheckpoint.Temporary(), 24, 2, 1, 160, tokens: size)
            : TinyCheckpoint.Copy();
        File.Delete(Path.Combine(folder, "vocab.json"));
        File.Delete(Path.Combine(folder, "merges.txt"));
        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), tokeniser.ToJsonString());
        return folder;
    }
}
