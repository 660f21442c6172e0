using System.Globalization;

namespace CausalLoom.Io;

/// <summary>Small questions about the text of a cell, and how names are shown in one-line messages.</summary>
internal static class CellText
{
    /// <summary>Whether a text is a finite number as CSV writes one.</summary>
    public static bool IsNumber(string text) => TryNumber(text, out _);

    /// <summary>Reads a finite number.</summary>
    public static bool TryNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    /// <summary>A name or value for a message: in quotes, on one line, not too long.</summary>
    public static string Show(string text) => $"'{VisibleText.Name(text)}'";

    /// <summary>The first few of a list, and how many more there are.</summary>
    public static string List(IReadOnlyCollection<string> items, int shown = 10) => items.Count <= shown
        ? string.Join(", ", items)
        : $"{string.Join(", ", items.Take(shown))} and {items.Count - shown} more";
}
