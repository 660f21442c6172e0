using System.Globalization;
using System.Text.Json.Nodes;

namespace CausalLoom.Cli.Tests;

/// <summary>Every verb on a treatment of four levels, from one to the next, as a user would go.</summary>
public sealed class FourArmTests : IDisposable
{
    private static readonly string[] Roles = ["-t", "dose", "-y", "y"];
    private static readonly string[] Quick = ["--generator", "copula", "--propensity", "logistic", "--outcome-model", "linear"];
    private readonly CliRun _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void InspectCountsEveryLevel()
    {
        string data = Data(300), schema = _cli.File("schema.yaml");
        Run(["inspect", data, .. Roles]);
        Assert.Matches(
            "Arms: [0-9]+ rows with dose = control \\(reference\\), [0-9]+ with high, [0-9]+ with low, [0-9]+ with mid.", _cli.Output);
        Assert.Contains("at least .05 for every level", _cli.Output, StringComparison.Ordinal);
        Run(["inspect", data, .. Roles, "--reference", "low", "--json", "-", "--schema-out", schema]);
        JsonNode arms = JsonNode.Parse(_cli.Output)!["arms"]!;
        Assert.Equal("low", (string?)arms["reference"]!["level"]);
        Assert.Equal(["control", "high", "mid"], arms["others"]!.AsArray().Select(arm => (string?)arm!["level"]));
        Assert.Equal(300, (int)arms["reference"]!["rows"]! + arms["others"]!.AsArray().Sum(arm => (int)arm!["rows"]!));
        Assert.Equal(2, _cli.Run(["estimate", data, .. Roles, "--reference", "hihg"]));
        Assert.Contains("has no level 'hihg' to be the reference. Did you mean 'high'?", _cli.Error, StringComparison.Ordinal);
    }

    // What inspect writes is read again as inspect said: names of levels do not decide a second time.
    [Theory]
    [InlineData("high")]
    [InlineData(null)]
    public void TheSchemaThatInspectWritesKeepsTheReference(string? reference)
    {
        string data = Data(200), schema = _cli.File("schema.yaml");
        File.WriteAllText(data, File.ReadAllText(data).Replace("control", "placebo", StringComparison.Ordinal));
        string[] flag = reference is null ? [] : ["--reference", reference];
        Run(["inspect", data, .. Roles, .. flag, "--schema-out", schema]);
        Run("estimate", data, "--schema", schema, "--estimators", "aipw", "--nuisance", "linear", "--json", _cli.File("e.json"));
        Assert.All(JsonNode.Parse(File.ReadAllText(_cli.File("e.json")))!.AsArray(),
            e => Assert.Equal(reference ?? "placebo", (string?)e!["reference"]));
    }

