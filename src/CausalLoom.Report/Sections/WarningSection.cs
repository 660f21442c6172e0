using CausalLoom.Report.Html;

namespace CausalLoom.Report.Sections;

/// <summary>What a reader must know before the figures.</summary>
internal static class WarningSection
{
    /// <summary>A list, each warning once; nothing where there is none.</summary>
    public static Markup Of(IEnumerable<string> warnings)
    {
        string[] all = [.. warnings.Distinct(StringComparer.Ordinal)];
        return all.Length == 0 ? Markup.Empty : Markup.Of($"<section id=\"warnings\"><h2>What to know first</h2><ul>"
            + $"{all.Select(w => Markup.Of($"<li>{w}</li>\n"))}</ul></section>\n");
    }
}
