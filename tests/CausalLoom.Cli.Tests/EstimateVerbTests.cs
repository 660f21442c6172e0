using System.Globalization;
using System.Text.Json.Nodes;

namespace CausalLoom.Cli.Tests;

/// <summary>`causalloom estimate`: results, roles of extra columns, bad usage.</summary>
public sealed class EstimateVerbTests : IDisposable
{
    private readonly CliRun _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void EstimatesAgreeWithTheTruthAndAreWrittenEverywhere()
    {
        string data = _cli.Write("data.csv", SmallData.Csv(400, extra: ("effect", i => "1")));
        string json = _cli.File("estimates.json"), report = _cli.File("report.html");
        Assert.Equal(0, _cli.Run("estimate", data, "-t", "w", "-y", "y", "--truth", "effect", "--nuisance", "linear", "--json", json,
            "--report", report, "--no-progress"));
        JsonArray estimates = JsonNode.Parse(File.ReadAllText(json))!.AsArray();
        Assert.Equal(["or", "ipw", "aipw", "tmle"], estimates.Select(e => (string)e!["estimator"]!));
        foreach (JsonNode? e in estimates)
        {
            double estimate = (double)e!["estimate"]!, se = (double)e["se"]!;
            Assert.InRange(estimate, 1 - (4.5 * se), 1 + (4.5 * se));
            Assert.Equal(estimate - 1, (double)e["bias"]!, 12);
            Assert.Equal((double)e["ci"]![0]! <= 1 && 1 <= (double)e["ci"]![1]!, (bool)e["covered"]!);
            Assert.Equal("ate", (string)e["estimand"]!);
            Assert.Equal(400, (int)e["n"]!);
            Assert.InRange((double)e["ess"]!, 100, 400);
        }

        Assert.Contains("aipw", _cli.Output, StringComparison.Ordinal);
        Assert.Contains("targeted maximum likelihood", File.ReadAllText(report), StringComparison.Ordinal);
        Assert.DoesNotContain(_cli.Folder, File.ReadAllText(report), StringComparison.Ordinal);
    }

    [Fact]
    public void JsonToStandardOutputIsAllThereIs()
    {
        string data = _cli.Write("data.csv", SmallData.Csv(200));
        Assert.Equal(0, _cli.Run("estimate", data, "-t", "w", "-y", "y", "--estimators", "aipw", "--estimand", "att", "--nuisance",
            "linear", "--json", "-"));
        JsonNode one = Assert.Single(JsonNode.Parse(_cli.Output)!.AsArray())!;
        Assert.Equal("att", (string)one["estimand"]!);
        Assert.Null(one["truth"]);
    }

