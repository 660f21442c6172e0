using System.Globalization;

namespace CausalLoom.Cli.Tests;

/// <summary>`sample --given`: what is known comes back, the rest is drawn, and what cannot be done is refused with one line.</summary>
public sealed class GivenTests : IDisposable
{
    private static readonly string[] Quick = ["--generator", "copula", "--outcome-model", "boosting", "--propensity", "logistic", "-t", "w",
        "-y", "y", "--quiet"];
    private static readonly string[] QuickJoint = ["--generator", "copula", "-t", "w", "-y", "y", "--quiet"];

    private readonly CliRun _cli = new();

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("steam")]
    [InlineData("joint")]
    [InlineData("joint-xw")]
    public void KnownCellsAreKeptEmptyOnesImputedAndTheOthersDrawn(string method)
    {
        string model = Fit(method);
        string given = _cli.Write("given.csv", "w,site,x2\n" + string.Concat(
            Enumerable.Range(0, 90).Select(i => $"{i % 2},{(i % 4 == 0 ? string.Empty : "abc"[i % 3])},{i % 5}\n")));
        Run("sample", model, "--given", given, "-o", _cli.File("a.csv"), "--seed", "3");
        Run("sample", model, "--given", given, "-o", _cli.File("b.csv"), "--seed", "3");
        string[] lines = File.ReadAllLines(_cli.File("a.csv"));
        Assert.Equal(lines, File.ReadAllLines(_cli.File("b.csv")));
        Assert.Equal("x1,x2,site,w,y", lines[0]);
        Assert.Equal(91, lines.Length);
        for (int i = 0; i < 90; i++)
        {
            string[] cells = lines[i + 1].Split(',');
            Assert.Equal((i % 5).ToString(CultureInfo.InvariantCulture), cells[1]);
            Assert.Equal((i % 2).ToString(CultureInfo.InvariantCulture), cells[3]);
            Assert.True(i % 4 == 0 ? cells[2] is "a" or "b" or "c" : cells[2] == "abc"[i % 3].ToString());
            Assert.True(double.TryParse(cells[0], CultureInfo.InvariantCulture, out _)
                && double.TryParse(cells[4], CultureInfo.InvariantCulture, out _));
        }

        Assert.True(lines.Skip(1).Select(l => l.Split(',')[0]).Distinct().Count() > 40);
    }

    [Fact]
    public void TheTruthOfCompletedRowsHasTheKnownOutcomeInItsArm()
    {
        string model = Fit("steam");
        string given = _cli.Write("given.csv", "x1,x2,site,w,y\n0.5,2,a,1,9.25\n-0.5,1,b,0,\n0.1,3,c,,\n");
        Run("sample", model, "--given", given, "-o", _cli.File("out.csv"), "--truth", _cli.File("truth.csv"));
        string[] rows = File.ReadAllLines(_cli.File("out.csv")), truth = File.ReadAllLines(_cli.File("truth.csv"));
        Assert.Equal("mu0,mu1,cate,y0,y1,propensity", truth[0]);
        Assert.Equal("0.5,2,a,1,9.25", rows[1]);
        Assert.Equal("9.25", truth[1].Split(',')[4]);
        Assert.StartsWith("-0.5,1,b,0,", rows[2], StringComparison.Ordinal);
        Assert.Equal(rows[2].Split(',')[4], truth[2].Split(',')[3]);
        Assert.Contains(rows[3].Split(',')[3], new[] { "0", "1" });
        Assert.Equal(4, truth.Length);
    }

    [Fact]
    public void WhatCannotBeDoneIsRefusedWithOneLine()
    {
        string model = Fit("steam"), known = _cli.Write("x2.csv", "x2\n1\n2\n");
        Refused("--rows", "sample", model, "-o", _cli.File("o.csv"));
        Refused("--rows", "sample", model, "--rows", "3", "--given", known, "-o", _cli.File("o.csv"));
        Refused("x2", "sample", model, "--given", _cli.Write("c.csv", "x22\n1\n"), "-o", _cli.File("o.csv"));
        Refused("site", "sample", model, "--given", _cli.Write("l.csv", "site\na\nz\n"), "-o", _cli.File("o.csv"));
        Refused("x1", "sample", model, "--given", _cli.Write("n.csv", "x1\nblue\n"), "-o", _cli.File("o.csv"));
        Refused("outcome", "sample", model, "--given", _cli.Write("y.csv", "y,w\n1.5,1\n"), "-o", _cli.File("o.csv"));
        Refused("no file", "sample", model, "--given", _cli.File("absent.csv"), "-o", _cli.File("o.csv"));
        Refused("input of this run", "sample", model, "--given", known, "-o", known);
        Assert.Equal("x2\n1\n2\n", File.ReadAllText(known));
        Assert.False(File.Exists(_cli.File("o.csv")));
    }

    [Fact]
    public void AGeneratorThatCannotBeConditionedOnIsRefusedAndThoseThatCanAreNamed()
    {
        string data = _cli.Write("data.csv", SmallData.Csv(120));
        Run(["fit", data, "--model", _cli.File("m.loom"), .. Quick.Select(q => q == "copula" ? "bootstrap" : q)]);
        Refused("copula", "sample", _cli.File("m.loom"), "--given", _cli.Write("x2.csv", "x2\n1\n2\n"), "-o", _cli.File("o.csv"));
        Assert.Contains("bootstrap", _cli.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("tvae", _cli.Error, StringComparison.Ordinal);
    }

    private string Fit(string method)
    {
        string model = _cli.File(method + ".loom");
        Run(["fit", _cli.Write("data.csv", SmallData.Csv(200)), "--model", model, "--method", method, .. method == "steam" ? Quick
            : QuickJoint]);
        return model;
    }

    private void Refused(string word, params string[] args)
    {
        Assert.Equal(2, _cli.Run(args));
        string line = Assert.Single(_cli.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(word, line, StringComparison.Ordinal);
    }

    private void Run(params string[] args) => Assert.True(_cli.Run(args) == 0, _cli.Error);
}