    [Fact]
    public void NumbersAsLevelsKeepTheReferenceToo()
    {
        string data = _cli.Write("n.csv", "x,w,y\n" + string.Join('\n', Enumerable.Range(0, 90).Select(i => $"{i % 7},{i % 3},{i % 11}")));
        Run("inspect", data, "-t", "w", "-y", "y", "--reference", "2", "--schema-out", _cli.File("n.yaml"));
        Run("inspect", data, "--schema", _cli.File("n.yaml"));
        Assert.Contains("30 rows with w = 2 (reference)", _cli.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void TheTruthInTheResultIsOfEveryLevel()
    {
        string data = Data(300), json = _cli.File("s.json"), truth = _cli.File("t.csv");
        Run(["synthesize", data, .. Roles, .. Quick, "-o", _cli.File("s.csv"), "--truth", truth, "--json", json]);
        double[][] mu = [.. File.ReadAllLines(truth).Skip(1).Select(line => line.Split(',')[..4]
            .Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray())];
        JsonArray effects = JsonNode.Parse(File.ReadAllText(json))!["truth"]!["effects"]!.AsArray();
        Assert.Equal(["high control", "low control", "mid control"], effects.Select(e => Pair(e!)));
        Assert.All(effects.Select((e, k) => ((double)e!["effect"]!, k + 1)), effect =>
            Assert.Equal(mu.Average(row => row[effect.Item2] - row[0]), effect.Item1, 9));
    }

    [Fact]
    public void AHoldoutHasTwoRowsOfEachLevelThatCanSpareThem()
    {
        string data = _cli.Write("r.csv", "x,w,y\n" + string.Join('\n',
            Enumerable.Range(0, 200).Select(i => $"{i % 7},{(i < 5 ? "rare" : i % 2 == 0 ? "a" : "b")},{i % 11}")));
        string[] roles = ["-t", "w", "-y", "y"];
        Run(["synthesize", data, .. roles, .. Quick, "-o", _cli.File("s.csv"), "--holdout", "0.1", "--holdout-out", _cli.File("h.csv")]);
        Assert.Equal(2, File.ReadAllLines(_cli.File("h.csv")).Count(line => line.Contains("rare", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("trim: [0.1, 0.9]", "trim")]
    [InlineData("known_propensity: 0.5", "known_propensity")]
    public void AStudyRefusesWhatIsForTwoArmsBeforeTheWork(string key, string named)
    {
        string study = _cli.Write("s.yaml", "name: s\nreplicates: 2\nn: 100\nsources: [{simulator: four-arm}]\n"
            + $"contrasts: [[high, low]]\nmethods: [{{ estimator: aipw, nuisance: linear, {key} }}]\n");
        Assert.Equal(2, _cli.Run("study", "run", study, "--out", _cli.File("out"), "--no-progress"));
        Assert.Contains($"the treatment has 4 levels, and `{named}` of the method `aipw` is for two arms.", _cli.Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public void EstimatesAreOfEachContrastAskedFor()
    {
        string data = Data(400);
        JsonNode[] reference = Estimates(data), all = Estimates(data, "--contrasts", "all");
        Assert.Equal(["high control", "low control", "mid control"], reference.Select(Pair));
        Assert.Equal(6, all.Length);
        Assert.Equal(reference.Select(e => (double)e["estimate"]!), all.Take(3).Select(e => (double)e["estimate"]!));

        // A family of six is wider at once than one of three, and both than one contrast alone.
        Assert.All(all.Take(3).Zip(reference), pair =>
        {
            double one = Width(pair.Second, "ci");
            double three = Width(pair.Second, "ci_simultaneous"), six = Width(pair.First, "ci_simultaneous");
            Assert.True(one < three && three < six, FormattableString.Invariant($"{one} {three} {six}"));
        });
        JsonNode turned = Estimates(data, "--reference", "high").First(e => Pair(e) == "control high");

        // Other labels, other folds: the same effect but for what chance has in them.
        Assert.InRange((double)reference[0]["estimate"]! + (double)turned["estimate"]!, -(double)turned["se"]!, (double)turned["se"]!);
    }

    [Theory]
    [InlineData("steam", true)]
    [InlineData("hybrid", true)]
    [InlineData("joint", false)]
    [InlineData("joint-xw", true)]
    public void RowsAndTruthAreOfFourLevels(string method, bool truth)
    {
        string data = Data(300), rows = _cli.File("rows.csv"), known = _cli.File("known.csv"), model = _cli.File("m.loom");
        string[] parts = method switch { "joint" => ["--generator", "copula"], "joint-xw" => [.. Quick[..2], .. Quick[4..]], _ => Quick };
        string[] written = truth && method != "joint-xw" ? ["--truth", known] : [];
        Run(["synthesize", data, .. Roles, "--method", method, .. parts, "-o", rows, "--model", model, .. written]);
        string[] lines = File.ReadAllLines(rows);
        int dose = Array.IndexOf(lines[0].Split(','), "dose"), y = Array.IndexOf(lines[0].Split(','), "y");
        Assert.Equal(["control", "high", "low", "mid"], lines.Skip(1).Select(line => line.Split(',')[dose]).Distinct().Order());
        if (written.Length > 0)
        {
            string[] truths = File.ReadAllLines(known), heads = truths[0].Split(',');
            Assert.Equal("mu_control,mu_high,mu_low,mu_mid,y_control,y_high,y_low,y_mid,"
                + "propensity_control,propensity_high,propensity_low,propensity_mid", truths[0]);
            for (int i = 1; i < lines.Length; i++)
            {
                string[] cells = lines[i].Split(','), facts = truths[i].Split(',');
                Assert.Equal(cells[y], facts[Array.IndexOf(heads, "y_" + cells[dose])]);
                Assert.Equal(1, facts[8..].Sum(p => double.Parse(p, CultureInfo.InvariantCulture)), 9);
            }
        }

        string given = _cli.Write("given.csv", "stage,dose\nI,mid\nIII,control\nII,low\n");
        Run("sample", model, "--given", given, "-o", _cli.File("given-rows.csv"));
        Assert.Equal(["mid", "control", "low"],
            File.ReadAllLines(_cli.File("given-rows.csv")).Skip(1).Select(line => line.Split(',')[dose]));
    }

    [Fact]
    public void EvaluateJudgesByContrast()
    {
        string data = Data(300), rows = _cli.File("rows.csv"), truth = _cli.File("truth.csv"), json = _cli.File("metrics.json"),
            page = _cli.File("page.html");
        Run(["synthesize", data, .. Roles, .. Quick, "-o", rows, "--truth", truth]);
        Run(["evaluate", data, rows, .. Roles, "--repeats", "1", "--truth", truth, "--json", json, "--report", page]);
        JsonNode metrics = JsonNode.Parse(File.ReadAllText(json))!;
        Assert.Equal(6, metrics["outcome"]!["pairs"]!.AsArray().Count);
        Assert.Equal(4, metrics["treatment"]!["levels"]!.AsArray().Count);
        Assert.Contains("With exact effects", _cli.Output, StringComparison.Ordinal);
        Assert.All(new[] { "high against control:", "low against control:", "mid against control:" },
            contrast => Assert.Contains(contrast, _cli.Output, StringComparison.Ordinal));
        Assert.Contains("mid", File.ReadAllText(page), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sandbox", "--tau", "1", "-o", "s.csv", "--truth", "t.csv", "--verification", "v.json")]
    [InlineData("augment", "--donors", "other.csv", "--donors-are", "real", "-o", "a.csv")]
    [InlineData("synthesize", "--method", "plasmode", "-o", "p.csv")]
    [InlineData("synthesize", "--method", "realcause", "-o", "p.csv")]
    [InlineData("synthesize", "--method", "marginal", "--average-effect", "1", "-o", "p.csv")]
    [InlineData("estimate", "--known-propensity", "0.5")]
    public void WhatIsForTwoArmsSaysSo(string verb, params string[] flags)
    {
        string data = Data(300);
        Run("simulate", "four-arm", "--rows", "200", "--seed", "2", "-o", _cli.File("other.csv"));
        string[] own = [.. flags.Select(flag => flag.Contains(".csv", StringComparison.Ordinal) || flag.EndsWith(".json",
            StringComparison.Ordinal) ? _cli.File(flag) : flag)];
        Assert.Equal(2, _cli.Run([verb, data, .. Roles, .. own, "--quiet"]));
        string message = Assert.Single(_cli.Error.Trim().Split('\n'));
        Assert.Contains("two arms", message, StringComparison.Ordinal);
        Assert.False(File.Exists(_cli.File("p.csv")) || File.Exists(_cli.File("s.csv")) || File.Exists(_cli.File("a.csv")));
    }

    private static string Pair(JsonNode estimate) => $"{estimate["level"]} {estimate["reference"]}";

    private static double Width(JsonNode estimate, string key) => (double)estimate[key]![1]! - (double)estimate[key]![0]!;

    private JsonNode[] Estimates(string data, params string[] flags)
    {
        string json = _cli.File("e.json");
        Run(["estimate", data, .. Roles, "--estimators", "aipw", "--nuisance", "linear", "--json", json, .. flags]);
        return [.. JsonNode.Parse(File.ReadAllText(json))!.AsArray().Select(e => e!)];
    }

    private string Data(int rows)
    {
        Run("simulate", "four-arm", "--rows", rows.ToString(CultureInfo.InvariantCulture), "-o", _cli.File("data.csv"));
        return _cli.File("data.csv");
    }

    private void Run(params string[] args) =>
        Assert.True(_cli.Run([.. args, "--no-progress"]) == 0, string.Join(' ', args) + ": " + _cli.Error);
}
