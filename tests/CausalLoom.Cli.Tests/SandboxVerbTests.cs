using System.Text.Json.Nodes;

namespace CausalLoom.Cli.Tests;

/// <summary>`causalloom sandbox`: data with knobs, their truth and the proof; what fails and what is refused.</summary>
public sealed class SandboxVerbTests : IDisposable
{
    private readonly CliRun _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void WhatIsAskedIsWrittenVerifiedAndSaved()
    {
        string data = Toy(), output = _cli.File("synth.csv"), truth = _cli.File("truth.csv"), proof = _cli.File("proof.json"), report =
            _cli.File("report.html"), model = _cli.File("model.loom"), json = _cli.File("run.json"), metrics = _cli.File("metrics.json");
        string[] knobs = ["--tau", ".1 + .05 * tanh(X_uniform)", "--kappa0", ".06", "--kappa1", "-.06 * tanh(X_uniform)",
            "--log-alpha", "X_bin"];
        int code = _cli.Run(["sandbox", data, "-t", "T", "-y", "Y", .. knobs, "--generator", "bootstrap", "--rows", "300",
            "--proxies", "1", "-o", output, "--truth", truth, "--verification", proof, "--report", report, "--model", model, "--json", json,
            "--paper-metrics", metrics, "--no-progress"]);
        Assert.Equal(string.Empty, string.Join('\n', _cli.Output.Split('\n').Where(l => l.StartsWith("FAIL", StringComparison.Ordinal))));
        Assert.Equal(0, code);
        string[] head = File.ReadLines(truth).First().Split(',');
        Assert.Equal(["mu0", "mu1", "cate", "y0", "y1", "propensity", "kappa0", "kappa1", "u", "propensity_u"], head);
        Assert.Equal("X_bin,X_cat,X_exp,X_uniform,X_beta,T,Y,u_proxy1", File.ReadLines(output).First());

        // The data's outcome is y1 for treated and y0 for control rows.
        string[][] rows = [.. File.ReadLines(output).Skip(1).Select(l => l.Split(','))],
            truths = [.. File.ReadLines(truth).Skip(1).Select(l => l.Split(','))];
        Assert.Equal(300, rows.Length);
        Assert.All(rows.Zip(truths), pair => Assert.Equal(pair.First[6], pair.First[5] == "1" ? pair.Second[4] : pair.Second[3]));
        JsonNode seen = JsonNode.Parse(File.ReadAllText(proof))!;
        Assert.True((bool)seen["passed"]!);
        Assert.True((long)seen["draws"]! >= 1_000_000);
        Assert.InRange((double)seen["tau"]!["slope"]!, 0.9, 1.1);
        Assert.Contains("tau_mae", File.ReadAllText(metrics), StringComparison.Ordinal);
        JsonNode result = JsonNode.Parse(File.ReadAllText(json))!;
        Assert.Equal("exact", (string)result["mode"]!);
        Assert.InRange((double)result["sandbox"]!["confounder"]!["treatment_odds_ratio"]!, 8, 12);
        Assert.Contains("Delivered as asked", File.ReadAllText(report), StringComparison.Ordinal);
        Assert.DoesNotContain(_cli.Folder, File.ReadAllText(report), StringComparison.Ordinal);

        // The saved model draws the same rows and the same truth.
        string again = _cli.File("again.csv"), againTruth = _cli.File("again_truth.csv");
        Assert.Equal(0, _cli.Run("sample", model, "--rows", "300", "-o", again, "--truth", againTruth, "--no-progress"));
        Assert.Equal(File.ReadAllText(output), File.ReadAllText(again));
        Assert.Equal(File.ReadAllText(truth), File.ReadAllText(againTruth));
    }

