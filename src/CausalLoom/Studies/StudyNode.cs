using System.Globalization;
using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Io;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace CausalLoom.Studies;

/// <summary>A place in a study file: a value, a list or a map, which knows its line and column for whatever is wrong there.</summary>
internal sealed class StudyNode
{
    private const int MaxDepth = 8, LongestProblem = 300;
    private readonly YamlNode _node;
    private readonly string _file, _what;

    private StudyNode(YamlNode node, string file, string what, Catalogues catalogues) =>
        (_node, _file, _what, Catalogues) = (node, file, what, catalogues);

    /// <summary>Where names are looked up.</summary>
    public Catalogues Catalogues { get; }

    /// <summary>Reads a document.</summary>
    /// <exception cref="CausalLoomException">It is not YAML, or not one document.</exception>
    public static StudyNode Load(string yaml, string file, Catalogues catalogues)
    {
        try
        {
            CheckDepth(yaml, file);
            YamlStream stream = [];
            stream.Load(new StringReader(yaml));
            return stream.Documents.Count == 1
                ? new StudyNode(stream.Documents[0].RootNode, file, "a study", catalogues)
                : throw new CausalLoomException(
                    FormattableString.Invariant($"{file}: a study is one YAML document; this holds {stream.Documents.Count}."));
        }
        catch (YamlException e)
        {
            throw At(file, e.Start, "not valid YAML: " + VisibleText.Line(e.Message, LongestProblem), e);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // How the parser ends on some broken files.
            throw new CausalLoomException($"{file}: not valid YAML: something in it cannot be read, such as an entry without a name.", e);
        }
    }

    /// <summary>The entry of that key, or null.</summary>
    public StudyNode? this[string key] => Map().Children.TryGetValue(new YamlScalarNode(key), out YamlNode? value)
        ? new StudyNode(value, _file, $"`{key}`", Catalogues) : null;

    /// <summary>The entry of that key.</summary>
    /// <exception cref="CausalLoomException">There is none.</exception>
    public StudyNode Need(string key) => this[key] ?? throw Error($"{_what} needs `{key}:`.");

    /// <summary>The keys of a map, checked.</summary>
    /// <param name="known">The keys there may be.</param>
    /// <exception cref="CausalLoomException">It is no map, or has another key.</exception>
    public StudyNode Keys(params IReadOnlyCollection<string> known)
    {
        foreach (YamlNode key in Map().Children.Keys)
        {
            string name = key is YamlScalarNode { Value: { } value } ? value : throw At(_file, key.Start, "a key is a single word.");
            if (!known.Contains(name))
            {
                throw At(_file, key.Start,
                    $"{_what} has no key {CellText.Show(name)}.{Suggestion.For(name, known)} Its keys are: {string.Join(", ", known)}.");
            }
        }

        return this;
    }

    /// <summary>The entries of a map, in the file's order.</summary>
    public IEnumerable<(string Key, StudyNode Value)> Entries() => Map().Children.Select(e => (
        e.Key is YamlScalarNode { Value: { } key } ? key : throw At(_file, e.Key.Start, "a key is a single word."),
        new StudyNode(e.Value, _file, $"`{e.Key}`", Catalogues)));

    /// <summary>The items of a list; a single value is a list of one.</summary>
    /// <exception cref="CausalLoomException">It is empty.</exception>
    public StudyNode[] List(string item) => _node switch
    {
        YamlSequenceNode { Children.Count: > 0 } list => [.. list.Select(child => new StudyNode(child, _file, item, Catalogues))],
        YamlScalarNode { Value.Length: > 0 } => [new StudyNode(_node, _file, item, Catalogues)],
        YamlMappingNode => throw Error($"{_what} is a list: begin each entry with `- `."),
        _ => throw Error($"{_what} is empty."),
    };

    /// <summary>Whether this is a map.</summary>
    public bool IsMap => _node is YamlMappingNode;

