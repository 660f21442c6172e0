using System.Globalization;
using System.Text.Json.Nodes;

namespace CausalLoom.Cli.Tests;

/// <summary>`synthesize`, `fit` and `sample` with other tools' knobs, and with a sandbox that is not verified.</summary>
public sealed class ComparisonMethodTests : IDisposable
{
    private readonly CliRun _cli = new();

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("plasmode")]
    [InlineData("realcause", "--overlap-scale", "2", "--effect-scale", "-0.5", "--heterogeneity", "0.5")]
    [InlineData("marginal", "--average-effect", "0.2")]
    public void RowsTruthAndModelBelongTogether(string method, params string[] knobs)
    {
        string data = Toy();
        string[] flags = ["-t", "T", "-y", "Y", "--method", method, .. knobs, "--propensity", "logistic", "--outcome-model", "linear",
            "--seed", "3", "--no-progress"];

        // A page is made of an evaluation, which takes far longer than all else here: of one method.
        string[] page = method == "realcause" ? ["--report", _cli.File("r.html")] : [];
        Run(["synthesize", data, "-o", _cli.File("s.csv"), "--truth", _cli.File("t.csv"), "--model", _cli.File("m.loom"), "--json",
            _cli.File("j.json"), .. page, .. flags]);
        Assert.All(page[^Math.Min(1, page.Length)..], path => Assert.Contains(method, File.ReadAllText(path), StringComparison.Ordinal));
        Assert.Equal("mu0,mu1,cate,y0,y1,propensity", File.ReadLines(_cli.File("t.csv")).First());
        JsonObject json = JsonNode.Parse(File.ReadAllText(_cli.File("j.json")))!.AsObject();
        Assert.Equal((method, "bootstrap", "linear"),
            ((string)json["method"]!, (string)json["generator"]!, (string)json["outcome_model"]!));
        double[] cate = Column("t.csv", 2);
        Assert.Equal(cate.Average(), (double)json["truth"]!["effect"]!, 9);

        // The rows' effect is a sample of the exact one: 4.5 standard errors.
        double exact = (double)json["average_effect"]!, sd = Math.Sqrt(cate.Average(v => (v - exact) * (v - exact)));
        Assert.InRange(Math.Abs(cate.Average() - exact), 0, (4.5 * sd / Math.Sqrt(cate.Length)) + 1e-12);
        Assert.Equal(method == "plasmode", json["knobs"] is null);
        if (method == "marginal")
        {
            Assert.Equal(0.2, exact, 9);
        }

        // The two halves give the same bytes, and the saved model says the same of itself.
        Run(["fit", data, "--model", _cli.File("f.loom"), "--threads", "2", .. flags]);
        Assert.True(File.ReadAllBytes(_cli.File("m.loom")).AsSpan().SequenceEqual(File.ReadAllBytes(_cli.File("f.loom"))));
        Run("sample", _cli.File("f.loom"), "--rows", "400", "--seed", "3", "-o", _cli.File("again.csv"), "--truth",
            _cli.File("again-truth.csv"), "--json", "-");
        Assert.Equal(File.ReadAllText(_cli.File("s.csv")), File.ReadAllText(_cli.File("again.csv")));
        Assert.Equal(File.ReadAllText(_cli.File("t.csv")), File.ReadAllText(_cli.File("again-truth.csv")));
        JsonObject sampled = JsonNode.Parse(_cli.Output)!.AsObject();
        Assert.Equal(exact, (double)sampled["average_effect"]!);
        Assert.Equal(json["knobs"]?.ToJsonString(), sampled["knobs"]?.ToJsonString());

        // What estimators are held against is the truth's column beside the rows.
        _cli.Write("with.csv", string.Join('\n', File.ReadLines(_cli.File("s.csv")).Zip(File.ReadLines(_cli.File("t.csv")), (row, truth) =>
            row + "," + truth.Split(',')[2])) + "\n");
        Run("estimate", _cli.File("with.csv"), "-t", "T", "-y", "Y", "--truth", "cate", "--estimators", "or", "--nuisance", "linear",
            "--json", "-");
        Assert.Contains("estimate", _cli.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void ADamagedModelIsRefusedInOneLine()
    {
        Run("fit", Toy(), "--model", _cli.File("m.loom"), "-t", "T", "-y", "Y", "--method", "marginal", "--average-effect", "0.1",
            "--propensity", "logistic", "--outcome-model", "linear");
        byte[] bytes = File.ReadAllBytes(_cli.File("m.loom"));
        foreach (byte[] broken in new[] { bytes[..(bytes.Length / 2)], [.. bytes[..^400], (byte)(bytes[^400] ^ 1), .. bytes[^399..]] })
        {
            Assert.Equal(2, _cli.Run("sample", _cli.Write("broken.loom", broken), "--rows", "10", "-o", _cli.File("none.csv")));
            Assert.Single(_cli.Error.TrimEnd('\n').Split('\n'));
            Assert.False(File.Exists(_cli.File("none.csv")));
        }
    }

    [Fact]
    public void ASandboxIsFittedAsItsVerbFitsItAndSaysThatNothingWasVerified()
    {
        string data = Toy();
        string[] flags = ["-t", "T", "-y", "Y", "--tau", ".1 + .05 * X_bin", "--kappa0", ".05", "--log-alpha", "X_bin", "--generator",
            "bootstrap", "--proxies", "1", "--no-progress"];
        Run(["synthesize", data, "--method", "sandbox", "-o", _cli.File("s.csv"), "--truth", _cli.File("t.csv"), "--model",
            _cli.File("m.loom"), "--json", _cli.File("j.json"), .. flags]);
        Assert.Single(_cli.Error.Split('\n'), line => line.Contains("nothing was verified", StringComparison.Ordinal)
            && line.Contains("causalloom sandbox", StringComparison.Ordinal));
        Run(["sandbox", data, "-o", _cli.File("own.csv"), "--truth", _cli.File("own-truth.csv"), "--allow-unverified", .. flags]);
        Assert.Equal(File.ReadAllText(_cli.File("own.csv")), File.ReadAllText(_cli.File("s.csv")));
        Assert.Equal(File.ReadAllText(_cli.File("own-truth.csv")), File.ReadAllText(_cli.File("t.csv")));
        JsonObject json = JsonNode.Parse(File.ReadAllText(_cli.File("j.json")))!.AsObject();
        Assert.Equal(("sandbox", "bootstrap"), ((string)json["method"]!, (string)json["generator"]!));
        Assert.Equal(".05", (string)json["knobs"]!["kappa0"]!);
        Run("sample", _cli.File("m.loom"), "--rows", "400", "-o", _cli.File("again.csv"), "--truth", _cli.File("again-truth.csv"));
        Assert.Equal(File.ReadAllText(_cli.File("t.csv")), File.ReadAllText(_cli.File("again-truth.csv")));
        Run(["fit", data, "--method", "sandbox", "--model", _cli.File("f.loom"), .. flags]);
        Assert.Contains("nothing was verified", _cli.Error, StringComparison.Ordinal);
        Assert.True(File.ReadAllBytes(_cli.File("m.loom")).AsSpan().SequenceEqual(File.ReadAllBytes(_cli.File("f.loom"))));
    }

    [Theory]
    [InlineData("causalmix-paper")]
    [InlineData("credence")]
    public void PresetsOfPenaltyModeAreSandboxes(string preset)
    {
        Run("synthesize", Toy(), "--preset", preset, "--tau", ".1", "-t", "T", "-y", "Y", "-o", _cli.File("s.csv"), "--truth",
            _cli.File("t.csv"), "--json", "-", "--rows", "100");
        JsonObject json = JsonNode.Parse(_cli.Output)!.AsObject();
        Assert.Equal(("sandbox", "causalmix", preset), ((string)json["method"]!, (string)json["generator"]!, (string)json["preset"]!));
        Assert.NotEmpty(json["sandbox"]!["constraints"]!.AsArray());
        Assert.Contains("nothing was verified", _cli.Error, StringComparison.Ordinal);
        Assert.EndsWith("kappa0,kappa1,u,propensity_u", File.ReadLines(_cli.File("t.csv")).First(), StringComparison.Ordinal);
    }

    [Fact]
    public void PenaltyModeWithoutAPresetIsSavedAndDrawnFrom()
    {
        Run("synthesize", Toy(), "--method", "sandbox", "--mode", "penalty", "--scenario", "toy-s1", "-t", "T", "-y", "Y", "-o",
            _cli.File("s.csv"), "--model", _cli.File("m.loom"), "--rows", "100", "--json", "-");
        Assert.NotEmpty(JsonNode.Parse(_cli.Output)!["sandbox"]!["constraints"]!.AsArray());
        Run("sample", _cli.File("m.loom"), "--rows", "100", "-o", _cli.File("again.csv"));
        Assert.Equal(File.ReadAllText(_cli.File("s.csv")), File.ReadAllText(_cli.File("again.csv")));
    }

    [Theory]
    [InlineData("--effect-scale", "plasmode", "--effect-scale", "2")]
    [InlineData("--average-effect", "realcause", "--average-effect", "2")]
    [InlineData("--overlap-scale", "marginal", "--average-effect", "0.1", "--overlap-scale", "2")]
    [InlineData("--heterogeneity", "steam", "--heterogeneity", "0")]
    [InlineData("--average-effect", "marginal")]
    [InlineData("--average-effect", "marginal", "--average-effect", "NaN")]
    [InlineData("argn", "realcause", "--generator", "argn")]
    [InlineData("--preset", "plasmode", "--preset", "wgan")]
    [InlineData("--overlap-scale takes a number from 0 to 100", "realcause", "--overlap-scale", "-1")]
    [InlineData("heterogeneity", "realcause", "--heterogeneity", "2")]
    [InlineData("--tau", "plasmode", "--tau", ".1")]
    [InlineData("--tau", "steam", "--tau", ".1")]
    [InlineData("--tau", "sandbox")]
    [InlineData("--propensity", "sandbox", "--tau", ".1", "--propensity", "logistic")]
    [InlineData("--effect-scale", "sandbox", "--tau", ".1", "--effect-scale", "1")]
    [InlineData("wgan", "sandbox", "--tau", ".1", "--preset", "wgan")]
    [InlineData("credence", "steam", "--preset", "credence")]
    [InlineData("credence", "sandbox", "--preset", "credence", "--tau", ".1", "--log-alpha", "X_bin")]
    [InlineData("wgam", "steam", "--preset", "wgam")]
    [InlineData("plasmode", "plasmod")]
    [InlineData("--dcr-filter", "plasmode", "--dcr-filter")]
    [InlineData("--checkpoint", "realcause", "--checkpoint", "gpt2")]
    public void WhatHasNoMeaningIsRefusedInOneLine(string named, string method, params string[] flags)
    {
        foreach (string[] verb in new string[][]
            { ["synthesize", Toy(), "-o", _cli.File("s.csv")], ["fit", _cli.File("toy.csv"), "--model", _cli.File("s.csv")] })
        {
            Assert.Equal(2, _cli.Run([.. verb, "-t", "T", "-y", "Y", "--method", method, .. flags]));
            Assert.Contains(named, _cli.Error, StringComparison.Ordinal);
            Assert.Single(_cli.Error.TrimEnd('\n').Split('\n'));
            Assert.False(File.Exists(_cli.File("s.csv")));
        }
    }

    private string Toy()
    {
        string path = _cli.File("toy.csv");
        Run("simulate", "toy", "--rows", "400", "-o", path, "--quiet");
        return path;
    }

    private double[] Column(string file, int index) =>
        [.. File.ReadLines(_cli.File(file)).Skip(1).Select(line => double.Parse(line.Split(',')[index], CultureInfo.InvariantCulture))];

    private void Run(params string[] args) => Assert.True(_cli.Run(args) == 0, _cli.Error);
}
