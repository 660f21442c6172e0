using System.Text.Json.Nodes;

namespace CausalLoom.Cli.Tests;

/// <summary>`--set NAME.OPTION=VALUE` of `synthesize`, `fit` and `sandbox`.</summary>
public sealed class SettingTests : IDisposable
{
    private readonly CliRun _cli = new();

    private string Data => _cli.Write("data.csv", SmallData.Csv(120));

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("--set", "steam.calibration=platt", "--calibration", "isotonic")]
    [InlineData("--set", "steam.calibration=platt", "--set", "STEAM.Calibration=platt")]
    public void AnOptionThatIsSetTwiceIsRefused(params string[] flags)
    {
        Assert.Equal(2, _cli.Run(["synthesize", "nowhere.csv", "-t", "w", "-y", "y", "-o", _cli.File("out.csv"), .. flags]));
        Assert.Contains("steam.calibration is set twice", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsSetCountsAndIsRecordedAndNothingElseChanges()
    {
        string[] Job(string name) => ["synthesize", Data, "-t", "w", "-y", "y", "--generator", "tvae", "--propensity", "logistic",
            "--outcome-model", "linear", "--rows", "30", "--seed", "3", "--quiet", "-o", _cli.File(name + ".csv"), "--json",
            _cli.File(name + ".json"), "--model", _cli.File(name + ".loom")];
        Assert.Equal(0, _cli.Run([.. Job("brief"), "--set", "tvae.epochs=2", "--set", "tvae.encoder_widths=8,8", "--set",
            "logistic.l2=1e6"]));
        JsonNode brief = JsonNode.Parse(File.ReadAllText(_cli.File("brief.json")))!;
        Assert.Equal("{\"tvae.epochs\":2,\"tvae.encoder-widths\":\"8,8\",\"logistic.l2\":1000000}", brief["set"]!.ToJsonString());
        Assert.InRange(brief["training_curve"]!.AsArray().Count, 1, 2);
        JsonNode manifest = Models.LoomArchive.Read(_cli.File("brief.loom")).Manifest;
        Assert.Equal(brief["set"]!.ToJsonString(), manifest["set"]!.ToJsonString());

        // A default that is said is the run without it, but for the record.
        Assert.Equal(0, _cli.Run(Job("plain")));
        Assert.Equal(0, _cli.Run([.. Job("said"), "--set", "logistic.l2=1"]));
        Assert.Null(JsonNode.Parse(File.ReadAllText(_cli.File("plain.json")))!["set"]);
        Assert.Equal(File.ReadAllBytes(_cli.File("plain.csv")), File.ReadAllBytes(_cli.File("said.csv")));
        Assert.NotEqual(File.ReadAllBytes(_cli.File("plain.csv")), File.ReadAllBytes(_cli.File("brief.csv")));
    }

    [Theory]
    [InlineData("'argn' has no option 'epoks'. Did you mean 'epochs'? Its options are: hidden, layers, ", "argn.epoks=3")]
    [InlineData("argn.epochs takes a whole number from 1 up, not '0'.", "argn.epochs=0")]
    [InlineData("argn.learning-rate takes a number above 0, not 'fast'.", "argn.learning-rate=fast")]
    [InlineData("ctgan.epochs=3: 'ctgan' is not in use. What is in use: argn, stack, slearner, residual, steam.", "ctgan.epochs=3")]
    [InlineData("'agrn' is not in use. Did you mean 'argn'?", "agrn.epochs=3")]
    [InlineData("'argn' sets nothing: write NAME.OPTION=VALUE", "argn")]
    public void AMistakeIsOneLineBeforeAnyWork(string expected, string setting)
    {
        Assert.Equal(2, _cli.Run("synthesize", "nowhere.csv", "-t", "w", "-y", "y", "-o", _cli.File("out.csv"), "--set", setting));
        Assert.Contains(expected, Assert.Single(_cli.Error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public void TheSandboxTakesSettingsOfItsOwnAndOfItsGenerator()
    {
        string[] job = ["sandbox", Data, "-t", "w", "-y", "y", "--tau", "0.1", "-o", _cli.File("out.csv"), "--generator", "copula"];
        Assert.Equal(2, _cli.Run([.. job, "--set", "copula.hermite-terms=0"]));
        Assert.Contains("copula.hermite-terms takes a whole number from 1 up, not '0'.", _cli.Error, StringComparison.Ordinal);
        Assert.Equal(2, _cli.Run([.. job, "--set", "sandbox.tilt=2"]));
        Assert.Contains("sandbox.tilt takes a number from 0 to 1, not '2'.", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryListOfNamesInHelpIsTheCatalogues()
    {
        Assert.Equal(0, _cli.Run("synthesize", "--help"));
        string help = string.Join(' ', _cli.Output.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        foreach (string words in new[] { "tvae, argn, lm, ctgan", "known:COL, randomized:P", "slearner, tlearner, linear", "residual, "
            + "homoscedastic, heteroscedastic", "platt, isotonic, none", "joint-xw (X and W together, then Y)", "credence (sandbox in" })
        {
            Assert.Contains(words, help, StringComparison.Ordinal);
        }
    }
}
