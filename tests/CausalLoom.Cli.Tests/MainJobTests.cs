using System.Text.Json.Nodes;

namespace CausalLoom.Cli.Tests;

/// <summary>The verbs together: what one writes the next reads, and the same seed gives the same bytes.</summary>
public sealed class MainJobTests : IDisposable
{
    private static readonly string[] Roles = ["-t", "w", "-y", "y"];

    private readonly CliRun _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void ThreadsDoNotChangeAByteOfRowsModelTruthOrMetrics()
    {
        string data = Data(160);
        foreach (string threads in new[] { "1", "2" })
        {
            Run(["synthesize", data, "-o", _cli.File($"synth{threads}.csv"), "--model", _cli.File($"model{threads}.loom"), "--truth",
                _cli.File($"truth{threads}.csv"), "--json", _cli.File($"fit{threads}.json"), "--threads", threads, .. Roles]);
            Run(["evaluate", data, _cli.File("synth1.csv"), "--json", _cli.File($"metrics{threads}.json"), "--report",
                _cli.File($"report{threads}.html"), "--threads", threads, .. Roles]);
        }

        foreach (string name in new[] { "synth#.csv", "model#.loom", "truth#.csv", "fit#.json", "metrics#.json" })
        {
            byte[] one = File.ReadAllBytes(_cli.File(name.Replace("#", "1", StringComparison.Ordinal))),
                two = File.ReadAllBytes(_cli.File(name.Replace("#", "2", StringComparison.Ordinal)));
            Assert.True(one.AsSpan().SequenceEqual(two), name);
        }

        Contract(JsonNode.Parse(File.ReadAllText(_cli.File("metrics1.json")))!.AsObject());
    }

    [Fact]
    public void FitThenSampleDrawsWhatSynthesizeDraws()
    {
        string data = Data(120);
        string[] quick = ["--generator", "copula", "--outcome-model", "boosting", "--propensity", "logistic", "--seed", "7", .. Roles];
        Run(["synthesize", data, "-o", _cli.File("a.csv"), "--truth", _cli.File("a-truth.csv"), .. quick]);
        Run(["fit", data, "--model", _cli.File("m.loom"), .. quick]);
        Run("sample", _cli.File("m.loom"), "--rows", "120", "-o", _cli.File("b.csv"), "--truth", _cli.File("b-truth.csv"), "--seed", "7");
        Assert.Equal(File.ReadAllText(_cli.File("a.csv")), File.ReadAllText(_cli.File("b.csv")));
        Assert.Equal(File.ReadAllText(_cli.File("a-truth.csv")), File.ReadAllText(_cli.File("b-truth.csv")));
        Assert.Equal("mu0,mu1,cate,y0,y1,propensity", File.ReadLines(_cli.File("a-truth.csv")).First());
        Assert.Equal("x1,x2,site,w,y", File.ReadLines(_cli.File("a.csv")).First());
    }

    [Fact]
    public void RowsKeptOutAreNotFittedAndMakeTheEvaluationComplete()
    {
        string data = Data(250);
        Run(["synthesize", data, "-o", _cli.File("s.csv"), "--generator", "copula", "--outcome-model", "boosting", "--holdout", "0.2",
            "--holdout-out", _cli.File("h.csv"), "--json", _cli.File("s.json"), .. Roles]);
        HashSet<string> all = [.. File.ReadLines(data)];
        Assert.Equal(50, File.ReadLines(_cli.File("h.csv")).Skip(1).Count(all.Contains));
        Assert.Equal(200, (int)JsonNode.Parse(File.ReadAllText(_cli.File("s.json")))!["rows"]!["fitted"]!);
        string[] kept = [.. File.ReadLines(_cli.File("h.csv")).Skip(1)];
        string training = _cli.Write("training.csv", string.Join('\n', File.ReadLines(data).Where(line => !kept.Contains(line))) + "\n");
        Run(["evaluate", training, _cli.File("s.csv"), "--holdout", _cli.File("h.csv"), "--json", "-", .. Roles]);
        JsonObject metrics = JsonNode.Parse(_cli.Output)!.AsObject();
        Assert.NotNull(metrics["privacy"]!["membership_auc"]);
        Assert.NotNull(metrics["utility"]!["tstr"]);
    }

