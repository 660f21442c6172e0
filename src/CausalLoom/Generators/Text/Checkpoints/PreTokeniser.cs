using System.Globalization;
using System.Text;

namespace CausalLoom.Generators.Text.Checkpoints;

/// <summary>
/// Cuts text into the pieces within which byte pairs are merged, as GPT-2's pattern does:
/// <c>'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+</c>, by Unicode scalar values.
/// </summary>
internal static class PreTokeniser
{
    private static readonly string[] Contractions = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"];

    private enum Kind
    {
        Space,
        Letter,
        Number,
        Other,
    }

    /// <summary>The pieces, which together are the text.</summary>
    internal static IEnumerable<string> Cut(string text)
    {
        for (int at = 0; at < text.Length;)
        {
            int end = End(text, at);
            yield return text[at..end];
            at = end;
        }
    }

    private static int End(string text, int at)
    {
        foreach (string contraction in Contractions)
        {
            if (string.CompareOrdinal(text, at, contraction, 0, contraction.Length) == 0)
            {
                return at + contraction.Length;
            }
        }

        // One ordinary space may lead a run that is not white space.
        int start = text[at] == ' ' && at + 1 < text.Length && KindAt(text, at + 1, out _) != Kind.Space ? at + 1 : at;
        Kind kind = KindAt(text, start, out _);
        int end = start, last = start;
        while (end < text.Length && KindAt(text, end, out int length) == kind)
        {
            last = end;
            end += length;
        }

        // A run of white space before something else leaves its last character to what follows.
        return kind == Kind.Space && end < text.Length && last > at ? last : end;
    }

    private static Kind KindAt(string text, int at, out int length)
    {
        if (!Rune.TryGetRuneAt(text, at, out Rune rune))
        {
            length = 1;
            return Kind.Other;
        }

        length = rune.Utf16SequenceLength;
        return Rune.IsWhiteSpace(rune) ? Kind.Space : Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter => Kind.Letter,
            UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => Kind.Number,
            _ => Kind.Other,
        };
    }
}
