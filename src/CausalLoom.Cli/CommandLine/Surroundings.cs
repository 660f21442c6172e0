namespace CausalLoom.Cli.CommandLine;

/// <summary>
/// What a verb may use of the outside: writers, which spell options and show what text from files and servers would hide, the arguments as
/// given, and a note of the step it is at.
/// </summary>
public sealed class Surroundings
{
    private OptionSpelling? _spelling;

    /// <summary>The surroundings of one command line.</summary>
    /// <param name="output">Where results go.</param>
    /// <param name="error">Where everything else goes.</param>
    /// <param name="arguments">The arguments after `causalloom`.</param>
    /// <param name="after">Where is said what the published files are; null: at once.</param>
    public Surroundings(TextWriter output, TextWriter error, IReadOnlyList<string> arguments, TextWriter? after = null) =>
        (Output, Documents, Error, Arguments, After) = (new SpeltWriter(output, Shown), new SpeltWriter(output, Spell),
            new SpeltWriter(error, Shown), arguments, new SpeltWriter(after ?? error, Shown));

    /// <summary>Where results go that people read.</summary>
    public TextWriter Output { get; }

    /// <summary>Where results go that programs read, every character as it is; the same place.</summary>
    public TextWriter Documents { get; }

    /// <summary>Where everything else goes.</summary>
    public TextWriter Error { get; }

    /// <summary>Where is said what is true only once the files are published; like <see cref="Error"/> where nothing holds it.</summary>
    public TextWriter After { get; }

    /// <summary>The arguments after `causalloom`, for the report's "what was run".</summary>
    public IReadOnlyList<string> Arguments { get; }

    /// <summary>Says which options there are.</summary>
    public void Know(OptionSpelling spelling) => _spelling = spelling;

    /// <summary>A text with its options spelt.</summary>
    public string Spell(string text) => _spelling?.Spell(text) ?? text;

    private string Shown(string text) => VisibleText.Lines(Spell(text));

    /// <summary>The step at hand, for the message where the work fails.</summary>
    public string Step { get; set; } = "starting";
}
