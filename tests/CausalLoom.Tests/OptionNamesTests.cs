using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CausalLoom.Data;

namespace CausalLoom.Tests;

/// <summary>The library names options in one notation; a door spells them.</summary>
public sealed partial class OptionNamesTests
{
    [Theory]
    [InlineData("give them with ‹holdout›.", "give them with <holdout|>.")]
    [InlineData("‹preset a b› has no meaning with ‹method joint›", "<preset|a b> has no meaning with <method|joint>")]
    [InlineData("‹sbatch-option --qos=long›", "<sbatch-option|--qos=long>")]
    [InlineData("‹Age›, ‹ age›, ‹age and › age‹", "‹Age›, ‹ age›, <age|and > age‹")]
    [InlineData("nothing ‹here", "nothing ‹here")]
    public void ADoorSpellsNamesAndValues(string text, string expected) =>
        Assert.Equal(expected, OptionNames.Spell(text, (name, value, _) => $"<{name}|{value}>"));

    [Fact]
    public void JsonIsSpeltAsItIsWritten()
    {
        string json = new JsonObject { ["note"] = "‹method steam› or ‹holdout›" }.ToJsonString();
        Assert.Contains("\\u2039", json, StringComparison.Ordinal);
        Assert.Equal("{\"note\":\"--method or --holdout\"}", OptionNames.Spell(json, (name, _, _) => "--" + name));
    }

    [Fact]
    public void ATextTellsItsOptionsInOrder() =>
        Assert.Equal(["dcr-quantile", "dcr-filter"], OptionNames.In("‹dcr-quantile 2› says what ‹dcr-filter› drops ‹"));

    // A door's spelling has no place in the library: it has several doors. What is left are words of Slurm's own commands.
    [Fact]
    public void NoTextOfTheLibraryIsSpeltAsOnTheCommandLine() =>
        Assert.DoesNotContain(Literals().Select(text => OfSlurm().Replace(text, string.Empty)), Flag().IsMatch);

    [Fact]
    public void TheLibraryDoesNameOptions() => Assert.True(Literals().SelectMany(OptionNames.In).Distinct().Count() > 20);

    private static List<string> Literals()
    {
        using PEReader file = new(File.OpenRead(typeof(Table).Assembly.Location));
        MetadataReader reader = file.GetMetadataReader();
        List<string> texts = [];
        for (UserStringHandle at = reader.GetNextHandle(default(UserStringHandle)); !at.IsNil; at = reader.GetNextHandle(at))
        {
            texts.Add(reader.GetUserString(at));
        }

        return texts;
    }

    [GeneratedRegex("--[a-z]")]
    private static partial Regex Flag();

    [GeneratedRegex("--(array|clusters|cpus-per-task|dependency|format|job-name|jobs|me|name|noheader|output|parsable|qos|states|test-only"
        + "|wait|wrap)(?![a-z-])")]
    private static partial Regex OfSlurm();
}
