using CausalLoom.Generators.Text.Checkpoints;
using Microsoft.ML.Tokenizers;

namespace CausalLoom.Tokenizer;

/// <summary>Our pieces for Microsoft's merges.</summary>
internal sealed class OurPieces : PreTokenizer
{
    public override IEnumerable<(int Offset, int Length)> PreTokenize(string text)
    {
        int at = 0;
        foreach (string piece in PreTokeniser.Gpt2.Cut(text))
        {
            yield return (at, piece.Length);
            at += piece.Length;
        }
    }

    public override IEnumerable<(int Offset, int Length)> PreTokenize(ReadOnlySpan<char> text) => PreTokenize(text.ToString());
}
