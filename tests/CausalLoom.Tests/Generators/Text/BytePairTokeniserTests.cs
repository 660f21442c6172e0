using System.Text;
using System.Text.Json;
using CausalLoom.Generators.Text.Checkpoints;

namespace CausalLoom.Tests.Generators.Text;

public sealed class BytePairTokeniserTests
{
    private static readonly BytePairTokeniser Tiny = Gpt2Checkpoint.Open(TinyCheckpoint.Fixture).Tokeniser;

    [Fact]
    public void IdsAreThoseOfAnIndependentEncoder()
    {
        // Written by tools/reference/gpt2.py with an encoder of its own.
        using JsonDocument fixture = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "great.json")));
        foreach (JsonElement entry in fixture.RootElement.GetProperty("texts").EnumerateArray())
        {
            string text = entry.GetProperty("text").GetString()!;
            Assert.Equal(entry.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32()), Tiny.Encode(text));
            Assert.Equal(text, Tiny.Decode(Tiny.Encode(text)));
        }
    }

    [Fact]
    public void EveryByteComesBack()
    {
        for (int b = 0; b < 256; b++)
        {
            Assert.Equal((byte)b, Assert.Single(ByteAlphabet.Decode(ByteAlphabet.Of((byte)b).ToString())!));
        }

        // Every scalar value of the first planes, in runs, so that all lead and continuation bytes occur.
        StringBuilder all = new();
        for (int scalar = 0; scalar < 0x11000; scalar += scalar < 0x800 ? 1 : 37)
        {
            if (Rune.IsValid(scalar))
            {
                all.Append(new Rune(scalar));
            }
        }

        string text = all.ToString();
        Assert.Equal(text, Tiny.Decode(Tiny.Encode(text)));
        Assert.Equal(text, string.Concat(PreTokeniser.Gpt2.Cut(text)));
    }

    [Theory]
    [InlineData("Age is 24, Sex is male", "Age| is| 24|,| Sex| is| male")]
    [InlineData("it's we'll 'tis", "it|'s| we|'ll| '|tis")]
    [InlineData("a  b   c ", "a| | b|  | c| ")]
    [InlineData("x\n\n y", "x|\n\n| y")]
    [InlineData(" 12ab-_", " 12|ab|-_")]
    public void TextIsCutAsByThePatternOfGpt2(string text, string pieces) =>
        Assert.Equal(pieces.Split('|'), PreTokeniser.Gpt2.Cut(text));

    [Fact]
    public void APartEncodesItsTextsAsTheWholeDoes()
    {
        string[] texts = ["bmi is", " bmi is", " 31.4", " smoker", " constant", " None"];
        BytePairTokeniser part = Tiny.Restrict(texts, [Tiny.Tokens.Count - 1], " -.,0123456789", out int[] kept);
        Assert.True(kept.Length < 80, $"{kept.Length} tokens kept");
        Assert.Equal("<|endoftext|>", part.Tokens[^1]);
        foreach (string text in texts)
        {
            Assert.Equal(Tiny.Encode(text), part.Encode(text).Select(id => kept[id]));
        }

        Assert.Equal(" 9075.286", part.Decode(part.Encode(" 9075.286")));
        Assert.Throws<FormatException>(() => part.Encode("Zebra"));
    }
}
