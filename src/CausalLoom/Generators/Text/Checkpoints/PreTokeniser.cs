using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CausalLoom.Io;

namespace CausalLoom.Generators.Text.Checkpoints;

/// <summary>
/// Cuts text into the pieces within which byte pairs are merged: by patterns, one after the other; what a pattern matches and what is
/// left between two matches are pieces. Patterns see Unicode scalar values, as those who published them mean them.
/// </summary>
internal sealed class PreTokeniser
{
    /// <summary>The pattern of GPT-2 (Radford and others, 2019).</summary>
    internal const string Gpt2Pattern = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    // .NET's patterns see UTF-16: a scalar beyond its first plane is shown to them as one character of its category (in the order of
    // UnicodeCategory) that no pattern names for itself.
    private const string StandIns =
        "\u0410\u0430\u01c5\u02b0\u05d0\u0300\u0903\u0488\u0660\u2160\u00bc\u2000\u2028\u2029\u0080\u200b\ufffe\ue000"
        + "\u203f\u2010\u2045\u2046\u00ab\u00bb\u00a1\u00b1\u00a2\u00b4\u00a9\u0378";

    // Patterns come from files: one that goes back and forth for ever must not keep a run.
    private const int LongestPattern = 10_000, MostPatterns = 100;
    private static readonly TimeSpan MatchTime = TimeSpan.FromSeconds(2);

    private readonly Regex[] _patterns;

    /// <summary>A cutter by patterns.</summary>
    /// <exception cref="FormatException">A pattern cannot be read.</exception>
    internal PreTokeniser(IReadOnlyList<string> patterns)
    {
        Patterns = patterns;
        if (patterns.Count > MostPatterns || patterns.Any(pattern => pattern.Length > LongestPattern))
        {
            throw new FormatException($"has more than {MostPatterns} patterns, or one longer than {LongestPattern} characters");
        }

        try
        {
            _patterns = [.. patterns.Select(p => new Regex(p, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, MatchTime))];
        }
        catch (ArgumentException e)
        {
            throw new FormatException($"has a pattern that cannot be read: {VisibleText.Line(e.Message, 200)}", e);
        }
    }

    /// <summary>The cutter of GPT-2.</summary>
    internal static PreTokeniser Gpt2 { get; } = new([Gpt2Pattern]);

    /// <summary>The patterns, in the order in which they cut.</summary>
    internal IReadOnlyList<string> Patterns { get; }

    /// <summary>The pieces, which together are the text.</summary>
    internal IEnumerable<string> Cut(string text)
    {
        (string shown, int[]? starts) = Show(text);
        List<int> cuts = [0];
        Add(cuts, shown.Length);
        foreach (Regex pattern in _patterns)
        {
            try
            {
                cuts = CutFurther(pattern, shown, cuts);
            }
            catch (RegexMatchTimeoutException e)
            {
                throw new CausalLoomException($"The tokeniser's pattern {CellText.Show(pattern.ToString())} takes more than "
                    + $"{MatchTime.TotalSeconds:0} seconds to cut {CellText.Show(text)}: use another checkpoint.", e);
            }
        }

        return cuts.Zip(cuts.Skip(1), (from, to) => starts is null ? text[from..to] : text[starts[from]..starts[to]]);
    }

    /// <summary>Cuts before and after each match within the pieces between cuts; a pattern sees a piece as a text of its own.</summary>
    private static List<int> CutFurther(Regex pattern, string text, List<int> cuts)
    {
        List<int> further = [0];
        for (int i = 1; i < cuts.Count; i++)
        {
            int start = cuts[i - 1];
            foreach (ValueMatch match in pattern.EnumerateMatches(text.AsSpan(start..cuts[i])))
            {
                Add(further, start + match.Index);
                Add(further, start + match.Index + match.Length);
            }

            Add(further, cuts[i]);
        }

        return further;
    }

    private static void Add(List<int> cuts, int at)
    {
        if (at > cuts[^1])
        {
            cuts.Add(at);
        }
    }

    /// <summary>A text with one character a scalar value, and where each begins in the text; null where that is the text.</summary>
    private static (string Shown, int[]? Starts) Show(string text)
    {
        if (!text.Any(char.IsSurrogate))
        {
            return (text, null);
        }

        StringBuilder shown = new(text.Length);
        List<int> starts = [];
        for (int at = 0; at < text.Length;)
        {
            starts.Add(at);
            bool beyond = Rune.TryGetRuneAt(text, at, out Rune rune) && !rune.IsBmp;
            shown.Append(beyond ? StandIns[(int)Rune.GetUnicodeCategory(rune)] : text[at]);
            at += beyond ? 2 : 1;
        }

        return (shown.ToString(), [.. starts, text.Length]);
    }
}
