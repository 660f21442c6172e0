using System.Text.Json.Nodes;

namespace CausalLoom.Cli.Tests;

/// <summary>`evaluate --truth`: exact effects of the synthetic rows, and files that are not theirs.</summary>
public sealed class EvaluateTruthTests : IDisposable
{
    private static readonly string[] Roles = ["-t", "w", "-y", "y"];

    private readonly CliRun _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void ExactEffectsStandBesideEstimates()
    {
        string data = _cli.Write("data.csv", SmallData.Csv(120)), synthetic = _cli.File("s.csv"), truth = _cli.File("t.csv");
        Assert.Equal(0, _cli.Run(["synthesize", data, "-o", synthetic, "--truth", truth, "--generator", "bootstrap", "--outcome-model",
            "boosting", "--propensity", "logistic", .. Roles]));
        Assert.Equal(0, _cli.Run(
            ["evaluate", data, synthetic, "--truth", truth, "--json", _cli.File("m.json"), "--report", _cli.File("r.html"), .. Roles]));
        JsonObject ate = JsonNode.Parse(File.ReadAllText(_cli.File("m.json")))!["ate"]!.AsObject(), exact = ate["truth"]!.AsObject();
        double mean = File.ReadLines(truth).Skip(1)
            .Average(line => double.Parse(line.Split(',')[2], System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(mean, (double)exact["effect"]!, 1e-9);
        Assert.Equal((double)exact["difference"]!, (double)exact["covariate_term"]! + (double)exact["contrast_term"]!, 1e-9);
        Assert.Equal((double)ate["difference"]!, (double)ate["covariate_term"]! + (double)ate["contrast_term"]!, 1e-9);
        Assert.Equal(2, exact["contrast_term_ci"]!.AsArray().Count);
        Assert.Contains("With exact effects", _cli.Output, StringComparison.Ordinal);
        Assert.Contains("true effect among the synthetic rows", File.ReadAllText(_cli.File("r.html")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cate\n1\n2\n", "2 rows of truth and 80 synthetic rows")]
    [InlineData("effect\n1\n", "no column 'cate'")]
    [InlineData("cate\n", "row")]
    [InlineData(null, "no number in row 3")]
    public void AnotherFileIsRefusedInOneLine(string? content, string mentions)
    {
        string data = _cli.Write("data.csv", SmallData.Csv()), metrics = _cli.File("m.json");
        content ??= "mu0,mu1\n" + string.Concat(Enumerable.Range(0, 80).Select(i => i == 2 ? "0,\n" : "0,1\n"));
        Assert.Equal(2, _cli.Run(["evaluate", data, data, "--truth", _cli.Write("t.csv", content), "--json", metrics, .. Roles]));
        Assert.Contains(mentions, Assert.Single(_cli.Error.TrimEnd('\n').Split('\n'), line =>
            line.StartsWith("causalloom:", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.False(File.Exists(metrics));
    }
}