    [Fact]
    public void ThePageHasTheTiltsPriceAndACommandLineThatCanBePasted()
    {
        string json = _cli.File("run.json"), report = _cli.File("report.html");
        Assert.Equal(0, _cli.Run("sandbox", Toy(), "-t", "T", "-y", "Y", "--tau", ".3 + X_uniform/100", "--log-alpha=X_bin/2",
            "--generator", "bootstrap", "-o", _cli.File("my synth.csv"), "--json", json, "--report", report, "--no-progress",
            "--allow-unverified", "--tilt", ".25"));
        Assert.Contains("With --tilt 0.25 it moves it by", _cli.Error, StringComparison.Ordinal);
        JsonNode sandbox = JsonNode.Parse(File.ReadAllText(json))!["sandbox"]!;
        double rms = (double)sandbox["gap"]!["rms"]!;
        Assert.Equal(0.25 * rms, (double)sandbox["at_tilt"]!["tau_off_rms"]!, 12);
        Assert.Equal(0.75 * rms, (double)sandbox["at_tilt"]!["contrast_rms"]!, 12);
        string page = System.Net.WebUtility.HtmlDecode(File.ReadAllText(report));
        Assert.Contains("With --tilt 0.25 the contrast moves by", page, StringComparison.Ordinal);

        // A slash in an expression is no folder; text with blanks is quoted; folders are left out.
        Assert.Contains("causalloom sandbox toy.csv -t T -y Y --tau '.3 + X_uniform/100' --log-alpha=X_bin/2 --generator bootstrap -o 'my "
            + "synth.csv' --json run.json --report report.html", page, StringComparison.Ordinal);
    }

    [Fact]
    public void ThePapersPresetShowsWhatItMissesAndSavesWhatItDraws()
    {
        // With kappa of opposite sign the paper's terms contradict each other: half of each is met, and the verification says so.
        string data = Toy(400), proof = _cli.File("proof.json"), output = _cli.File("synth.csv"), report = _cli.File("report.html"),
            model = _cli.File("model.loom"), again = _cli.File("again.csv"), json = _cli.File("run.json");
        Assert.Equal(0, _cli.Run("sandbox", data, "-t", "T", "-y", "Y", "--tau", ".1", "--kappa0", ".1 * tanh(X_uniform)", "--kappa1",
            "-.1 * tanh(X_uniform)", "--log-alpha", "X_bin", "--preset", "causalmix-paper", "--pareto", "--rows", "200", "-o", output,
            "--model", model, "--json", json, "--verification", proof, "--report", report, "--allow-unverified", "--no-progress"));
        Assert.Contains("contradict", _cli.Error, StringComparison.Ordinal);
        JsonNode seen = JsonNode.Parse(File.ReadAllText(proof))!, result = JsonNode.Parse(File.ReadAllText(json))!;
        Assert.InRange((double)seen["kappa0"]!["slope"]!, 0.3, 0.7);

        // Its outcome model's code says nothing of the arm's covariates: what the real rows' regression says of Y goes.
        Assert.Contains("association", seen["failures"]!.AsArray().Select(f => (string)f!));
        Assert.Contains("What training came to", File.ReadAllText(report), StringComparison.Ordinal);
        Assert.Equal("causalmix", (string)result["generator"]!);
        Assert.InRange((double)result["pareto"]!["hypervolume"]!, 0, 1);
        Assert.NotEmpty(result["pareto"]!["front"]!.AsArray());
        Assert.NotEmpty(result["pareto"]!["overlap"]!["front"]!.AsArray());
        Assert.InRange((double)result["pareto"]!["overlap"]!["hypervolume"]!, 0, 1);
        Assert.NotEmpty(result["sandbox"]!["constraints"]!.AsArray());
        Assert.Equal(0, _cli.Run("sample", model, "--rows", "200", "-o", again, "--no-progress"));
        Assert.Equal(File.ReadAllText(output), File.ReadAllText(again));
    }

