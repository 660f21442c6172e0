using System.Text.Json.Nodes;

namespace CausalLoom.Cli.Tests;

/// <summary>`causalloom simulate`.</summary>
public sealed class SimulateVerbTests : IDisposable
{
    private readonly CliRun _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void DataAndTruthAreWrittenRowByRow()
    {
        string data = _cli.File("data.csv"), truth = _cli.File("truth.csv"), json = _cli.File("run.json");
        Assert.Equal(0, _cli.Run("simulate", "hybrid", "--rows", "50", "-o", data, "--truth", truth, "--set", "overlap=poor", "--set",
            "dimensions=20", "--seed", "4", "--json", json));
        string[] rows = File.ReadAllLines(data), truths = File.ReadAllLines(truth);
        Assert.Equal(51, rows.Length);
        Assert.Equal("mu0,mu1,cate,y0,y1,propensity", truths[0]);
        for (int i = 1; i < rows.Length; i++)
        {
            string[] cells = rows[i].Split(','), known = truths[i].Split(',');
            Assert.Equal(known[cells[^2] == "1" ? 4 : 3], cells[^1]);
        }

        Assert.Equal(0.26355, (double)JsonNode.Parse(File.ReadAllText(json))!["ate"]!);
        byte[] first = File.ReadAllBytes(data);
        Assert.Equal(0, _cli.Run("simulate", "hybrid", "--rows", "50", "-o", data, "--set", "overlap=poor", "--set", "dimensions=20",
            "--seed", "4", "--threads", "3"));
        Assert.Equal(first, File.ReadAllBytes(data));
    }

    [Fact]
    public void TheListNamesEveryProcessAndSetting()
    {
        Assert.Equal(0, _cli.Run("simulate", "--list"));
        Assert.All(new[] { "demo", "steam", "hybrid", "toy", "kang-schafer", "nie-wager", "four-arm", "overlap=randomized", "setup=A" },
            word => Assert.Contains(word, _cli.Output, StringComparison.Ordinal));
    }

    [Fact]
    public void FourArmsComeWithATruthOfEveryLevel()
    {
        string data = _cli.File("four.csv"), truth = _cli.File("truth.csv"), json = _cli.File("four.json");
        Assert.Equal(0, _cli.Run("simulate", "four-arm", "--rows", "60", "-o", data, "--truth", truth, "--json", json));
        Assert.Equal("mu_control,mu_high,mu_low,mu_mid,y_control,y_high,y_low,y_mid,propensity_control,propensity_high,propensity_low,"
            + "propensity_mid", File.ReadLines(truth).First());
        Assert.Contains("against control: high -3.2, low -0.75, mid -1.8", _cli.Output + _cli.Error, StringComparison.Ordinal);
        JsonNode effects = JsonNode.Parse(File.ReadAllText(json))!["ate"]!;
        Assert.Equal([-3.2, -0.75, -1.8], new[] { "high", "low", "mid" }.Select(level => Math.Round((double)effects[level]!, 12)));
    }

    [Theory]
    [InlineData("name of a process", "simulate", "--rows", "5")]
    [InlineData("--rows", "simulate", "toy")]
    [InlineData("--output", "simulate", "toy", "--rows", "5")]
    [InlineData("nobody", "simulate", "nobody", "--rows", "5")]
    [InlineData("does not exist", "simulate", "toy", "--rows", "5", "-o", "nowhere/x.csv")]
    public void BadUsageIsOneLineAndExitCodeTwo(string expected, params string[] args)
    {
        Assert.Equal(2, _cli.Run(args));
        Assert.Contains(expected, _cli.Error, StringComparison.Ordinal);
        Assert.Single(_cli.Error.TrimEnd('\n').Split('\n'));
    }
}
