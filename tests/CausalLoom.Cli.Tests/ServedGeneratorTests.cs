using System.Text.Json.Nodes;
using CausalLoom.Llm.Tests;

namespace CausalLoom.Cli.Tests;

/// <summary>`--generator llm` through the command line: the warning, the facts, the cache, and what is wrong with settings.</summary>
public sealed class ServedGeneratorTests : IDisposable
{
    private readonly CliRun _cli = new();
    private readonly FakeChatServer _server = new(FakeAnswer.Echoes);

    public void Dispose()
    {
        _server.Dispose();
        _cli.Dispose();
    }

    [Fact]
    public void RowsAreSentOnlyAfterAWarningAndARerunNeedsNoServer()
    {
        string data = _cli.Write("data.csv", SmallData.Csv());
        Assert.Equal(0, _cli.Run([.. Synthesize(data, "a.csv"), "--quiet", "--json", _cli.File("a.json"), "--model", _cli.File("m.loom")]));
        Assert.Equal($"warning: rows of your data are sent to {_server.Endpoint.Authority} (generator llm).{Environment.NewLine}",
            _cli.Error);
        JsonObject facts = JsonNode.Parse(File.ReadAllText(_cli.File("a.json")))!["generator_facts"]!.AsObject();
        Assert.Equal(80, (int)facts["rows_kept"]!);
        Assert.Equal(4, (int)facts["requests_sent"]!);
        _server.Dispose();

        Assert.Equal(0, _cli.Run(Synthesize(data, "b.csv")));
        Assert.Contains("requests sent 0", _cli.Error, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText(_cli.File("a.csv")), File.ReadAllText(_cli.File("b.csv")));

        Assert.Equal(0, _cli.Run("sample", _cli.File("m.loom"), "--rows", "80", "-o", _cli.File("c.csv"), "--llm-cache", _cli.File("cache"),
            "--json", "-"));
        Assert.Contains("rows of your data are sent to", _cli.Error, StringComparison.Ordinal);
        Assert.Equal(4, (int)JsonNode.Parse(_cli.Output)!["generator_facts"]!["replies_from_cache"]!);
        Assert.Equal(File.ReadAllText(_cli.File("a.csv")), File.ReadAllText(_cli.File("c.csv")));
    }

    [Fact]
    public void AServerThatRepeatsTheExamplesIsRefusedInOneLineWithTheNumbers()
    {
        string data = _cli.Write("data.csv", SmallData.Csv());
        Assert.Equal(2, _cli.Run([.. Synthesize(data, "a.csv")[..^2], "--quiet"]));
        string line = _cli.Error.Trim().Split('\n')[^1];
        Assert.Contains("20 of 20 rows (100 %) equal an example of their request; of real rows 0 % do, and 20 % may", line,
            StringComparison.Ordinal);
        Assert.Contains("(--set llm.options.repeat-margin=1)", line, StringComparison.Ordinal);
        Assert.False(File.Exists(_cli.File("a.csv")));
    }

    [Fact]
    public void FitSendsNothing()
    {
        string data = _cli.Write("data.csv", SmallData.Csv());
        Assert.Equal(0, _cli.Run("fit", data, "--model", _cli.File("m.loom"), "--method", "joint", "--generator", "llm", "--endpoint",
            _server.Endpoint.AbsoluteUri, "--llm-model", "toy", "-t", "w", "-y", "y"));
        Assert.Empty(_server.Requests);
    }

    [Theory]
    [InlineData("--endpoint", "--llm-model", "toy")]
    [InlineData("--llm-model", "--endpoint", "http://127.0.0.1:9/v1")]
    [InlineData("no http or https", "--endpoint", "localhost:8000")]
    public void MissingSettingsAreBadInput(string says, params string[] given)
    {
        string data = _cli.Write("data.csv", SmallData.Csv());
        Assert.Equal(2, _cli.Run(
            ["synthesize", data, "-o", _cli.File("s.csv"), "--method", "joint", "--generator", "llm", "-t", "w", "-y", "y", .. given]));
        Assert.Contains(says, _cli.Error, StringComparison.Ordinal);
        Assert.Single(_cli.Error.Trim().Split('\n'), line => line.StartsWith("causalloom:", StringComparison.Ordinal));
        Assert.False(File.Exists(_cli.File("s.csv")));
    }

    [Fact]
    public void ACacheForAModelThatAsksNobodyIsRefused()
    {
        string data = _cli.Write("data.csv", SmallData.Csv());
        Assert.Equal(0,
            _cli.Run("fit", data, "--model", _cli.File("m.loom"), "--method", "joint", "--generator", "copula", "-t", "w", "-y", "y"));
        Assert.Equal(2,
            _cli.Run("sample", _cli.File("m.loom"), "--rows", "8", "-o", _cli.File("s.csv"), "--llm-cache", _cli.File("cache")));
    }

    private string[] Synthesize(string data, string output) =>
    [
        "synthesize", data, "-o", _cli.File(output), "--method", "joint", "--generator", "llm", "--endpoint", _server.Endpoint.AbsoluteUri,
        "--llm-model", "toy", "--llm-cache", _cli.File("cache"), "-t", "w", "-y", "y", "--set", "llm.options.repeat-margin=1",
    ];
}