    [Fact]
    public void WhatCannotBeDeliveredFailsAndWritesNoData()
    {
        string data = Toy(), output = _cli.File("synth.csv"), proof = _cli.File("proof.json");

        // With κ₁ = .6 no probabilities allow a risk difference of .9.
        Assert.Equal(1, _cli.Run("sandbox", data, "-t", "T", "-y", "Y", "--tau", ".9", "--kappa1", ".6", "--generator", "bootstrap", "-o",
            output, "--verification", proof, "--no-progress"));
        Assert.Contains("not as asked", _cli.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(output));
        Assert.False((bool)JsonNode.Parse(File.ReadAllText(proof))!["passed"]!);
        Assert.Contains("FAIL  tau", _cli.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--tau", "-y", "Y")]
    [InlineData("character 1", "--tau", "tnh(X_bin)")]
    [InlineData("nothing", "--tau", "nothing")]
    [InlineData("X_cat", "--tau", "X_cat")]
    [InlineData("magic", "--tau", "1", "--generator", "magic")]
    [InlineData("softly", "--tau", "1", "--mode", "softly")]
    [InlineData("--proxies", "--tau", "1", "--proxies", "2")]
    [InlineData("--u-imbalance", "--tau", "1", "--kappa0", ".1", "--u-imbalance", "2")]
    [InlineData("wide", "--tau", "1", "--outcome-range", "wide")]
    [InlineData("--outcome-range", "--tau", "1", "--mode", "penalty", "--outcome-range", "observed")]
    [InlineData("loud", "--tau", "1", "--outcome-noise", "loud")]
    [InlineData("--prior", "--tau", "1", "--prior", "gmm")]
    [InlineData("--tilt", "--tau", "1", "--mode", "penalty", "--tilt", "0.5")]
    [InlineData("cauchy", "--tau", "1", "--mode", "penalty", "--prior", "cauchy")]
    [InlineData("toy-s9", "--scenario", "toy-s9")]
    [InlineData("pretrained", "--tau", "1", "--generator", "great")]
    [InlineData("--rows takes a whole number", "--tau", "1", "--rows", "x")]
    [InlineData("--tilt takes a number", "--tau", "1", "--tilt", "x")]
    [InlineData("1E+70", "--tau", "1e308")]
    [InlineData("1E+70", "--tau", ".1", "--log-alpha", "1e300 * X_uniform")]
    [InlineData("cannot both go to standard output", "--tau", "1", "--json", "-", "--verification", "-")]
    [InlineData("--truth cannot go to standard output", "--tau", "1", "--truth", "-")]
    [InlineData("--model cannot go to standard output", "--tau", "1", "--model", "-")]
    public void BadUsageIsOneLineAndExitCodeTwo(string expected, params string[] flags)
    {
        string output = _cli.File("synth.csv");
        string[] roles = flags[0] == "-y" ? ["-t", "T"] : ["-t", "T", "-y", "Y"];
        Assert.Equal(2, _cli.Run(["sandbox", Toy(), .. roles, .. flags, "-o", output, "--no-progress"]));
        Assert.Contains(expected, _cli.Error, StringComparison.Ordinal);
        Assert.Single(_cli.Error.TrimEnd('\n').Split('\n'), l => l.StartsWith("causalloom:", StringComparison.Ordinal));
        Assert.False(File.Exists(output));
    }

    [Fact]
    public void OutcomesThatCannotBeSquaredAreRefused()
    {
        string toy = Toy(), data = _cli.File("huge.csv"), output = _cli.File("synth.csv");
        string[][] lines = [.. File.ReadLines(toy).Select(l => l.Split(','))];
        File.WriteAllLines(data, lines.Select((cells, i) => string.Join(',', [.. cells[..^1], i == 0 ? "Y" : cells[3] + "e120"])));
        foreach (string mode in new[] { "exact", "penalty" })
        {
            Assert.Equal(2, _cli.Run("sandbox", data, "-t", "T", "-y", "Y", "--tau", "1", "--mode", mode, "-o", output, "--no-progress"));
            Assert.Contains("beyond 1e70", _cli.Error, StringComparison.Ordinal);
        }
    }

    private string Toy(int rows = 800)
    {
        string path = _cli.File("toy.csv");
        Assert.Equal(0, _cli.Run("simulate", "toy", "--rows", $"{rows}", "-o", path, "--quiet"));
        return path;
    }
}