    [Fact]
    public void MissingCovariatesAreImputedWhereAsked()
    {
        string data = _cli.Write("gaps.csv", SmallData.Csv(200, extra: ("gap", i => i % 3 == 0 ? "" : $"{(i * 7) % 11}")));
        string json = _cli.File("gaps.json");
        string[] run = ["estimate", data, "-t", "w", "-y", "y", "--estimators", "aipw", "--nuisance", "linear", "--json", json];
        Assert.Equal(0, _cli.Run([.. run, "--impute", "3"]));
        Assert.Contains("'gap' in 33.5 % of rows; imputed 3 times (chained)", _cli.Output, StringComparison.Ordinal);
        JsonNode one = JsonNode.Parse(File.ReadAllText(json))![0]!;
        Assert.Equal("impute", (string)one["covariates_missing"]!);
        Assert.Equal(0.335, (double)one["imputation"]!["columns"]![0]!["missing"]!, 9);
        Assert.InRange((double)one["imputation"]!["fmi"]!, 0, 1);

        Assert.Equal(0, _cli.Run(run));
        one = JsonNode.Parse(File.ReadAllText(json))![0]!;
        Assert.Equal("indicator", (string)one["covariates_missing"]!);
        Assert.Null(one["imputation"]!["m"]);
        Assert.Contains("--missing-covariates indicator", _cli.Output, StringComparison.Ordinal);

        string whole = _cli.Write("whole.csv", SmallData.Csv(100));
        Assert.Equal(0, _cli.Run("estimate", whole, "-t", "w", "-y", "y", "--nuisance", "linear", "--impute", "2"));
        Assert.Contains("there is nothing to impute", _cli.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--impute 1 is not between 2 and 1000", "--impute", "1")]
    [InlineData("--impute 5 is for imputed covariates", "--impute", "5", "--missing-covariates", "indicator")]
    [InlineData("--missing-covariates 'imput' is none of", "--missing-covariates", "imput")]
    public void ImputationsThatMakeNoSenseAreRefused(string says, params string[] flags)
    {
        string data = _cli.Write("data.csv", SmallData.Csv());
        Assert.Equal(2, _cli.Run(["estimate", data, "-t", "w", "-y", "y", .. flags]));
        Assert.Contains(says, _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void SideColumnsAreNoCovariates()
    {
        // A covariate that equals the outcome's noise would move the estimate; as a cluster or weight it must not be one.
        string data = _cli.Write("data.csv", SmallData.Csv(240, extra: ("clinic", i => (i / 4).ToString(CultureInfo.InvariantCulture))));
        string[] common = ["estimate", data, "-t", "w", "-y", "y", "--nuisance", "linear", "--estimators", "aipw", "--json", "-"];
        Assert.Equal(0, _cli.Run([.. common, "--drop", "clinic"]));
        double dropped = (double)JsonNode.Parse(_cli.Output)![0]!["estimate"]!;
        Assert.Equal(0, _cli.Run([.. common, "--cluster", "clinic"]));
        JsonNode clustered = JsonNode.Parse(_cli.Output)![0]!;
        Assert.Equal(dropped, (double)clustered["estimate"]!, 0.1);
        Assert.NotEqual(0, (double)clustered["se"]!);

        // A column that is no covariate may make groups.
        Assert.Equal(0, _cli.Run([.. common, "--cluster", "clinic", "--by", "site", "--covariates", "x1"]));
        JsonNode by = JsonNode.Parse(_cli.Output)![0]!["by"]!.AsArray().Single()!;
        Assert.Equal("site", (string)by["column"]!);
        Assert.Equal(240, by["groups"]!.AsArray().Sum(group => (int)group!["n"]!));
        Assert.All(by["groups"]!.AsArray(), group => Assert.InRange((double)group!["estimate"]!, 0, 2));
        Assert.InRange((double)by["p_equal"]!, 1e-4, 1);

        // And one that is a covariate stays one.
        Assert.Equal(0, _cli.Run([.. common, "--cluster", "clinic", "--by", "site,x1"]));
        Assert.Equal((double)clustered["estimate"]!, (double)JsonNode.Parse(_cli.Output)![0]!["estimate"]!);
    }

    [Theory]
    [InlineData("aipv", "--estimators", "aipv")]
    [InlineData("late", "--estimand", "late")]
    [InlineData("magic", "--nuisance", "magic")]
    [InlineData("0", "--folds", "0")]
    [InlineData("0.7", "--clip", "0.7")]
    [InlineData("1.5", "--known-propensity", "1.5")]
    [InlineData("nobody", "--truth", "nobody")]
    [InlineData("two roles", "--cluster", "w")]
    [InlineData("text", "--weights", "site")]
    [InlineData("subgroups are of another column", "--by", "w")]
    [InlineData("nobody", "--by", "nobody")]
    [InlineData("none of: auto, never, always", "--small-sample", "sometimes")]
    public void BadUsageIsOneLineAndExitCodeTwo(string expected, params string[] flags)
    {
        string data = _cli.Write("data.csv", SmallData.Csv());
        Assert.Equal(2, _cli.Run(["estimate", data, "-t", "w", "-y", "y", .. flags]));
        Assert.Contains(expected, _cli.Error, StringComparison.Ordinal);
        Assert.Single(_cli.Error.TrimEnd('\n').Split('\n'), l => l.StartsWith("causalloom:", StringComparison.Ordinal));
        Assert.Empty(_cli.Output);
    }
}
