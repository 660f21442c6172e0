using System.Globalization;

namespace CausalLoom.Data.Cells;

/// <summary>A limit of measurement.</summary>
/// <param name="Text">How a cell beyond it is written.</param>
/// <param name="Limit">The limit.</param>
/// <param name="IsLower">Whether numbers below it are meant, or above.</param>
/// <param name="Inclusive">Whether the limit itself is.</param>
/// <param name="Inside">The number that stands for a cell beyond it.</param>
internal sealed record CellLimit(string Text, double Limit, bool IsLower, bool Inclusive, double Inside)
{
    /// <summary>Gets the text as a pattern has it: with its limit where the text does not say it.</summary>
    public string Pattern => Parse(Text) is null ? string.Create(CultureInfo.InvariantCulture, $"{Text}={Limit:R}")
        : Inside == Standing(Limit, IsLower, Inclusive) ? Text : string.Create(CultureInfo.InvariantCulture, $"{Text}={Inside:R}");

    /// <summary>The limit of a pattern; null where it is none.</summary>
    public static CellLimit? Of(string pattern)
    {
        int equal = pattern.LastIndexOf('=');
        bool given = equal > 1 && double.TryParse(pattern.AsSpan(equal + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out _);
        string text = given ? pattern[..equal] : pattern;
        double number = given ? double.Parse(pattern.AsSpan(equal + 1), CultureInfo.InvariantCulture) : double.NaN;
        return Parse(text) is { } limit ? given ? limit with { Inside = number } : limit
            : given ? OfWord(text, number) : null;
    }

    /// <summary>The limit of a word such as `trace`: below a number.</summary>
    /// <param name="word">The word.</param>
    /// <param name="below">The smallest number that is not beyond it.</param>
    public static CellLimit OfWord(string word, double below) => new(word, below, true, false, Standing(below, true, false));

    /// <summary>Reads `&lt;0.5`, `≤ 3`, `&gt;=100 mg/L`, `90+`; null where a text is no limit.</summary>
    public static CellLimit? Parse(string text)
    {
        int at = 0;
        bool lower = false, inclusive = false;
        if (text.StartsWith("<=", StringComparison.Ordinal) || text.StartsWith(">=", StringComparison.Ordinal)
            || text.StartsWith("=<", StringComparison.Ordinal) || text.StartsWith("=>", StringComparison.Ordinal))
        {
            (at, inclusive, lower) = (2, true, text.AsSpan(0, 2).Contains('<'));
        }
        else if (text.Length > 1 && text[0] is '<' or '>' or '≤' or '≥' or '⩽' or '⩾')
        {
            (at, inclusive, lower) = (1, text[0] is not ('<' or '>'), text[0] is '<' or '≤' or '⩽');
        }
        else if (text.Length > 1 && text[^1] == '+' && text.AsSpan(0, text.Length - 1).IndexOfAnyExceptInRange('0', '9') < 0)
        {
            double from = double.Parse(text.AsSpan(0, text.Length - 1), CultureInfo.InvariantCulture);
            return new CellLimit(text, from, false, true, from);
        }

        if (at == 0 || !NumberText.TryParse(text[at..].Trim(), '.', out NumberText number))
        {
            return null;
        }

        return new CellLimit(text, number.Number, lower, inclusive, Standing(number.Number, lower, inclusive, number.Printed));
    }

    /// <summary>Whether a number is written as this limit.</summary>
    public bool Covers(double number) => IsLower ? Inclusive ? number <= Limit : number < Limit : Inclusive ? number >= Limit
        : number > Limit;

    // Half the limit, or beyond it by its own size where it is not positive; above, one more of its last digit.
    private static double Standing(double limit, bool lower, bool inclusive, int decimals = 0) => inclusive ? limit
        : !lower ? limit + Math.Pow(10, -decimals)
        : limit > 0 ? limit / 2 : limit < 0 ? limit * 1.5 : -1;
}
