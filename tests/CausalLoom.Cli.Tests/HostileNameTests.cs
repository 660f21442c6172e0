using System.Globalization;
using System.Text.Json.Nodes;

namespace CausalLoom.Cli.Tests;

/// <summary>
/// Names and levels that a terminal would obey, hide or turn around, through the verbs: what people are shown has none of it and no line
/// is longer than stated; what programs read has every character.
/// </summary>
public sealed class HostileNameTests : IDisposable
{
    private const string Escape = "x\u001b[2J\u001b]0;owned\u0007\u009b31m", Turned = "si\u202ete\u2066\u200f",
        Hidden = "w\u200b\u2060\ufeff", Lines = "y\nwarning: all is well\r\u2028", Low = "no\u001b[1A", High = "yes\u202e\ndone";

    private static readonly string Long = "long " + new string('n', 3000);

    private readonly CliRun _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void NoVerbPrintsWhatATerminalWouldObey()
    {
        string data = _cli.Write("d\u001b.csv", Csv());
        string[] roles = ["-t", Hidden, "-y", Lines, "--reference", Low];
        Shown(0, ["inspect", data, "--json", _cli.File("i.json"), .. roles]);
        Assert.Contains(@"x\u001b[2J\u001b]0;owned\u0007\u009b31m", _cli.Output, StringComparison.Ordinal);
        Shown(0, ["estimate", data, .. roles, "--json", _cli.File("e.json")]);
        Assert.Contains(@"yes\u202e\u000adone − no\u001b[1A", _cli.Output, StringComparison.Ordinal);
        Shown(0, ["synthesize", data, "-o", _cli.File("s.csv"), "--model", _cli.File("m.loom"), "--generator", "bootstrap", "--propensity",
            "logistic", "--outcome-model", "linear", "--report", _cli.File("r.html"), .. roles]);
        Shown(0, "sample", _cli.File("m.loom"), "-o", _cli.File("t.csv"), "--rows", "20");
        Shown(0, ["evaluate", data, _cli.File("s.csv"), .. roles]);

        JsonNode json = JsonNode.Parse(File.ReadAllText(_cli.File("i.json")))!;
        Assert.Contains(json["columns"]!.AsArray(), column => (string?)column!["name"] == Escape);
        string page = File.ReadAllText(_cli.File("r.html"));
        Assert.DoesNotContain(page.EnumerateRunes(), rune => rune.Value is 0x1b or 0x9b or 0x202e or 0x2066 or 0x200f or 0x2028);
        Assert.Equal(Csv().Split('\n')[0].Split(',')[0], File.ReadAllText(_cli.File("s.csv")).Split(',')[0]);
    }

    [Fact]
    public void NoErrorPrintsWhatATerminalWouldObey()
    {
        string data = _cli.Write("data.csv", Csv());
        Shown(2, "inspect", data, "-t", "w\u001b[2J\u202e");
        Shown(2, "estimate", data, "-t", Hidden, "-y", Lines, "--reference", "\u001b\n\u202e");
        Shown(2, "estimate", data, "-t", Escape, "-y", Turned);
        Shown(2, "estimate", data, "-t", Hidden, "-y", Lines, "--reference", Low, "--covariates", "\u001b[2J" + Long);
        Shown(2, "synthesize", data, "-o", _cli.File("s.csv"), "--generator", "\u202e\u001b", "-t", Hidden, "-y", Lines);
        Shown(2, "simulate", "\u001b[2J", "-o", _cli.File("s.csv"));
        Shown(2, "ins\u001bpect");
        Shown(2, "inspect", _cli.File("no\u001b\u202e\nfile.csv"));
        Shown(2, "sample", _cli.Write("m\u001b.loom", "PK\u0003\u0004 \u001b[2J"), "-o", _cli.File("t.csv"));
        Shown(2, "estimate", data, "--schema", _cli.Write("s.yaml", "treatment: \"\\e[2J\\u202e\"\nbad\u0085: [\n"));
        Shown(2, "study", "run", _cli.Write("s2.yaml", "\"a\\e[2J\\u202e" + Long + "\": 1\n"), "-o", _cli.File("study"));
    }

    private static string Csv()
    {
        string[] names = [Escape, Turned, Long, Hidden, Lines];
        IEnumerable<string> rows = SmallData.Csv(120).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line =>
        {
            string[] cells = line.Split(',');
            return string.Join(',', cells[0], Quoted($"{cells[2]}\u202e\u001b"), cells[1], Quoted(cells[3] == "1" ? High : Low), cells[4]);
        });
        return string.Join('\n', rows.Prepend(string.Join(',', names.Select(Quoted)))) + "\n";
    }

    private static string Quoted(string cell) => $"\"{cell}\"";

    private void Shown(int code, params string[] args)
    {
        Assert.True(_cli.Run(args) == code, $"{args[0]}: {_cli.Error}");
        foreach (string line in (_cli.Output + "\n" + _cli.Error).ReplaceLineEndings("\n").Split('\n'))
        {
            Assert.DoesNotContain(line.EnumerateRunes(), rune => System.Text.Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control
                or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
            Assert.InRange(line.Length, 0, VisibleText.LongestLine + 100);
            Assert.False(line.StartsWith("warning: all is well", StringComparison.Ordinal), line);
        }

        Assert.True(code == 0 || _cli.Error.Trim().Split('\n')[^1].StartsWith("causalloom: ", StringComparison.Ordinal), _cli.Error);
    }
}
