using System.Text;
using CausalLoom.Data;

namespace CausalLoom.Tests.Data;

/// <summary>What stands around a table in files of spreadsheets, R and Python.</summary>
public sealed class CsvLayoutTests
{
    private const string Rows = "1,2.5,x\n2,3.5,y\n3,4.5,x\n";

    [Theory]
    [InlineData("sep=;\na;b;c\n1;2.5;x\n2;3.5;y\n3;4.5;x\n", null)]
    [InlineData("\"sep=,\"\r\na,b,c\r\n1,2.5,x\r\n2,3.5,y\r\n3,4.5,x\r\n", null)]
    [InlineData("Extract of 2021,,\n,,\na,b,c\n" + Rows, "Title lines above the header are left out: 'Extract of 2021'.")]
    [InlineData("Extract of 2021\n\na,b,c\n" + Rows, "Title lines above the header are left out: 'Extract of 2021'.")]
    [InlineData("Trial 7\nSource: registry\na,b,c\n" + Rows, "Title lines above the header are left out: 'Trial 7', 'Source: registry'.")]
    [InlineData("a,b,c\n1,2.5,x\n,,\n2,3.5,y\n3,4.5,x\n,,\n,,\n", "Rows without a single value left out: 3, the first is line 3.")]
    [InlineData("a,b,c\n1,2.5,x\na,b,c\n2,3.5,y\n3,4.5,x\n", "Rows that repeat the header left out: 1, the first is line 3.")]
    [InlineData("a,b,c,,\n1,2.5,x,,\n2,3.5,y,,\n3,4.5,x,,\n", null)]
    public void ATableIsFoundAmongWhatIsAroundIt(string text, string? warning)
    {
        CsvTable csv = Read(text);
        Assert.Equal(["a", "b", "c"], csv.Table.Columns.Select(c => c.Name));
        Assert.Equal([2.5, 3.5, 4.5], csv.Table["b"].ToNumbers());
        Assert.Equal(warning is null ? [] : [warning], csv.Warnings);
    }

    [Theory]
    [InlineData("\"\",\"a\",\"b\",\"c\"\n\"r1\",1,2.5,\"x\"\n\"r2\",2,3.5,\"y\"\n\"r3\",3,4.5,\"x\"\n")]
    [InlineData(",a,b,c\n0,1,2.5,x\n1,2,3.5,y\n2,3,4.5,x\n")]
    [InlineData("a\tb\tc\nr1\t1\t2.5\tx\nr2\t2\t3.5\ty\nr3\t3\t4.5\tx\n")]
    public void RowNamesOfRAndPythonAreNamesOfRows(string text)
    {
        CsvTable csv = Read(text);
        Assert.Equal(["row", "a", "b", "c"], csv.Table.Columns.Select(c => c.Name));
        Assert.Equal(ColumnRole.Id, csv.Schema.Find("row")!.Role);
        Assert.Contains(csv.Notes, note => note.StartsWith("The first column has no name", StringComparison.Ordinal));
    }

    [Fact]
    public void AWhollyMissingRowThatWasWrittenIsReadAgain()
    {
        Table table = new([new ContinuousColumn("a", [1.5, double.NaN, 2.5]), new ContinuousColumn("b", [1, double.NaN, 3.5])]);
        using MemoryStream stream = new();
        CsvTableWriter.Write(stream, table);
        Assert.Equal(3, Read(Encoding.UTF8.GetString(stream.ToArray())).Table.Rows);
    }

    private static CsvTable Read(string text) => CsvTable.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "t.csv");
}
