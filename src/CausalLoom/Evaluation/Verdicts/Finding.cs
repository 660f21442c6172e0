namespace CausalLoom.Evaluation.Verdicts;

/// <summary>One thing that a verdict rests on: how bad it is, what was seen, and what to change.</summary>
internal readonly record struct Finding(VerdictLevel Level, string Text)
{
    /// <summary>Fail below the first limit, caution below the second, nothing otherwise.</summary>
    public static Finding? Below(double value, double fail, double caution, string text) =>
        value < fail ? new Finding(VerdictLevel.Fail, text) : value < caution ? new Finding(VerdictLevel.Caution, text) : null;

    /// <summary>Fail above the first limit, caution above the second, nothing otherwise.</summary>
    public static Finding? Above(double value, double fail, double caution, string text) => Below(-value, -fail, -caution, text);

    /// <summary>The verdict of the worst findings: their texts, or the praise where there are none.</summary>
    public static Verdict Conclude(string desideratum, IEnumerable<Finding?> findings, string praise, string remedy,
        string? onCaution = null)
    {
        Finding[] found = [.. findings.OfType<Finding>()];
        if (found.Length == 0)
        {
            return new Verdict(desideratum, VerdictLevel.Pass, praise);
        }

        VerdictLevel worst = found.Max(f => f.Level);
        string text = string.Join("; ", found.Where(f => f.Level == worst).Select(f => f.Text));
        return new Verdict(desideratum, worst,
            $"{char.ToUpperInvariant(text[0])}{text[1..]}. {(worst == VerdictLevel.Caution ? onCaution ?? remedy : remedy)}");
    }
}
