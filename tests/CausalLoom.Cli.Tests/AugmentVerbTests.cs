using System.Text.Json.Nodes;

namespace CausalLoom.Cli.Tests;

/// <summary>`causalloom augment`: what it writes, and what it refuses.</summary>
public sealed class AugmentVerbTests : IDisposable
{
    private readonly CliRun _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void WritesOriginalRowsThenAddedOnesAndAllNumbers()
    {
        (string data, string pool) = Files();
        string rows = _cli.File("out.csv"), json = _cli.File("augment.json"), report = _cli.File("report.html");
        Assert.Equal(0, _cli.Run("augment", data, "-t", "A", "-y", "Y", "--donors", pool, "--donors-are", "real", "--nuisance", "linear",
            "-o", rows, "--json", json, "--report", report, "--no-progress"));
        JsonNode result = JsonNode.Parse(File.ReadAllText(json))!;
        int added = (int)result["augmented"]!["added"]!;
        Assert.True(added > 5);
        Assert.Equal(added / (200.0 + added), (double)result["augmented"]!["alpha"]!, 12);
        Assert.Equal((int)result["extremes"]!["low"]! + (int)result["extremes"]!["high"]!,
            added + (int)result["extremes"]!["without_donor"]!);
        Assert.Equal("real", (string)result["donors"]!["origin"]!);
        Assert.Equal(["none", "fit-only", "pooled", "transport", "trim-0.1", "trim-crump", "overlap-weights", "donors"],
            result["approaches"]!.AsArray().Select(a => (string)a!["name"]!));
        Assert.All(result["approaches"]!.AsArray(), a =>
            Assert.True(a!["estimates"]!.AsArray().Count == 4 && a["estimates"]![0]!["se"]!.GetValue<double>() > 0));
        Assert.Equal(6, result["covariate_shift"]!.AsArray().Count);
        Assert.Equal("transport", (string)result["averaging"]!);
        Assert.Equal((string)result["donor_agreement"]!["verdict"]! == "agree", (double)result["donor_agreement"]!["p"]! > 0.01);
        Assert.Equal(["0", "1"], result["donor_agreement"]!["arms"]!.AsArray().Select(a => (string)a!["arm"]!));
        Assert.Equal((0, 0), ((int)result["donors"]!["copies"]!, (int)result["donors"]!["near_copies"]!));

        string[] lines = File.ReadAllLines(rows), original = File.ReadAllLines(data), donors = File.ReadAllLines(pool);
        Assert.Equal(original[0] + ",augmented,donor_row,beside_row", lines[0]);
        Assert.Equal(201 + added, lines.Length);
        Assert.Equal(original[1..].Select(line => line + ",0,,"), lines[1..201]);
        Assert.All(lines[201..], line =>
        {
            string[] cells = line.Split(',');
            Assert.Equal(donors[int.Parse(cells[^2], null)], string.Join(',', cells[..^3]));
            Assert.Equal("1", cells[^3]);
            Assert.InRange(int.Parse(cells[^1], null), 1, 200);
        });
        Assert.Contains("fit-only", _cli.Output, StringComparison.Ordinal);
        string page = File.ReadAllText(report);
        Assert.Contains("Effects by answer to poor overlap", page, StringComparison.Ordinal);
        Assert.DoesNotContain(_cli.Folder, page, StringComparison.Ordinal);
    }

