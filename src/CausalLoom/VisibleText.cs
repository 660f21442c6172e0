using System.Globalization;
using System.Text;

namespace CausalLoom;

/// <summary>
/// Text from files and servers as people are shown it: what a terminal would obey, hide or turn around (control characters, escapes,
/// marks of direction, characters without width, halves of pairs) is written as its code, and long texts are cut.
/// </summary>
public static class VisibleText
{
    /// <summary>The most characters of a message's line, whatever it quotes.</summary>
    public const int LongestLine = 2000;

    /// <summary>The most characters of a name in a table or message.</summary>
    public const int LongestName = 60;

    // What a cut line keeps of its end, where messages say what to do.
    private const double KeptOfEnd = 0.3;

    /// <summary>A text whose every character is seen. Ends of lines are kept where it is said so.</summary>
    /// <param name="text">The text.</param>
    /// <param name="keepLines">Whether it may have several lines.</param>
    public static string Of(string text, bool keepLines = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (IsPlain(text))
        {
            return text;
        }

        StringBuilder shown = new(text.Length + 16);
        for (int i = 0; i < text.Length;)
        {
            bool whole = Rune.TryGetRuneAt(text, i, out Rune rune);
            int length = whole ? rune.Utf16SequenceLength : 1;
            bool ends = keepLines && (text[i] == '\n' || (text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n'));
            if (ends || (whole && IsSeen(rune)))
            {
                shown.Append(text, i, length);
            }
            else
            {
                int code = whole ? rune.Value : text[i];
                shown.Append(CultureInfo.InvariantCulture, $"\\u{(code > char.MaxValue ? $"{{{code:x}}}" : code.ToString("x4", null))}");
            }

            i += length;
        }

        return shown.ToString();
    }

    /// <summary>A text of several lines for a screen: every character seen, no line longer than <see cref="LongestLine"/>.</summary>
    /// <param name="text">The text.</param>
    public static string Lines(string text)
    {
        string seen = Of(text, keepLines: true);
        return seen.Length <= LongestLine ? seen : string.Join('\n', seen.Split('\n').Select(line => Middle(line, LongestLine)));
    }

    /// <summary>The beginning of a text, every character seen.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">How many characters of it are shown.</param>
    public static string Short(string text, int most)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length <= most ? Of(text) : Of(text[..Cut(text, most)]) + "…";
    }

    /// <summary>A name, level or unit as tables show it: on its line, every character seen, not too long.</summary>
    /// <param name="name">The name.</param>
    public static string Name(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Short(name, LongestName);
    }

    /// <summary>A text on one line, every character seen, not longer than said; what is too long is cut in the middle.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">The most characters.</param>
    public static string Line(string text, int most = LongestLine)
    {
        ArgumentNullException.ThrowIfNull(text);

        // What is far too long is cut before it is looked at: it may be a whole file.
        string line = Of(Middle(text.Trim(), 2 * most).ReplaceLineEndings(" "));
        return Middle(line, most);
    }

    private static string Middle(string text, int most)
    {
        if (text.Length <= most)
        {
            return text;
        }

        int end = (int)(most * KeptOfEnd), tail = text.Length - end;
        tail += char.IsLowSurrogate(text[tail]) ? 1 : 0;
        return string.Concat(text.AsSpan(0, Cut(text, most - end - 3)), " … ", text.AsSpan(tail));
    }

    // A pair is not cut in two.
    private static int Cut(string text, int at) => at > 0 && char.IsHighSurrogate(text[at - 1]) ? at - 1 : at;

    private static bool IsPlain(string text)
    {
        foreach (char c in text)
        {
            if (c is < ' ' or > '~' and (not '…' and not '‹' and not '›' and not '–' and not '−'))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsSeen(Rune rune) => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
