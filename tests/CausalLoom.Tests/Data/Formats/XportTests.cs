using System.Text;
using CausalLoom.Data;
using CausalLoom.Data.Cells;

namespace CausalLoom.Tests.Data.Formats;

public sealed class XportTests
{
    [Theory]
    [InlineData("haven5.xpt")]
    [InlineData("haven8.xpt")]
    public void FilesOfHavenAreReadWithLabelsFormatsAndKindsOfMissing(string name)
    {
        (IReadOnlyList<CellColumn> columns, List<string[]> rows) = FormatFiles.Read(name, Fixture(name));
        Assert.Equal(["id", "x", "when", "at", "tm"], columns.Take(5).Select(c => c.Name));
        Assert.Equal(["8.2", "DATE.", "DATETIME.", "TIME."], columns.Skip(1).Take(4).Select(c => c.Format));
        Assert.Equal("A number", columns[1].Label);
        Assert.Equal(["a", "1.5", "2020-02-29", "2020-02-29T12:34:56", "01:00:00"], rows[0][..5]);
        Assert.Equal(["bü", ".B", "", "1960-01-01T00:00:00", "00:00:00"], rows[1][..5]);
        Assert.Equal(["", "-0.1", "1959-12-31", "", "23:59:59"], rows[2][..5]);
        if (name == "haven8.xpt")
        {
            Assert.Equal(("a_longer_name", string.Join(' ', Enumerable.Repeat("long label", 8))), (columns[5].Name, columns[5].Label));
        }
    }

    [Theory]
    [InlineData("x", "short", false)]
    [InlineData("exactly8", "short", false)]
    [InlineData("nine_char", "short", true)]
    [InlineData("x", "a label of more than forty characters in all", true)]
    public void Version8IsWrittenOnlyWhereVersion5CannotHoldTheTable(string name, string label, bool isLong)
    {
        Schema schema = new([new ColumnSchema(name) { Label = label }]);
        byte[] bytes = FormatFiles.Write("t.xpt", schema, [new Table([new IntegerColumn(name, [1, 2, 3])])]);
        Assert.Equal(isLong, Encoding.ASCII.GetString(bytes[..80]).Contains("LIBV8", StringComparison.Ordinal));
        Assert.Equal((name, label), (FormatFiles.Read("t.xpt", bytes).Columns[0].Name, FormatFiles.Read("t.xpt", bytes).Columns[0].Label));
    }

    [Fact]
    public void BlankRowsInTheMiddleAreRowsAndAtTheEndAreRefused()
    {
        Table table = new([new CategoricalColumn("a", [0, -1, -1, 1], ["x", "y"])]);
        Assert.Equal(FormatFiles.Cells(table), FormatFiles.Read("t.xpt", FormatFiles.Write("t.xpt", table)).Rows);
        Table bare = new([new CategoricalColumn("a", [0, 1, -1], ["x", "y"])]);
        string message = Assert.Throws<CausalLoomException>(() => FormatFiles.Write("t.xpt", bare)).Message;
        Assert.Contains("last row", message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatItCannotHoldIsRefusedByColumnAndRow()
    {
        Refused(new ContinuousColumn("x", [1, 1e-100]), "'x', row 2");
        Refused(new ContinuousColumn("x", [1e100, 1]), "'x', row 1");
        Refused(new CategoricalColumn("x", [0, 1], ["a", "b "]), "'x', row 2");
        Refused(new IntegerColumn("a b", [1]), "'a b'");
        Refused(new IntegerColumn("1a", [1]), "'1a'");
        Refused(new IntegerColumn(new string('n', 33), [1]), "32");
    }

    [Fact]
    public void SeveralDataSetsInOneFileAreRefused()
    {
        byte[] one = FormatFiles.Write("t.xpt", new Table([new IntegerColumn("x", [1, 2])]));
        string message = Assert.Throws<CausalLoomException>(() => FormatFiles.Read("t.xpt", [.. one, .. one[240..]])).Message;
        Assert.Equal("t.xpt holds more than one data set: write each to a file of its own.", message);
    }

    private static byte[] Fixture(string name) =>
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fixtures", "Formats", name));

    private static void Refused(Column column, string words)
    {
        string message = Assert.Throws<CausalLoomException>(() => FormatFiles.Write("t.xpt", new Table([column]))).Message;
        Assert.Contains(words, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }
}
