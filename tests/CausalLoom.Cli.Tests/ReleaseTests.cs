using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace CausalLoom.Cli.Tests;

/// <summary>`--release`, what an analyst does with the file, and `certify`.</summary>
public sealed class ReleaseTests : IDisposable
{
    private static readonly string[] Roles = ["-t", "w", "-y", "y"];
    private readonly CliRun _cli = new();

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("steam")]
    [InlineData("joint")]
    [InlineData("joint-xw")]
    public void AnIntervalIsThePopulationsByTheFile(string method)
    {
        (string real, string rows, string release) = Make(method, 300, 3000);
        JsonNode own = Estimate(real, "--nuisance", "stack"), plain = Estimate(rows, "--drop", "site"), of = Estimate(rows, "--release",
            release);
        Assert.Equal("what the rows were drawn from", (string)plain["interval_for"]!);
        Assert.Equal("the population of the real rows", (string)of["interval_for"]!);
        Assert.Null(of["se_factor"]);

        // The corrected estimate is near the real rows', whatever the generator moved, and no surer than they are.
        double se = (double)own["se"]!;
        Assert.InRange((double)of["estimate"]! - (double)own["estimate"]!, -0.9 * se, 0.9 * se);
        Assert.InRange((double)of["se"]! / se, 0.9, 1.15);
        Assert.InRange((double)of["se_rows"]! / se, 0.2, 0.5);
        JsonObject note = JsonNode.Parse(File.ReadAllText(release))!.AsObject();
        Assert.Equal((300, 3000, method), ((int)note["n"]!, (int)note["m"]!, (string)note["method"]!));
        InPython([rows], release, of);
    }

    // The file names the nuisances that were used, and an estimate by that name has the same standard error.
    [Theory]
    [InlineData("stack")]
    [InlineData("linear")]
    public void TheRealRowsOfAReleaseAreThoseOfEstimate(string nuisance)
    {
        (string real, _, string release) = Make("joint", 200, 200, nuisance == "stack" ? [] : ["--release-nuisance", nuisance]);
        Assert.Equal(0, _cli.Run(["estimate", real, .. Roles, "--estimators", "aipw", "--repeats", "1", "--nuisance", nuisance, "--json",
            "-"]));
        double se = (double)JsonNode.Parse(_cli.Output)![0]!["se"]!;
        JsonNode note = JsonNode.Parse(File.ReadAllText(release))!, v = note["populations"]!["everyone"]!["real"]!;
        Assert.Equal(nuisance, (string)note["nuisance"]!);
        Assert.Null(note["known_propensity"]);
        Assert.Equal(se, Math.Sqrt((double)v[0]![0]! + (double)v[1]![1]! - (2 * (double)v[0]![1]!)), se * 1e-9);
    }

    // A treatment that is assigned as the method says is learnt from no rows: the estimate with that probability known.
    [Fact]
    public void AKnownAssignmentIsNamed()
    {
        string real = _cli.Write("d.csv", SmallData.Csv(200)), release = _cli.File("s.json");
        Assert.Equal(0, _cli.Run(["synthesize", real, .. Roles, "--generator", "copula", "--outcome-model", "linear", "--propensity",
            "randomized:0.4", "-o", _cli.File("s.csv"), "--release", release, "--release-nuisance", "linear"]));
        JsonNode note = JsonNode.Parse(File.ReadAllText(release))!, v = note["populations"]!["everyone"]!["real"]!;
        Assert.Equal(("linear", "randomized:0.4"), ((string)note["nuisance"]!, (string)note["known_propensity"]!));
        double se = (double)Estimate(real, "--known-propensity", "0.4")["se"]!;
        Assert.Equal(se, Math.Sqrt((double)v[0]![0]! + (double)v[1]![1]! - (2 * (double)v[0]![1]!)), se * 1e-6);
    }

    [Fact]
    public void OtherAnalysesAreWidenedAndSaySo()
    {
        (_, string rows, string release) = Make("steam", 200, 400);
        JsonNode part = Estimate(rows, "--where", "x1 > 0", "--release", release);
        Assert.Equal(Math.Sqrt(3), (double)part["se_factor"]!, 12);
        Assert.Equal(Math.Sqrt(3) * (double)Estimate(rows, "--where", "x1 > 0")["se"]!, (double)part["se"]!, 9);
        Assert.Contains(part["warnings"]!.AsArray(), w => ((string)w!).Contains("did not measure this analysis", StringComparison.Ordinal));
        JsonNode att = Estimate(rows, "--estimand", "att", "--release", release);
        Assert.Null(att["se_factor"]);
        Assert.NotEqual(0, (double)att["shift"]!);
    }

    [Fact]
    public void FourLevelsHaveAShiftEachWhateverTheirOrder()
    {
        string real = _cli.File("d.csv"), rows = _cli.File("s.csv"), release = _cli.File("r.json");
        string[] roles = ["-t", "dose", "-y", "y"];
        Assert.Equal(0, _cli.Run("simulate", "four-arm", "--rows", "300", "-o", real));
        Assert.Equal(0, _cli.Run(["synthesize", real, .. roles, "--generator", "copula", "--outcome-model", "linear", "--propensity",
            "logistic", "--rows", "900", "-o", rows, "--release", release]));
        JsonObject note = JsonNode.Parse(File.ReadAllText(release))!.AsObject();
        string[] levels = [.. note["levels"]!.AsArray().Select(level => (string)level!)];
        double[] shift = [.. note["populations"]!["everyone"]!["shift"]!.AsArray().Select(v => (double)v!)];
        Assert.Equal(["everyone", .. levels.Select(level => "level:" + level), "overlap"],
            note["populations"]!.AsObject().Select(p => p.Key));
        Assert.Equal(0, _cli.Run(["estimate", rows, .. roles, "--reference", "mid", "--nuisance", "linear", "--estimators", "aipw",
            "--release", release, "--json", "-"]));
        foreach (JsonNode? one in JsonNode.Parse(_cli.Output)!.AsArray())
        {
            double expected = shift[Array.IndexOf(levels, (string)one!["level"]!)] - shift[Array.IndexOf(levels, "mid")];
            Assert.Equal("mid", (string)one["reference"]!);
            Assert.Equal(expected, (double)one["shift"]!, 12);
            Assert.Null(one["se_factor"]);
        }
    }

    [Fact]
    public void AFileBesideTheRowsIsNoticed()
    {
        (string real, string rows, _) = Make("steam", 200, 300);
        Assert.Contains(Estimate(rows)["warnings"]!.AsArray(),
            w => ((string)w!).Contains("synthetic by 's.release.json'", StringComparison.Ordinal));
        Assert.DoesNotContain(Estimate(real)["warnings"]!.AsArray(),
            w => ((string)w!).Contains("synthetic by", StringComparison.Ordinal));
    }

    [Fact]
    public void WhatCannotBeIsRefused()
    {
        (string real, string rows, string release) = Make("steam", 200, 300);
        Refused("of 300 rows, and there are 200", "estimate", real, "--release", release);
        Refused("no release file", "estimate", rows, "--release", rows);
        Refused("There is no file", "estimate", rows, "--release", _cli.File("none.json"));
        Refused("is an input", "estimate", rows, "--release", release, "--json", release);
        Refused("effect of its rows is set", "synthesize", real, "--method", "marginal", "--average-effect", "1", "-o", _cli.File("m.csv"),
            "--release", _cli.File("m.json"));
        Assert.False(File.Exists(_cli.File("m.json")));
    }

    [Fact]
    public void AnEvaluationFailsManyRowsWithoutTheFileAndPassesThemWithIt()
    {
        (string real, string rows, string release) = Make("steam", 200, 3000);
        string Level(params string[] more)
        {
            Assert.Equal(0, _cli.Run(["evaluate", real, rows, .. Roles, "--json", "-", .. more]));
            return (string)JsonNode.Parse(_cli.Output)!["verdicts"]!.AsArray()
                .Single(v => (string)v!["desideratum"]! == "interval")!["level"]!;
        }

        Assert.Equal("fail", Level());
        Assert.Equal("pass", Level("--release", release));
    }

    [Fact]
    public void ACertificateIsTheSameForAnyThreadsAndTellsPlainIntervalsFromThePopulations()
    {
        (string real, _, string release) = Make("joint", 200, 1000);
        Assert.Equal(Certify(release, real, "1", "2").ToJsonString(), Certify(release, real, "2", "2").ToJsonString());
        JsonNode certificate = Certify(release, real, "2", "8");
        foreach (string tally in (string[])["with_effect", "without_effect"])
        {
            JsonNode?[] lines = [.. certificate[tally]!["intervals"]!.AsArray()];
            double Of(string from, string key) => (double)lines.Single(line => (string)line!["from"]! == from)![key]!;
            Assert.Equal(8, (int)certificate[tally]!["worlds"]!);
            Assert.InRange(Of("rows", "coverage"), 0, 0.85);
            Assert.InRange(Of("release", "coverage"), 0.7, 1);
            Assert.InRange(Of("rows", "se_ratio"), 0, 0.75);
            Assert.InRange(Of("release", "se_ratio"), 0.6, 1.5);
            Assert.Equal(tally == "without_effect", Of("release", "truth") == 0);
        }

        Assert.Equal("cannot_tell", (string)certificate["verdict"]!);
    }

    [Fact]
    public void CopiesAreOneEstimateByTheFileAndByWhatTheyDifferBy()
    {
        string real = _cli.Write("d.csv", SmallData.Csv(200)), release = _cli.File("s.release.json");
        string[] make = ["synthesize", real, .. Roles, "--method", "joint", "--generator", "copula", "--rows", "400", "-o",
            _cli.File("s.csv"), "--release-copies", "3", "--release-nuisance", "linear", "--release", release, "--json", "-"];
        string[] files = [.. Enumerable.Range(1, 3).Select(k => _cli.File($"s.{k}.csv"))];
        Assert.Equal(0, _cli.Run([.. make, "--threads", "1"]));
        byte[][] once = [.. files.Append(release).Select(File.ReadAllBytes)];
        Assert.Equal(files, JsonNode.Parse(_cli.Output)!["copies"]!.AsArray().Select(copy => (string)copy!["rows"]!));
        Assert.Equal(0, _cli.Run([.. make, "--threads", "2"]));
        Assert.Equal(once, files.Append(release).Select(File.ReadAllBytes));
        Assert.False(File.Exists(_cli.File("s.csv")));
        Assert.NotEqual(once[0], once[1]);
        JsonObject note = JsonNode.Parse(File.ReadAllText(release))!.AsObject();
        Assert.Equal((200, 400, 3, "linear"), ((int)note["n"]!, (int)note["m"]!, (int)note["copies"]!, (string)note["nuisance"]!));

        // By hand: each file's own estimate, their mean less the file's shift.
        JsonNode[] alone = [.. files.Select(file => Estimate(file))];
        JsonNode of = Estimate(files[0], [.. files[1..], "--release", release]), own = Estimate(real);
        double mean = alone.Average(one => (double)one["estimate"]!), within = alone.Average(one => Math.Pow((double)one["se"]!, 2));
        double between = alone.Sum(one => Math.Pow((double)one["estimate"]! - mean, 2)) / 2;
        JsonNode everyone = note["populations"]!["everyone"]!;
        double shift = (double)everyone["shift"]![1]! - (double)everyone["shift"]![0]!;
        Assert.Equal(mean - shift, (double)of["estimate"]!, 9);
        Assert.Equal((3, "release"), ((int)of["copies"]!["count"]!, (string)of["copies"]!["rule"]!));
        Assert.Equal(within, (double)of["copies"]!["within"]!, 9);
        Assert.Equal(between, (double)of["copies"]!["between"]!, 9);
        Assert.Equal(mean, (double)of["copies"]!["by_between"]!["estimate"]!, 9);
        Assert.Equal(Math.Sqrt(within * (2 + (3 / 3.0))), (double)of["copies"]!["by_within"]!["se"]!, 9);
        double se = (double)own["se"]!;
        Assert.InRange((double)of["estimate"]! - (double)own["estimate"]!, -0.9 * se, 0.9 * se);
        Assert.InRange((double)of["se"]! / se, 0.99, 1.2);
        InPython(files, release, of);

        // Another analysis is by what the copies differ by, and says so.
        JsonNode part = Estimate(files[0], [.. files[1..], "--release", release, "--where", "x1 > 0"]);
        Assert.Equal("between", (string)part["copies"]!["rule"]!);
        Assert.Contains(part["warnings"]!.AsArray(), w => ((string)w!).Contains("what the copies differ by", StringComparison.Ordinal));
        Assert.Contains("copies", (string)Estimate(files[0])["warnings"]!.AsArray()
            .Single(w => ((string)w!).Contains("synthetic by", StringComparison.Ordinal))!, StringComparison.Ordinal);
        Refused("of 3 copies, and there are 2", "estimate", files[0], files[1], "--release", release);
        Refused("copies of one release", "estimate", files[0], files[1]);
        Refused("needs --release", "synthesize", real, "-o", _cli.File("t.csv"), "--release-copies", "3");
        Refused("not between 2 and", "synthesize", real, "-o", _cli.File("t.csv"), "--release-copies", "1", "--release",
            _cli.File("t.json"));
        Refused("--model is of one model", "synthesize", real, "-o", _cli.File("t.csv"), "--release-copies", "2", "--release",
            _cli.File("t.json"), "--model", _cli.File("t.loom"));
        Refused("without --release", "synthesize", real, "-o", _cli.File("t.csv"), "--release-nuisance", "linear");
        JsonNode certificate = Certify(release, real, "2", "2");
        Assert.Equal(["real", "rows", "release", "within", "between"],
            certificate["with_effect"]!["intervals"]!.AsArray().Select(line => (string)line!["from"]!));
    }

    private JsonNode Certify(string release, string real, string threads, string worlds)
    {
        Assert.Equal(0, _cli.Run("certify", release, "--data", real, "--worlds", worlds, "--nuisance", "linear", "--threads", threads,
            "--json", "-"));
        return JsonNode.Parse(_cli.Output)!;
    }

    private (string Real, string Rows, string Release) Make(string method, int n, int m, params string[] more)
    {
        string real = _cli.Write("d.csv", SmallData.Csv(n)), rows = _cli.File("s.csv"), release = _cli.File("s.release.json");
        Assert.Equal(0, _cli.Run(["synthesize", real, .. Roles, "--method", method, "--generator", "copula", "--rows",
            m.ToString(CultureInfo.InvariantCulture), "-o", rows, "--release", release,
            .. method == "joint" ? Array.Empty<string>() : ["--outcome-model", "linear"],
            .. method == "steam" ? ["--propensity", "logistic"] : Array.Empty<string>(), .. more]));
        return (real, rows, release);
    }

    private JsonNode Estimate(string file, params string[] more)
    {
        string[] nuisance = more.Contains("--nuisance") ? [] : ["--nuisance", "linear"];
        Assert.True(_cli.Run(["estimate", file, .. Roles, .. nuisance, "--estimators", "aipw", "--json", "-", .. more]) == 0, _cli.Error);
        return JsonNode.Parse(_cli.Output)![0]!;
    }

    private void Refused(string says, string verb, string file, params string[] more)
    {
        Assert.Equal(2, _cli.Run([verb, file, .. Roles, .. more]));
        string line = Assert.Single(_cli.Error.Split('\n'), said => said.StartsWith("causalloom:", StringComparison.Ordinal));
        Assert.Contains(says, line, StringComparison.Ordinal);
    }

    /// <summary>The page's function gives the numbers of `estimate --release`, where there is a Python to run it.</summary>
    private void InPython(string[] rows, string release, JsonNode of)
    {
        string page = File.ReadAllText(Path.Combine(CausalLoom.Tests.Repository.Root, "docs", "releases.md"));
        string script = page.Split("<!-- population.py -->\n```python\n")[1].Split("```")[0];
        JsonNode[] plain = [.. rows.Select(file => Estimate(file))];
        string List(string key) => $"[{string.Join(", ", plain.Select(one => ((double)one[key]!).ToString("R",
            CultureInfo.InvariantCulture)))}]";
        string call = rows.Length > 1 ? $"print(*copies_interval({List("estimate")}, {List("se")}, r'{release}'))"
            : $"print(*population_interval({List("estimate")}[0], {List("se")}[0], r'{release}'))";
        if (rows.Length > 1)
        {
            // The rule for any analysis gives the numbers of `by_between`.
            call += $"\nprint(*between_copies({List("estimate")}, {List("se")}, r'{release}'))";
        }
        Process? python;
        try
        {
            python = Process.Start(new ProcessStartInfo("python3", ["-c", script + "\n" + call]) { RedirectStandardOutput = true });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("There is no python3 to run the page's function.");
            return;
        }

        double[] said = [.. python!.StandardOutput.ReadToEnd().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(v => v == "inf" ? double.PositiveInfinity : double.Parse(v, CultureInfo.InvariantCulture))];
        python.WaitForExit();
        double se = (double)of["se"]!;
        Assert.Equal((double)of["estimate"]!, said[0], 1e-9);
        Assert.Equal(se, said[1], se * 1e-9);
        Assert.Equal((double)of["ci"]![0]!, said[2], se * 1e-3);
        if (rows.Length > 1)
        {
            JsonNode by = of["copies"]!["by_between"]!;
            Assert.Equal((double)by["estimate"]!, said[4], 1e-9);
            Assert.Equal((double)by["se"]!, said[5], se * 1e-9);
            Assert.Equal(by["df"] is { } df ? Math.Max(1, (double)df) : double.PositiveInfinity, said[6], 1e-6);
        }
    }
}
