using System.Globalization;
using System.Text.Json.Nodes;

namespace CausalLoom.Cli.Tests;

/// <summary>`--method hybrid` on the command line: what it says of the effect belongs to what it writes.</summary>
public sealed class HybridMethodTests : IDisposable
{
    private static readonly string[] Quick = ["--method", "hybrid", "--generator", "copula", "--propensity", "logistic", "--outcome-model",
        "linear", "--seed", "7", "-t", "w", "-y", "y"];

    private readonly CliRun _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void TheJsonHasTheTargetTheTermsAndTheTruthOfTheRows()
    {
        string data = _cli.Write("data.csv", SmallData.Csv(250));
        foreach (string threads in new[] { "1", "2" })
        {
            Run(["synthesize", data, "-o", _cli.File($"s{threads}.csv"), "--truth", _cli.File($"t{threads}.csv"), "--json",
                _cli.File($"j{threads}.json"), "--model", _cli.File($"m{threads}.loom"), "--holdout", "0.2", "--dcr-filter",
                "--dcr-quantile", "0.1", "--threads", threads, .. Quick]);
        }

        foreach (string name in new[] { "s#.csv", "t#.csv", "j#.json", "m#.loom" })
        {
            Assert.True(File.ReadAllBytes(_cli.File(name.Replace('#', '1'))).AsSpan()
                .SequenceEqual(File.ReadAllBytes(_cli.File(name.Replace('#', '2')))), name);
        }

        JsonObject json = JsonNode.Parse(File.ReadAllText(_cli.File("j1.json")))!.AsObject();
        JsonObject hybrid = json["hybrid"]!.AsObject(), target = hybrid["target"]!.AsObject();
        Assert.Equal("aipw", (string)target["estimator"]!);
        Assert.InRange((double)hybrid["contrast_term"]! / (double)target["standard_error"]!, -1e-8, 1e-8);
        Assert.True((bool)hybrid["copying"]!["filtered"]!);
        Assert.Equal(0.1, (double)hybrid["copying"]!["filter_quantile"]!);
        Assert.NotNull(hybrid["covariate_term"]!["psi_sim"]);
        double[] cate =
            [.. File.ReadLines(_cli.File("t1.csv")).Skip(1).Select(line => double.Parse(line.Split(',')[2], CultureInfo.InvariantCulture))];
        Assert.Equal(200, (int)json["truth"]!["rows"]!);
        Assert.Equal(cate.Average(), (double)json["truth"]!["effect"]!, 9);

        Run("sample", _cli.File("m1.loom"), "--rows", "200", "-o", _cli.File("again.csv"), "--truth", _cli.File("again-truth.csv"),
            "--seed", "7", "--json", "-");
        Assert.Equal(File.ReadAllText(_cli.File("s1.csv")), File.ReadAllText(_cli.File("again.csv")));
        JsonObject sampled = JsonNode.Parse(_cli.Output)!.AsObject();
        Assert.Equal(hybrid.ToJsonString(), sampled["hybrid"]!.ToJsonString());
        Assert.Equal((double)json["truth"]!["effect"]!, (double)sampled["truth"]!["effect"]!);
    }

    [Theory]
    [InlineData("--holdout", "--dcr-filter")]
    [InlineData("--method", "--dcr-filter", "--method", "steam")]
    [InlineData("--preset", "--preset", "steam-paper")]
    [InlineData("--dcr-filter", "--dcr-quantile", "0.1")]
    [InlineData("--dcr-quantile", "--holdout", "0.2", "--dcr-filter", "--dcr-quantile", "0.9")]
    public void FlagsThatContradictEachOtherAreRefused(string named, params string[] flags)
    {
        string data = _cli.Write("data.csv", SmallData.Csv(80));
        string[] method = flags.Contains("--method") ? [] : ["--method", "hybrid"];
        Assert.Equal(2, _cli.Run(
            ["synthesize", data, "-o", _cli.File("s.csv"), "--generator", "bootstrap", "-t", "w", "-y", "y", .. method, .. flags]));
        Assert.Contains(named, _cli.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_cli.File("s.csv")));
    }

    [Fact]
    public void ThePapersPresetGivesMeansAndAReport()
    {
        string data = _cli.Write("data.csv", SmallData.Csv(120));
        Run("synthesize", data, "-o", _cli.File("s.csv"), "--truth", _cli.File("t.csv"), "--preset", "hybrid-paper", "--generator",
            "copula", "--report", _cli.File("r.html"), "--json", "-", "-t", "w", "-y", "y");
        JsonObject json = JsonNode.Parse(_cli.Output)!.AsObject();
        Assert.Equal("hybrid", (string)json["method"]!);
        Assert.False((bool)json["hybrid"]!["targeted"]!);
        foreach (string line in File.ReadLines(_cli.File("t.csv")).Skip(1))
        {
            double[] row = [.. line.Split(',').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))];
            Assert.Equal(row[0], row[3], 0.000501);
        }

        Assert.True(File.Exists(_cli.File("r.html")));
    }

    private void Run(params string[] args) => Assert.True(_cli.Run(args) == 0, _cli.Error);
}
