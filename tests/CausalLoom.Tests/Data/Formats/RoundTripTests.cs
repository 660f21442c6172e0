using CausalLoom.Data;
using CausalLoom.Data.Cells;
using CausalLoom.Data.Formats;

namespace CausalLoom.Tests.Data.Formats;

public sealed class RoundTripTests
{
    private static readonly double[] Awkward =
        [0.1, -0.1, 1.0 / 3, 6e-79, 7e75, -7e75, 1e15, 123456789.123456789, 9007199254740991, 0, double.NaN, 1e-20, double.Pi];

    private static readonly string[] Texts =
        ["a", "ä", "日本語", "with \"quotes\"", "a,b;c\td", "line\nbreak", " lead", "NA", "TRUE", "007", "1e5", "<>&'", "\u0001", "😀", "."];

    public static TheoryData<string> Names => [.. FormatFiles.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void RandomTablesComeBackCellByCell(string name)
    {
        for (int seed = 0; seed < 25; seed++)
        {
            Table table = Random(new Random(seed), rows: 1 + (seed * 7 % 90));
            (IReadOnlyList<CellColumn> columns, List<string[]> rows) = FormatFiles.Read(name, FormatFiles.Write(name, table));
            Assert.Equal(table.Columns.Select(c => c.Name), columns.Select(c => c.Name));
            Assert.Equal(FormatFiles.Cells(table), rows);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void BlocksFollowOneAnotherAndTheSameRowsAreTheSameBytes(string name)
    {
        Table first = Random(new Random(1), 40);
        Table second = first.Take([.. Enumerable.Range(0, 40).Reverse()]);
        byte[] bytes = FormatFiles.Write(name, first, second);
        Assert.Equal([.. FormatFiles.Cells(first), .. FormatFiles.Cells(second)], FormatFiles.Read(name, bytes).Rows);
        Assert.Equal(bytes, FormatFiles.Write(name, first, second));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void WholeNumbersBeyondADoubleAreKeptOrRefused(string name)
    {
        Table table = new([new IntegerColumn("n", [long.MaxValue, (1L << 53) + 1, long.MinValue, 1], [false, false, false, true])]);
        if (name.Contains("xpt", StringComparison.Ordinal))
        {
            string message = Assert.Throws<CausalLoomException>(() => FormatFiles.Write(name, table)).Message;
            Assert.Contains("'n', row 1", message, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(FormatFiles.Cells(table), FormatFiles.Read(name, FormatFiles.Write(name, table)).Rows);
        }
    }

    [Fact]
    public void LevelsThatAreNumbersStayNumbersOnlyIfTheirTextComesBack()
    {
        OutColumn[] columns = OutColumn.Of(new Table(
        [
            new BinaryColumn("a", [0, 1], ["0", "1"]), new BinaryColumn("b", [0, 1], ["01", "2"]), new BinaryColumn("c", [0, 1], ["0.5", "1"]),
            new BinaryColumn("d", [0, 1], ["1.0", "2.0"]), new CategoricalColumn("e", [-1, -1], []),
        ]), null);
        Assert.Equal([OutKind.Whole, OutKind.Text, OutKind.Number, OutKind.Text, OutKind.Text], columns.Select(c => c.Kind));
    }

    [Theory]
    [InlineData("t.arrow")]
    public void LevelsKeepTheirOrder(string name)
    {
        Table table = new([new CategoricalColumn("x", [2, 0, -1], ["low", "mid", "high"])]);
        Assert.Equal(["low", "mid", "high"], FormatFiles.Read(name, FormatFiles.Write(name, table)).Columns[0].Levels!);
    }

    internal static Table Random(Random random, int rows)
    {
        T[] Draw<T>(Func<T> draw) => [.. Enumerable.Range(0, rows).Select(_ => draw())];
        bool[] gone = Draw(() => random.Next(5) == 0);
        long[] wholes = Draw(() => random.NextInt64(-(1L << 53), 1L << 53));
        return new Table(
        [
            new ContinuousColumn("x", Draw(() => Awkward[random.Next(Awkward.Length)])),
            new ContinuousColumn("x2", Draw(() => Math.Round(random.NextDouble() * 100, 2)), 2),
            new IntegerColumn("n", [.. wholes.Select((n, i) => gone[i] ? 0 : n)], gone),
            new BinaryColumn("arm", Draw(() => random.Next(-1, 2)), ["0", "1"]),
            new CategoricalColumn("text", Draw(() => random.Next(-1, Texts.Length)), Texts),
            new CategoricalColumn("void", Draw(() => -1), []),
        ]);
    }
}
