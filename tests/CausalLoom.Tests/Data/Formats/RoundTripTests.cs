using System.Text;
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

    [Theory]
    [MemberData(nameof(Names))]
    public void DatesTimesUnitsKindsAndLabelsComeBackThroughTheOneReader(string name)
    {
        string csv = "day,at,clock,long,dose,lab,n\n2020-02-29,2021-03-04T05:06:07,08:30:15,30:00:00,1.5 mg,.A,1\n"
            + "1959-12-31,1960-01-01T00:00:00,23:59:59,01:00:00,2.5 mg,2.5,2\n,,,,,.B,3\n1900-01-01,1899-12-31T23:59:59,00:00:00,"
            + "99:59:59,10.0 mg,,4\n2262-04-12,2300-01-01T12:00:00,12:00:01,02:03:04,0.5 mg,7.25,5\n";
        for (int i = 10; i < 40; i++)
        {
            csv += $"2001-01-{i - 9:00},2001-01-{i - 9:00}T{i % 24:00}:00:{i:00},{i % 24:00}:00:{i:00},40:{i:00}:00,{i}.5 mg,"
                + $"{i}.25,{i}\n";
        }

        ColumnSchema kinds = new("lab") { MissingKinds = true };
        Schema said = new([kinds with { Label = "A measurement" }, new ColumnSchema("day") { Label = "Day of visit" }]);
        TableReading first = Read("t.csv", Encoding.UTF8.GetBytes(csv), said);
        Assert.True(first.Table["day"] is IntegerColumn && first.Table.Contains("lab.missing"));
        byte[] bytes = FormatFiles.Write(name, first.Schema, [first.Table]);
        TableReading second = Read(name, bytes, new Schema([kinds]));
        Assert.Equal(first.Table.Columns.Select(c => (c.Name, c.Type)), second.Table.Columns.Select(c => (c.Name, c.Type)));
        Assert.Equal(FormatFiles.Cells(first.Table), FormatFiles.Cells(second.Table));
        Assert.Equal(first.Schema.Columns.Select(c => c.Form?.Pattern), second.Schema.Columns.Select(c => c.Form?.Pattern));
        Assert.Equal(["Day of visit", "A measurement"], new[] { "day", "lab" }.Select(c => second.Schema.Find(c)!.Label));
    }

    private static TableReading Read(string name, byte[] bytes, Schema schema)
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.{name}");
        try
        {
            File.WriteAllBytes(path, bytes);
            return TableFile.Read(path, new CsvOptions { Schema = schema });
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void LevelsThatAreNumbersStayNumbersOnlyIfTheirTextComesBack()
    {
        OutColumn[] columns = OutColumn.Of(new Table(
        [
            new BinaryColumn("a", [0, 1], ["0", "1"]), new BinaryColumn("b", [0, 1], ["01", "2"]),
            new BinaryColumn("c", [0, 1], ["0.5", "1"]),
            new BinaryColumn("d", [0, 1], ["1.0", "2.0"]), new CategoricalColumn("e", [-1, -1], []),
        ]), null);
        Assert.Equal([OutKind.Whole, OutKind.Text, OutKind.Number, OutKind.Text, OutKind.Text], columns.Select(c => c.Kind));
    }

    [Theory]
    [InlineData("t.xpt")]
    [InlineData("t.json")]
    public void DisplayFormatsComeBack(string name)
    {
        Table table = new([new ContinuousColumn("x", [1.25, 2.5], 2), new IntegerColumn("day", [16800, 16801])]);
        Schema schema = Schema.Parse("columns: [{name: x, display: '8.2'}, {name: day, format: yyyy-MM-dd, display: 'YYMMDD10.'}]");
        Assert.Equal(["8.2", "YYMMDD10."], FormatFiles.Read(name, FormatFiles.Write(name, schema, [table])).Columns.Select(c => c.Format));
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
