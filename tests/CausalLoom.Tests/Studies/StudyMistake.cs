using CausalLoom.Studies;

namespace CausalLoom.Tests.Studies;

/// <summary>A mistake put into a study file that is right.</summary>
internal static class StudyMistake
{
    /// <summary>Holds that it is refused in one line, with its place.</summary>
    public static void IsOneLine(string good, string right, string wrong, int line, int column, string expected)
    {
        string yaml = good.Replace("\r\n", "\n", StringComparison.Ordinal).Replace(right, wrong, StringComparison.Ordinal);
        CausalLoomException e = Assert.Throws<CausalLoomException>(() => StudyFile.Parse(yaml, "s.yaml"));
        Assert.StartsWith(FormattableString.Invariant($"s.yaml, line {line}, column {column}: "), e.Message, StringComparison.Ordinal);
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }
}
