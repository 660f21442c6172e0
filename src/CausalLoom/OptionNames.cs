using System.Text.RegularExpressions;

namespace CausalLoom;

/// <summary>
/// Names of options in texts for people: messages, warnings, verdicts. The library writes ‹holdout› or, with a value, ‹method steam›, and
/// each door spells it its own way at its outlet: <c>--method steam</c> on the command line, <c>method: steam</c> in a study file. The
/// names are those of the command line without dashes; a property of an options record has the same name in its own case (DcrFilter
/// is ‹dcr-filter›).
/// </summary>
public static partial class OptionNames
{
    /// <summary>The text with its options spelt.</summary>
    /// <param name="text">A text, also one that is part of JSON, where the two marks may be escaped.</param>
    /// <param name="spelling">What the door writes for a name, a value (empty where there is none) and the text of both with its
    /// marks.</param>
    public static string Spell(string text, Func<string, string, string, string> spelling)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(spelling);
        return Mention().Replace(text, found => spelling(found.Groups["name"].Value, found.Groups["value"].Value, found.Value));
    }

    /// <summary>The names of the options that a text mentions, in its order.</summary>
    public static IReadOnlyList<string> In(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [.. Mention().Matches(text).Select(found => found.Groups["name"].Value)];
    }

    // A value may be anything but a mark; in JSON a mark is itself or \u2039 and \u203A.
    [GeneratedRegex(@"(?:‹|\\u2039)(?<name>[a-z][a-z0-9-]*)(?: (?<value>(?:(?!›|\\u203A).)*))?(?:›|\\u203A)", RegexOptions.Singleline)]
    private static partial Regex Mention();
}
