using CausalLoom.Synthesis;

namespace CausalLoom.Cli.Tests;

/// <summary>More rows than a block: written as they are drawn, the same whatever else is asked for.</summary>
public sealed class LongOutputTests : IDisposable
{
    private const int Rows = DrawnBlocks.MaxRows + 1000;
    private readonly CliRun _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void RowsAndTruthOfManyBlocksStandSideBySide()
    {
        string data = _cli.Write("data.csv", SmallData.Csv());
        string[] quick = ["--generator", "bootstrap", "--propensity", "logistic", "--outcome-model", "boosting", "-t", "w", "-y", "y"];
        Assert.Equal(0, _cli.Run(["synthesize", data, "-o", _cli.File("s.csv"), "--truth", _cli.File("t.csv"), "--rows", $"{Rows}",
            "--model", _cli.File("m.loom"), "--threads", "1", .. quick]));
        string[] drawn = File.ReadAllLines(_cli.File("s.csv")), truth = File.ReadAllLines(_cli.File("t.csv"));
        Assert.Equal(Rows + 1, drawn.Length);
        Assert.Equal(Rows + 1, truth.Length);
        Assert.Equal("x1,x2,site,w,y", drawn[0]);
        Assert.DoesNotContain(drawn[0], drawn[1..]);
        foreach (int row in new[] { 1, 33_000, Rows / 2, Rows })
        {
            // y is the potential outcome of the row's own arm: rows and truth are in step across blocks.
            string[] cells = drawn[row].Split(','), known = truth[row].Split(',');
            Assert.Equal(Number(known[cells[3] == "1" ? 4 : 3]), Number(cells[4]), 9);
        }

        Assert.Equal(0, _cli.Run("sample", _cli.File("m.loom"), "--rows", $"{Rows}", "-o", _cli.File("again.csv"), "--threads", "2"));
        Assert.True(File.ReadAllBytes(_cli.File("s.csv")).AsSpan().SequenceEqual(File.ReadAllBytes(_cli.File("again.csv"))));
    }

    private static double Number(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
