using System.Globalization;
using System.Text.RegularExpressions;
using CausalLoom.Io;

namespace CausalLoom.Data.Cells;

/// <summary>What a cell says that is neither a plain number nor missing.</summary>
internal enum OddKind
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>A code for a missing value.</summary>
    MissingCode,

    /// <summary>A number in another dress.</summary>
    Number,

    /// <summary>A measurement beyond a limit.</summary>
    Limit,

    /// <summary>A time of day or a length of time with colons, or as ISO 8601 has it.</summary>
    Clock,

    /// <summary>An amount in named parts, such as a length of time.</summary>
    Duration,

    /// <summary>Two numbers with a slash or another sign between.</summary>
    Pair,
}

/// <summary>A cell that is neither a plain number nor missing, taken apart.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Text">Its text without outer spaces.</param>
/// <param name="Rows">In how many rows it is.</param>
/// <param name="Kind">What it is.</param>
internal sealed partial record OddCell(int Entry, string Text, int Rows, OddKind Kind)
{
    /// <summary>Gets the number of a <see cref="OddKind.Number"/>.</summary>
    public NumberText Number { get; private init; }

    /// <summary>Gets the limit of a <see cref="OddKind.Limit"/>; null for a word such as `trace`.</summary>
    public CellLimit? Limit { get; private init; }

    /// <summary>Gets both numbers of a <see cref="OddKind.Pair"/>, what is between them and after them.</summary>
    public (double First, double Second, string Between, string After, int FirstDecimals, int SecondDecimals) Pair { get; private init; }

    /// <summary>Gets the option that makes it a missing value; a text that is too long to be meant so is not repeated.</summary>
    public string AsMissing => Text.Length <= VisibleText.LongestName ? $"‹missing {Text}›" : "‹missing›";

    /// <summary>Takes a cell apart.</summary>
    public static OddCell Of(int entry, string text, int rows, char? point)
    {
        text = text.Trim();
        if (MissingCodes.Contains(text))
        {
            return new OddCell(entry, text, rows, OddKind.MissingCode);
        }

        if (CellLimit.Parse(text) is { } limit)
        {
            return new OddCell(entry, text, rows, OddKind.Limit) { Limit = limit };
        }

        if (text.Equals("trace", StringComparison.OrdinalIgnoreCase) || text.Equals("traces", StringComparison.OrdinalIgnoreCase)
            || text.Equals("tr", StringComparison.OrdinalIgnoreCase))
        {
            return new OddCell(entry, text, rows, OddKind.Limit);
        }

        if (PairOf(text) is { } pair)
        {
            return new OddCell(entry, text, rows, OddKind.Pair) { Pair = pair };
        }

        if (NumberText.TryParse(text, point, out NumberText number))
        {
            bool parts = PartsForm.Split(text) is { Count: > 1 };
            return new OddCell(entry, text, rows, parts ? OddKind.Duration : OddKind.Number) { Number = number };
        }

        return PartsForm.Split(text) is not null ? new OddCell(entry, text, rows, OddKind.Duration)
            : IsClock(text) || HalfDayForm.Is(text) || IsoDurationForm.Is(text) ? new OddCell(entry, text, rows, OddKind.Clock)
            : new OddCell(entry, text, rows, OddKind.Text);
    }

    private static bool IsClock(string text)
    {
        string[] parts = text.Split(':');
        return parts.Length is 2 or 3 && parts[0].Length is >= 1 and <= 3
            && Array.TrueForAll(parts, p => p.Length > 0 && p.All(char.IsAsciiDigit))
            && parts.Skip(1).All(p => p.Length == 2 && p[0] <= '5');
    }

    private static (double First, double Second, string Between, string After, int FirstDecimals, int SecondDecimals)? PairOf(string text)
    {
        Match match = TwoNumbers().Match(text);
        return match.Success && Plain(match.Groups["a"].Value, out double first, out int a)
            && Plain(match.Groups["b"].Value, out double second, out int b)
            ? (first, second, match.Groups["between"].Value, match.Groups["after"].Value, a, b) : null;
    }

    private static bool Plain(string text, out double number, out int decimals)
    {
        int point = text.IndexOf('.', StringComparison.Ordinal);
        decimals = point < 0 ? 0 : text.Length - point - 1;
        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);
    }

    // 120/80 mmHg, 38+4, 12.1 ± 3.4, 23x15 mm; not 5 x 10^3, a power.
    [GeneratedRegex(@"^(?<a>\d+(\.\d+)?)(?<between> *[/+±|*x×] *)(?<b>\d+(\.\d+)?)(?<after>( ?[A-Za-zµ%°][A-Za-z0-9µ%°/²³.]*)?)$")]
    private static partial Regex TwoNumbers();
}
