using CausalLoom.Io;

namespace CausalLoom.Data;

/// <summary>
/// Which of two levels comes first: the smaller number; of texts, the one that says control, or not treated, no, false; failing
/// that, the first in ordinal order. The second is the treated arm of a treatment and the event of an outcome.
/// </summary>
internal static class LevelOrder
{
    private static readonly HashSet<string> First = new(StringComparer.OrdinalIgnoreCase)
    {
        "0", "false", "f", "no", "n", "none", "off", "control", "controls", "ctrl", "placebo", "untreated", "unexposed", "not treated",
        "standard", "standard care", "standard of care", "usual care", "reference", "baseline", "comparator", "obs", "observation", "never",
            "absent", "negative", "alive", "not exposed",
    };

    private static readonly HashSet<string> Second = new(StringComparer.OrdinalIgnoreCase)
    {
        "1", "true", "t", "yes", "y", "on", "treated", "treatment", "treat", "intervention", "active", "drug", "exposed", "experimental",
            "present", "positive", "dead", "died", "case",
    };

    /// <summary>The two levels in order; the same array where they are already.</summary>
    public static string[] Of(string[] levels)
    {
        if (levels.Length != 2)
        {
            return levels;
        }

        (string a, string b) = (levels[0].Trim(), levels[1].Trim());
        bool swap;
        if (CellText.TryNumber(a, out double x) && CellText.TryNumber(b, out double y))
        {
            swap = x > y;
        }
        else
        {
            int lead = Rank(a) - Rank(b);
            swap = lead == 0 ? string.CompareOrdinal(levels[0], levels[1]) > 0 : lead > 0;
        }

        return swap ? [levels[1], levels[0]] : levels;
    }

    private static int Rank(string level) => First.Contains(level) ? -1 : Second.Contains(level) ? 1 : 0;
}