    /// <summary>The value as text, not empty.</summary>
    public string Text() => _node is YamlScalarNode { Value: { } value } && value.Trim().Length > 0 ? value.Trim()
        : throw Error($"{_what} is a single value.");

    /// <summary>The value as a name that can be part of a file name.</summary>
    public string Name()
    {
        string name = Text();
        bool plain = name.Length <= 64 && char.IsAsciiLetterOrDigit(name[0])
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '+');
        return plain ? name : throw Error($"the name {CellText.Show(name)} is not 1 to 64 letters, digits, '.', '_', '-' or '+', "
            + $"beginning with a letter or digit.");
    }

    /// <summary>The value as one of a list of words.</summary>
    public string Word(IReadOnlyCollection<string> known)
    {
        string word = Text();
        return known.Contains(word) ? word
            : throw Error($"{_what} is no {CellText.Show(word)}.{Suggestion.For(word, known)} It is one of: {string.Join(", ", known)}.");
    }

    /// <summary>The value as a whole number in a range.</summary>
    public long Whole(long least, long most) =>
        long.TryParse(Text().Replace("_", string.Empty, StringComparison.Ordinal), NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture, out long value) && value >= least && value <= most
            ? value
            : throw Error(string.Create(CultureInfo.InvariantCulture,
                $"{_what} is a whole number from {least} to {most}, not {CellText.Show(Text())}."));

    /// <summary>The value as a number that passes a test.</summary>
    public double Number(Func<double, bool> fits, string range) =>
        CellText.TryNumber(Text(), out double value) && double.IsFinite(value) && fits(value)
        ? value
        : throw Error($"{_what} is a number {range}, not {CellText.Show(Text())}.");

    /// <summary>The value as true or false.</summary>
    public bool Flag() => Word(["true", "false"]) == "true";

    /// <summary>Where the value is, for whatever is found wrong later.</summary>
    public string Place => At(_file, _node.Start, string.Empty).Message.TrimEnd(' ', ':');

    /// <summary>Does something with the value; what is wrong is said with its place.</summary>
    public T Checked<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (CausalLoomException e)
        {
            throw At(_file, _node.Start, Spelt(e.Message), e);
        }
    }

    /// <summary>A message with its options as a study file has them.</summary>
    public static string Spelt(string message) =>
        OptionNames.Spell(message, (name, value, _) => $"`{Key(name)}{(value.Length == 0 ? value : ": " + value)}`");

    /// <summary>The key of an option.</summary>
    public static string Key(string option) => option.Replace('-', '_');

    /// <summary>What is wrong here.</summary>
    public CausalLoomException Error(string problem) => At(_file, _node.Start, problem);

    private static CausalLoomException At(string file, Mark mark, string problem, Exception? cause = null)
    {
        string line = string.Create(CultureInfo.InvariantCulture, $"{file}, line {mark.Line}, column {mark.Column}: {problem}");
        return cause is null ? new CausalLoomException(line) : new CausalLoomException(line, cause);
    }

    private YamlMappingNode Map() => _node as YamlMappingNode ?? throw Error($"{_what} is a list of `key: value`.");

    // Loading recurses into nested nodes, so depth is bounded first; a study also has no use for aliases.
    private static void CheckDepth(string yaml, string file)
    {
        Parser parser = new(new StringReader(yaml));
        int depth = 0;
        while (Next(parser, file))
        {
            depth += parser.Current!.NestingIncrease;
            if (depth > MaxDepth || parser.Current is AnchorAlias)
            {
                throw At(file, parser.Current.Start, (depth > MaxDepth ? "nested too deeply" : "an alias") + ", which a study never is.");
            }
        }
    }

    // Some broken YAML ends YamlDotNet's scanner with an InvalidOperationException; the last thing it did read says where.
    private static bool Next(Parser parser, string file)
    {
        Mark last = parser.Current?.End ?? Mark.Empty;
        try
        {
            return parser.MoveNext();
        }
        catch (InvalidOperationException e)
        {
            throw At(file, last, "not valid YAML: something after this cannot be read, such as a bracket that is not closed.", e);
        }
    }
}