    [Fact]
    public void DemoWritesItsFilesAndFindsTheTruth()
    {
        string folder = _cli.File("demo");
        Run("demo", "--out", folder);
        foreach (string name in new[] { "real.csv", "real_truth.csv", "synthetic.csv", "truth.csv", "metrics.json", "report.html" })
        {
            Assert.True(new FileInfo(Path.Combine(folder, name)).Length > 1000, name);
        }

        JsonObject metrics = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "metrics.json")))!.AsObject();
        Contract(metrics);
        Assert.DoesNotContain(metrics["verdicts"]!.AsArray(), v => (string)v!["level"]! == "fail");
        double estimate = (double)metrics["ate"]!["real"]!["estimate"]!, se = (double)metrics["ate"]!["real"]!["se"]!;
        Assert.InRange((estimate - -5.4439) / se, -4, 4);
        TheReadmeShowsThisOutput(_cli.Output);
    }

    [Fact]
    public void InspectShowsTypesRolesAndOverlapAndItsSchemaIsReadBack()
    {
        string data = Data(120);
        Run(["inspect", data, "--schema-out", _cli.File("schema.yaml"), .. Roles]);
        Assert.Contains("Overlap:", _cli.Output, StringComparison.Ordinal);
        Assert.Contains("categorical", _cli.Output, StringComparison.Ordinal);
        Run("synthesize", data, "-o", _cli.File("s.csv"), "--schema", _cli.File("schema.yaml"), "--generator", "bootstrap",
            "--outcome-model", "boosting", "--propensity", "logistic");
        Assert.True(File.Exists(_cli.File("s.csv")));
    }

    [Theory]
    [InlineData(2, "conjure")]
    [InlineData(2, "synthesize")]
    [InlineData(2, "sample", "nowhere.loom", "--rows", "5", "-o", "x.csv")]
    [InlineData(2, "evaluate", "nowhere.csv", "nothing.csv", "-t", "w", "-y", "y")]
    [InlineData(2, "demo", "--threads", "0")]
    [InlineData(0, "--help")]
    [InlineData(0, "evaluate", "--help")]
    public void UsageErrorsAreTwoAndHelpIsZero(int code, params string[] args)
    {
        Assert.Equal(code, _cli.Run(args));
        Assert.DoesNotContain("   at ", _cli.Error, StringComparison.Ordinal);
        Assert.Equal(code == 2, _cli.Error.StartsWith("causalloom:", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("There is no verb 'synthesise'. Did you mean 'synthesize'?", "synthesise", "data.csv")]
    [InlineData("There is no verb 'rum' of study. Did you mean 'run'?", "study", "rum", "s.yaml")]
    [InlineData("There is no flag '--estimator'. Did you mean '--estimators'?", "estimate", "data.csv", "--estimator", "aipw")]
    [InlineData("There is no flag '--nuisanse=linear'. Did you mean '--nuisance'?", "estimate", "data.csv", "--nuisanse=linear")]
    [InlineData("Did you mean 'hybrid-paper'?", "estimate", "data.csv", "-t", "w", "-y", "y", "--preset", "hybrid-papr")]
    public void WhatIsNearIsProposed(string expected, params string[] args)
    {
        Assert.Equal(2, _cli.Run(args));
        Assert.Contains(expected, _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void AnUnknownVerbIsNamed()
    {
        Assert.Equal(2, _cli.Run("conjure", "data.csv"));
        Assert.Contains("no verb 'conjure'", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void ContradictionsAreRefusedBeforeAnyWork()
    {
        string data = Data(60);
        Refused("has no truth",
            ["synthesize", data, "-o", _cli.File("s.csv"), "--method", "joint", "--truth", _cli.File("t.csv"), .. Roles]);
        Refused("does not exist", ["synthesize", data, "-o", _cli.File("no/such/s.csv"), .. Roles]);
        Refused("is an input", ["synthesize", data, "-o", data, .. Roles]);
        Refused("--rows", ["synthesize", data, "-o", _cli.File("s.csv"), "--rows", "0", .. Roles]);
        Refused("--holdout", ["synthesize", data, "-o", _cli.File("s.csv"), "--holdout-out", _cli.File("h.csv"), .. Roles]);
    }

    [Fact]
    public void ADamagedModelIsRefused()
    {
        string data = Data(60);
        Run(["fit", data, "--model", _cli.File("m.loom"), "--generator", "copula", "--outcome-model", "boosting", "--propensity",
            "logistic", .. Roles]);
        byte[] bytes = File.ReadAllBytes(_cli.File("m.loom"));
        bytes[bytes.Length / 2] ^= 1;
        Refused("m.loom", ["sample", _cli.Write("m.loom", bytes), "--rows", "5", "-o", _cli.File("s.csv")]);
        Refused("m.loom", ["sample", _cli.Write("m.loom", bytes[..(bytes.Length / 2)]), "--rows", "5", "-o", _cli.File("s.csv")]);
    }

    /// <summary>Line by line up to the first figure, which another processor's mathematics library may round otherwise.</summary>
    private static void TheReadmeShowsThisOutput(string output)
    {
        string readme = File.ReadAllText(Path.Combine(CausalLoom.Tests.Repository.Root, "README.md"));
        string block = readme.Split("<!-- demo-output -->\n```\n")[1].Split("```")[0];
        static string[] Words(string text) =>
            [.. text.TrimEnd('\n').Split('\n').Select(line => string.Concat(line.TakeWhile(c => !char.IsDigit(c) && c != '-')))];
        Assert.Equal(Words(output), Words(block));
    }

    /// <summary>The keys of `metrics.json` that the contract names; only those it allows may be null, and then with a note.</summary>
    private static void Contract(JsonObject metrics)
    {
        Dictionary<string, string[]> keys = new()
        {
            ["rows"] = ["real", "synthetic"],
            ["covariates"] = ["alpha_precision", "alpha_precision_sd", "beta_recall", "beta_recall_sd", "alpha_precision_minmax",
                "beta_recall_minmax", "authenticity", "ks_complement", "tv_complement", "correlation_similarity", "wasserstein",
                "c2st_logistic", "c2st_boosting", "mmd", "energy"],
            ["treatment"] = ["jsd_pi", "jsd_pi_normalized", "null", "oracle", "overlap_real", "overlap_synthetic"],
            ["outcome"] = ["u_pehe", "floor", "floor_bootstrap", "learners", "u_policy", "u_int", "crps_ratio"],
            ["ate"] = ["real", "synthetic", "covariate_term", "contrast_term", "covariate_term_ci", "contrast_term_ci", "difference",
                "difference_ci", "contrast_by_subgroup", "contrast_by_propensity"],
            ["cate_gap"] = ["unweighted", "overlap_weighted", "ratio", "features"],
            ["signal"] = ["real", "synthetic"],
            ["localisation"] = ["covariates", "assignment", "outcome", "found", "reading"],
            ["utility"] = ["tstr", "trtr", "metric"],
            ["privacy"] = ["dcr_share_below_holdout_p05", "dcr_median_ratio", "dcr_protection", "nndr", "verbatim_rate", "membership_auc"],
        };
        string[] nullable = ["jsd_pi_normalized", "tstr", "trtr", "dcr_share_below_holdout_p05", "membership_auc", "ratio"];
        Assert.NotNull(metrics["version"]);
        Assert.NotNull(metrics["seed"]);
        foreach ((string block, string[] names) in keys)
        {
            JsonObject figures = metrics[block]!.AsObject();
            foreach (string name in names)
            {
                Assert.True(figures.ContainsKey(name), $"{block}.{name}");
                Assert.True(figures[name] is not null || (nullable.Contains(name) && figures.ContainsKey("note")),
                    $"{block}.{name} is null");
            }
        }

        Assert.Equal(["t", "s", "dr", "ra"], metrics["outcome"]!["learners"]!.AsObject().Select(l => l.Key));
    }

    private string Data(int rows) => _cli.Write("data.csv", SmallData.Csv(rows));

    private void Run(params string[] args)
    {
        int code = _cli.Run(args);
        Assert.True(code == 0, $"exit code {code}: {_cli.Error}");
    }

    private void Refused(string mentions, params string[] args)
    {
        string[] before = [.. Directory.GetFiles(_cli.Folder).Order(StringComparer.Ordinal)];
        Assert.Equal(2, _cli.Run(args));
        Assert.Contains(mentions, Assert.Single(_cli.Error.TrimEnd('\n').Split('\n'), l =>
            l.StartsWith("causalloom:", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal(before, Directory.GetFiles(_cli.Folder).Order(StringComparer.Ordinal));
    }
}
