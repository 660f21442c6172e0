using System.CommandLine;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using CausalLoom.Cli.CommandLine;

namespace CausalLoom.Cli.Tests;

/// <summary>The options that the library names are the tool's own, and spelt as it has them wherever they are read.</summary>
public sealed partial class OptionSpellingTests : IDisposable
{
    private readonly CliRun _cli = new();

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("fit with ‹method joint›.", "fit with --method joint.")]
    [InlineData("give ‹holdout›; ‹sbatch-option --qos=long›", "give --holdout; --sbatch-option=--qos=long")]
    [InlineData("\"‹cpus-per-task -1›\", \"\\u2039holdout 0.2\\u203A\"", "\"--cpus-per-task -1\", \"--holdout 0.2\"")]
    [InlineData("column ‹age› of ‹age 3›", "column ‹age› of ‹age 3›")]
    public void OptionsAreSpeltAndOtherWordsLeftAlone(string text, string expected) => Assert.Equal(expected, Spelling().Spell(text));

    [Fact]
    public void EveryOptionThatTheLibraryNamesIsOneOfTheTool()
    {
        OptionSpelling spelling = Spelling();
        string[] named = [.. LibraryTexts().SelectMany(text => Begun().Matches(text)).Select(m => m.Groups[1].Value).Distinct()];
        Assert.True(named.Length > 20);
        Assert.All(named, name => Assert.Equal("--" + name, spelling.Spell($"‹{name}›")));
    }

    [Fact]
    public void NoteInJsonAndErrorOnTheScreenAreSpelt()
    {
        string data = _cli.Write("data.csv", SmallData.Csv());
        Assert.Equal(0,
            _cli.Run("estimate", data, "-t", "w", "-y", "y", "--nuisance", "stack", "--folds", "1", "--json", _cli.File("e.json")));
        Assert.Contains("Leave out --folds 1.", File.ReadAllText(_cli.File("e.json")), StringComparison.Ordinal);
        Assert.Contains("Leave out --folds 1.", _cli.Output, StringComparison.Ordinal);
        Assert.Equal(2,
            _cli.Run("synthesize", data, "-t", "w", "-y", "y", "-o", _cli.File("o.csv"), "--method", "joint", "--propensity", "stack"));
        Assert.Contains("--propensity stack has no meaning with --method joint", _cli.Error, StringComparison.Ordinal);
    }

    private static OptionSpelling Spelling() => OptionSpelling.Of(Application.Tool(new Surroundings(TextWriter.Null, TextWriter.Null, [])));

    private static List<string> LibraryTexts()
    {
        using PEReader file = new(File.OpenRead(typeof(OptionNames).Assembly.Location));
        MetadataReader reader = file.GetMetadataReader();
        List<string> texts = [];
        for (UserStringHandle at = reader.GetNextHandle(default(UserStringHandle)); !at.IsNil; at = reader.GetNextHandle(at))
        {
            texts.Add(reader.GetUserString(at));
        }

        return texts;
    }

    [GeneratedRegex("‹([a-z][a-z0-9-]*)(?=[ ›])")]
    private static partial Regex Begun();
}
