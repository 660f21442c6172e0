using System.Globalization;
using System.Text.Json.Nodes;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Cli.Tests;

/// <summary>A trial whose confounder is dressed in the ways of clinical files: the adjusted effect is the clean file's.</summary>
public sealed class DressedTrialTests : IDisposable
{
    private const int N = 400;
    private static readonly DateTime Epoch = new(2015, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);
    private readonly CliRun _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void TheEffectIsThatOfTheCleanFile()
    {
        (double clean, double se) = Estimate(v => Text(v, "F1"));
        Assert.InRange(clean, 1 - (4 * se), 1 + (4 * se));
        foreach ((string name, Func<double, string> dress) in new (string, Func<double, string>)[]
        {
            ("a unit", v => Text(v, "F1") + " umol/L"),
            ("percent", v => Text(v, "F1") + "%"),
            ("currency", v => "$" + Text(v, "F1")),
            ("thousands", v => Text(v * 100, "N0").Replace(',', '\u202F')),
            ("quoted thousands", v => Text(v * 100, "N1")),
            ("exponents", v => Text(v, "0.000E+00")),
            ("dates", v => Epoch.AddDays(v * 10).ToString("ddMMMyyyy", CultureInfo.InvariantCulture).ToUpperInvariant()),
            ("dates of digits", v => Epoch.AddDays(v * 10).ToString("yyyyMMdd", CultureInfo.InvariantCulture)),
            ("times", v => $"{(int)(v * 10) / 60}:{(int)(v * 10) % 60:00}"),
            ("lengths of time", v => $"{(int)(v * 10) / 24}d {(int)(v * 10) % 24}h"),
            ("one odd code", v => Math.Abs(v - 50.1) < 0.05 ? "#VALUE!" : Text(v, "F1")),
            ("a limit", v => v < 26 ? "<26" : Text(v, "F1")),
        })
        {
            (double dressed, _) = Estimate(dress);
            Assert.True(Math.Abs(dressed - clean) < 0.1 * se, $"{name}: {dressed} for {clean} (SE {se})");
        }
    }

    [Theory]
    [InlineData("7O.1")]
    [InlineData("see note")]
    public void WhatCannotBeReadIsRefusedWithItsCell(string odd)
    {
        int row = 0;
        string data = Write(v => ++row == 17 ? odd : Text(v, "F1"));
        Assert.Equal(2, _cli.Run("estimate", data, "-t", "w", "-y", "y"));
        Assert.Contains($"row 17 (line 18), column 'x': '{odd}'", _cli.Error, StringComparison.Ordinal);
        Assert.Equal(0, _cli.Run("estimate", data, "-t", "w", "-y", "y", "--lenient", "--nuisance", "linear", "--json", "-"));
        Assert.Contains(JsonNode.Parse(_cli.Output)![0]!["warnings"]!.AsArray(), w => ((string)w!).Contains(odd, StringComparison.Ordinal));
    }

    [Fact]
    public void SyntheticRowsWearTheSameDress()
    {
        string data = Write(v => v < 40 ? "<40.0 kg" : Text(v, "F1") + " kg");
        Assert.Equal(0, _cli.Run("synthesize", data, "-t", "w", "-y", "y", "--generator", "copula", "--outcome-model", "boosting",
            "--propensity", "logistic", "-o", _cli.File("s.csv"), "--model", _cli.File("m.loom"), "--quiet"));
        string[] cells = [.. File.ReadLines(_cli.File("s.csv")).Skip(1).Select(line => line.Split(',')[0])];
        Assert.All(cells, cell => Assert.Matches("^(<40\\.0 kg|[0-9]{2,}\\.[0-9] kg)$", cell));
        double real = File.ReadLines(data).Count(line => line.StartsWith('<')) / (double)N;
        Assert.InRange(cells.Count(cell => cell.StartsWith('<')) / (double)N, real - 0.08, real + 0.08);
        Assert.Equal(0, _cli.Run("evaluate", data, _cli.File("s.csv"), "-t", "w", "-y", "y", "--json", _cli.File("m.json"), "--quiet"));
        Assert.Equal(0, _cli.Run("sample", _cli.File("m.loom"), "--rows", "20", "-o", _cli.File("again.csv"), "--quiet"));
        Assert.All(File.ReadLines(_cli.File("again.csv")).Skip(1), line => Assert.Contains(" kg,", line, StringComparison.Ordinal));
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private (double Estimate, double Se) Estimate(Func<double, string> dress)
    {
        Assert.Equal(0, _cli.Run("estimate", Write(dress), "-t", "w", "-y", "y", "--nuisance", "linear", "--estimators", "aipw", "--json",
            "-"));
        JsonNode e = JsonNode.Parse(_cli.Output)![0]!;
        return ((double)e["estimate"]!, (double)e["se"]!);
    }

    private string Write(Func<double, string> dress)
    {
        RandomStream stream = RandomStream.Of(11);
        List<string> lines = ["x,z,w,y"];
        for (int i = 0; i < N; i++)
        {
            double x = Math.Round(50 + (10 * stream.NextNormal()), 1), z = Math.Round(stream.NextNormal(), 2);
            int w = stream.NextDouble() < 1 / (1 + Math.Exp((50 - x) / 8)) ? 1 : 0;
            double y = (0.2 * x) + z + w + stream.NextNormal();
            string cell = dress(x);
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{(cell.Contains(',') ? $"\"{cell}\"" : cell)},{z},{w},{y:F3}"));
        }

        return _cli.Write("trial.csv", string.Join('\n', lines) + "\n");
    }
}