    [Fact]
    public void TheEstimateWithoutDonorsIsThatOfEstimate()
    {
        (string data, string pool) = Files();
        Assert.Equal(0, _cli.Run("estimate", data, "-t", "A", "-y", "Y", "--nuisance", "linear", "--folds", "5", "--repeats", "1",
            "--seed", "4", "--json", "-"));
        JsonArray plain = JsonNode.Parse(_cli.Output)!.AsArray();
        string[] common = ["augment", data, "-t", "A", "-y", "Y", "--donors", pool, "--donors-are", "real", "--nuisance", "linear",
            "--seed", "4", "-o", _cli.File("out.csv"), "--json", "-"];
        Assert.Equal(0, _cli.Run(common));
        Assert.Equal(Estimates(plain), Estimates(Approach("none")));
        Assert.NotEqual(Estimates(plain), Estimates(Approach("fit-only")));

        // Nobody is extreme: fit-only is the same, too, and so is transport but for rounding.
        Assert.Equal(0, _cli.Run([.. common, "--lower", "0", "--upper", "1"]));
        Assert.Equal(Estimates(plain), Estimates(Approach("fit-only")));
        Assert.Equal(Estimates(plain), Estimates(Approach("transport")), (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal(0, (int)JsonNode.Parse(_cli.Output)!["augmented"]!["added"]!);

        JsonArray Approach(string name) =>
            JsonNode.Parse(_cli.Output)!["approaches"]!.AsArray().First(a => (string)a!["name"]! == name)!["estimates"]!.AsArray();
        static double[] Estimates(JsonArray of) => [.. of.SelectMany(e => new[] { (double)e!["estimate"]!, (double)e["se"]! })];
    }

    [Fact]
    public void SameSeedSameBytesForAnyThreads()
    {
        (string data, string pool) = Files();
        string[] common = ["augment", data, "-t", "A", "-y", "Y", "--donors", pool, "--donors-are", "synthetic", "--variant", "hybrid",
            "--averaging", "pooled", "--nuisance", "linear", "--json", "-"];
        Assert.Equal(0, _cli.Run([.. common, "-o", _cli.File("one.csv"), "--threads", "1"]));
        string one = _cli.Output;
        Assert.Equal(0, _cli.Run([.. common, "-o", _cli.File("three.csv"), "--threads", "3"]));
        Assert.Equal(one, _cli.Output);
        Assert.Equal(File.ReadAllBytes(_cli.File("one.csv")), File.ReadAllBytes(_cli.File("three.csv")));
        Assert.Contains("Synthetic donors", one, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no new information", "--donors-are", "self")]
    [InlineData("no new information", "--donors-are", "real", "--donors", "DATA")]
    [InlineData("adds no information", "--donors-are", "real", "--variant", "self")]
    [InlineData("Did you mean 'real'", "--donors-are", "reel")]
    [InlineData("pear", "--donors-are", "real", "--variant", "pear")]
    [InlineData("--caliper 'wide'", "--donors-are", "real", "--caliper", "wide")]
    [InlineData("not -1", "--donors-are", "real", "--caliper", "-1")]
    [InlineData("outside [0.9, 0.1]", "--donors-are", "real", "--lower", ".9", "--upper", ".1")]
    [InlineData("either --quantile", "--donors-are", "real", "--lower", ".1", "--quantile", ".1")]
    [InlineData("no meaning with --preset", "--donors-are", "real", "--preset", "hybrid-paper", "--clip", ".1")]
    [InlineData("no preset", "--donors-are", "real", "--preset", "paper")]
    [InlineData("--clip .7", "--donors-are", "real", "--clip", ".7")]
    [InlineData("from 0 to 1", "--donors-are", "real", "--flip", "2")]
    public void WhatCannotHelpOrCannotBeMeantIsRefused(string expected, params string[] flags)
    {
        (string data, string pool) = Files();
        string other = _cli.Write("same.csv", File.ReadAllText(data));
        string[] given = [.. flags.Select(f => f == "DATA" ? other : f)];
        string[] donors = given.Contains("--donors") ? [] : ["--donors", pool];
        Assert.Equal(2,
            _cli.Run(["augment", data, "-t", "A", "-y", "Y", "--nuisance", "linear", "-o", _cli.File("out.csv"), .. donors, .. given]));
        Assert.Contains(expected, _cli.Error, StringComparison.Ordinal);
        Assert.Single(_cli.Error.TrimEnd('\n').Split('\n'), l => l.StartsWith("causalloom:", StringComparison.Ordinal));
        Assert.False(File.Exists(_cli.File("out.csv")));
    }

    [Fact]
    public void HalfTheDonorsOutcomesOverwrittenAreNamed()
    {
        (string data, string pool) = Files();
        string[] lines = File.ReadAllLines(pool);
        Assert.EndsWith(",Y", lines[0], StringComparison.Ordinal);
        string bad = _cli.Write("bad.csv",
            string.Join('\n', lines.Select((line, i) => i % 2 == 0 && i > 0 ? line[..^1] + "1" : line)) + "\n");
        string report = _cli.File("report.html");
        Assert.Equal(0, _cli.Run("augment", data, "-t", "A", "-y", "Y", "--donors", bad, "--donors-are", "real", "--nuisance", "linear",
            "-o", _cli.File("out.csv"), "--json", "-", "--report", report));
        JsonNode found = JsonNode.Parse(_cli.Output)!["donor_agreement"]!;
        Assert.Equal(("differ", "mean"), ((string)found["verdict"]!, (string)found["kind"]!));
        Assert.InRange((double)found["size"]!, 0.05, 0.5);
        Assert.Contains("donors disagree with the data", (string)found["text"]!, StringComparison.Ordinal);
        Assert.Contains("donors disagree with the data", File.ReadAllText(report), StringComparison.Ordinal);
    }

    [Fact]
    public void DonorsMustBeNamedAndTheirOriginStated()
    {
        (string data, string pool) = Files();
        Assert.Equal(2, _cli.Run("augment", data, "-t", "A", "-y", "Y", "-o", _cli.File("out.csv"), "--donors", pool));
        Assert.Contains("--donors-are", _cli.Error, StringComparison.Ordinal);
        Assert.Equal(2, _cli.Run("augment", data, "-t", "A", "-y", "Y", "-o", _cli.File("out.csv"), "--donors-are", "real"));
        Assert.Contains("--donors", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void AugmentedRowsAreNotAugmentedAgain()
    {
        (string data, string pool) = Files();
        string once = _cli.File("once.csv");
        string[] rest = ["-t", "A", "-y", "Y", "--donors", pool, "--donors-are", "real", "--nuisance", "linear"];
        Assert.Equal(0, _cli.Run(["augment", data, .. rest, "-o", once]));
        Assert.Equal(2, _cli.Run(["augment", once, .. rest, "-o", _cli.File("twice.csv")]));
        Assert.Contains("'augmented'", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void AColumnOfTrueEffectsIsNoCovariateAndDonorsNeedNone()
    {
        (string data, string pool) = Files(truth: true);
        Assert.Equal(0, _cli.Run("augment", data, "-t", "A", "-y", "Y", "--truth", "tau", "--donors", pool, "--donors-are", "real",
            "--nuisance", "linear", "-o", _cli.File("out.csv"), "--json", "-"));
        JsonNode result = JsonNode.Parse(_cli.Output)!;
        Assert.Equal(0.5, (double)result["truth"]!, 12);
        Assert.Equal((double)result["estimates"]![0]!["estimate"]! - 0.5, (double)result["estimates"]![0]!["bias"]!, 12);
        Assert.Equal(6, result["covariate_shift"]!.AsArray().Count);
    }

    private (string Data, string Pool) Files(bool truth = false)
    {
        string data = _cli.File("data.csv"), pool = _cli.File("pool.csv");
        Assert.Equal(0, _cli.Run("simulate", "hybrid", "--set", "overlap=poor", "--rows", "200", "--seed", "3", "-o", data, "--quiet"));
        Assert.Equal(0,
            _cli.Run("simulate", "hybrid", "--set", "overlap=randomized", "--rows", "400", "--seed", "4", "-o", pool, "--quiet"));
        if (truth)
        {
            string[] lines = File.ReadAllLines(data);
            File.WriteAllLines(data, lines.Select((line, i) => line + (i == 0 ? ",tau" : i % 2 == 0 ? ",0.25" : ",0.75")));
        }

        return (data, pool);
    }
}
