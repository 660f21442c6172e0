using CausalLoom.Io;

namespace CausalLoom.Data.Cells;

/// <summary>Finds the form that a column's times of day, lengths of time and amounts in parts have.</summary>
internal static class TimeForms
{
    /// <summary>Of most of some texts: half days, ISO 8601 lengths, hours and minutes.</summary>
    /// <param name="texts">The texts, each of one of these kinds.</param>
    /// <param name="refuse">Makes the refusal of a text that has no one unit with the others.</param>
    public static CellForm? OfClocks(IReadOnlyList<string> texts, Func<string, string, CausalLoomException> refuse)
    {
        List<string> halves = [.. texts.Where(HalfDayForm.Is)], iso = [.. texts.Where(IsoDurationForm.Is)];
        if (2 * halves.Count > texts.Count)
        {
            return HalfDayForm.Of(halves);
        }

        if (2 * iso.Count > texts.Count)
        {
            return IsoDurationForm.Of(iso) ?? throw refuse(iso[0], $"{CellText.Show(iso[0])} and others are lengths of time with decimals, "
                + "or with months beside days, which have no one unit. Give all as whole numbers of one unit, or leave the column out.");
        }

        List<string> plain = [.. texts.Except(halves).Except(iso)];
        bool padded = plain.TrueForAll(text => text.IndexOf(':', StringComparison.Ordinal) >= 2);
        return plain.Count == 0 ? null : PartsForm.Of((padded ? "[hh]" : "[h]") + (plain[0].Split(':').Length == 3 ? ":mm:ss" : ":mm"));
    }

    /// <summary>Of amounts in parts, each part that some cell lacks optional.</summary>
    public static PartsForm? OfAmounts(List<List<(PartsForm.PartUnit Unit, double Amount, string Between, string Name)>> split)
    {
        IEnumerable<string> parts = split.SelectMany(amounts => amounts.Select(p => p.Unit)).Distinct().OrderByDescending(unit => unit.Size)
            .Select(unit =>
            {
                var shown = split.SelectMany(amounts => amounts.Where(p => p.Unit == unit)).MaxBy(p => p.Name.Length);
                bool optional = split.Exists(amounts => !amounts.Exists(p => p.Unit == unit));
                return $"[{unit.Key}{(optional ? "?" : "")}]{shown.Between}{shown.Name}";
            });
        return PartsForm.Of(string.Concat(parts).TrimEnd());
    }
}
