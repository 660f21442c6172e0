using System.Text.RegularExpressions;

namespace CausalLoom.Data.Cells;

/// <summary>Finds the date form that all texts of a column have.</summary>
internal static partial class DateForms
{
    private const int Sample = 200;

    private static readonly string[] Days =
    [
        "yyyy-MM-dd", "yyyy/MM/dd", "yyyy.MM.dd", "yyyy-M-d", "yyyy/M/d", "ddMONyyyy", "dd-MON-yyyy", "dd MON yyyy", "dMONyyyy",
            "d-MON-yyyy",
        "d MON yyyy", "MON d, yyyy", "MON dd, yyyy", "d MONTH yyyy", "MONTH d, yyyy", "yyyy-MON-dd", "MON yyyy", "MON-yyyy", "yyyy-MM",
        "dd.MM.yyyy", "d.M.yyyy",
    ];

    private static readonly (string DayFirst, string MonthFirst)[] Ambiguous =
    [
        ("dd/MM/yyyy", "MM/dd/yyyy"), ("d/M/yyyy", "M/d/yyyy"), ("dd-MM-yyyy", "MM-dd-yyyy"), ("d-M-yyyy", "M-d-yyyy"),
    ];

    private static readonly string[] Times = ["", " HH:mm", " HH:mm:ss", "THH:mm", "THH:mm:ss", " H:mm", " H:mm:ss", "THH:mm:ss.fff",
        " HH:mm:ss.fff", "THH:mmZ", "THH:mm:ssZ", "THH:mm:ss.fffZ", ":HH:mm:ss", ":HH:mm", " hh:mm AM", " h:mm AM",
        " hh:mm:ss AM", " h:mm:ss AM", " h:mmAM"];

    private static readonly string[] TwoDigits = ["dd-MON-yy", "d-MON-yy", "ddMONyy", "dMONyy", "dd MON yy", "d MON yy", "MON-yy",
        "MON d, yy",
        "dd/MM/yy", "MM/dd/yy", "d/M/yy", "M/d/yy", "dd.MM.yy", "d.M.yy", "dd-MM-yy", "MM-dd-yy", "yy-MM-dd"];

    /// <summary>The form that most of the texts have; null where less than four in five have one. The first that is tried wins.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="other">Another form that fits as many and gives other days; null: there is none.</param>
    public static DateForm? Of(IReadOnlyList<string> texts, out DateForm? other)
    {
        List<string> sample = [.. texts.Where((_, i) => i % Math.Max(1, texts.Count / Sample) == 0)];
        DateForm? best = null, swap = null;
        int most = (4 * sample.Count / 5) - 1;
        foreach (string time in Times.Concat(Offset(texts[0])))
        {
            foreach (string day in Days)
            {
                Try(day + time, null);
            }

            foreach ((string dayFirst, string monthFirst) in Ambiguous)
            {
                Try(dayFirst + time, monthFirst + time);
            }
        }

        // Both orders of day and month must be tried on all texts: a sample may hold no day after the 12th.
        if (best is not null && swap is not null)
        {
            int days = Fits(best, texts), months = Fits(swap, texts);
            (best, swap) = days > months ? (best, null) : months > days ? (swap, null) : (best, swap);
        }

        other = swap;
        return best;

        void Try(string pattern, string? swapped)
        {
            DateForm form = Cased(pattern, texts[0]);
            DateForm? second = swapped is null ? null : Cased(swapped, texts[0]);
            int fits = Fits(form, sample), too = second is null ? 0 : Fits(second, sample);
            if (Math.Max(fits, too) > most)
            {
                most = Math.Max(fits, too);
                (best, swap) = fits >= too ? (form, fits == too && second is not null ? second : null) : (second, null);
            }
        }
    }

    /// <summary>The form of dates whose years have two digits; null where less than nineteen in twenty texts have one.</summary>
    public static DateForm? OfTwoDigits(IReadOnlyList<string> texts)
    {
        List<string> sample = [.. texts.Where((_, i) => i % Math.Max(1, texts.Count / Sample) == 0)];
        return TwoDigits.SelectMany(day => Times.Select(time => Cased(day + time, texts[0])))
            .FirstOrDefault(form => Fits(form, sample) >= 0.95 * sample.Count);
    }

    // Times with the offset that the first text has: it is the same in all, or they do not fit.
    private static IEnumerable<string> Offset(string text) => ZoneOffset().Match(text) is { Success: true } match
        ? ((string[])["THH:mm", "THH:mm:ss", "THH:mm:ss.fff", " HH:mm", " HH:mm:ss"]).Select(time => time + match.Value) : [];

    [GeneratedRegex(@"(?<=:\d\d(\.\d{3})?) ?[+-]\d\d:?\d\d$")]
    private static partial Regex ZoneOffset();

    /// <summary>The form of dates without anything between, such as 20150301: eight digits, years 1900 to 2100.</summary>
    public static DateForm? OfDigits(IEnumerable<CellValue> values)
    {
        DateForm form = DateForm.Of("yyyyMMdd")!;
        HashSet<double> distinct = [];
        foreach (CellValue value in values)
        {
            if (value.Kind == CellKind.Missing)
            {
                continue;
            }

            if (value.Kind != CellKind.Whole || value.Number is < 19000101 or > 21001231
                || !form.TryRead(((int)value.Number).ToString(System.Globalization.CultureInfo.InvariantCulture), out _))
            {
                return null;
            }

            distinct.Add(value.Number);
        }

        return distinct.Count > 2 ? form : null;
    }

    private static int Fits(DateForm form, IReadOnlyList<string> texts)
    {
        int fits = 0;
        foreach (string text in texts)
        {
            fits += form.TryRead(text, out _) ? 1 : 0;
        }

        return fits;
    }

    // Upper-case months are what most have: the case of the first text is kept.
    private static DateForm Cased(string pattern, string text)
    {
        if (pattern.Contains("MON", StringComparison.Ordinal) && !pattern.Contains("MONTH", StringComparison.Ordinal))
        {
            string letters = new([.. text.Where(char.IsAsciiLetter).Take(3)]);
            pattern = letters.Length < 3 || char.IsUpper(letters[1]) ? pattern
                : pattern.Replace("MON", char.IsUpper(letters[0]) ? "Mon" : "mon", StringComparison.Ordinal);
        }

        return DateForm.Of(pattern)!;
    }
}
