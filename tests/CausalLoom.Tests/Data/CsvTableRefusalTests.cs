using System.Text;
using CausalLoom.Data;

namespace CausalLoom.Tests.Data;

/// <summary>Files that must be refused with one clear line (numbers as in the list of forty bad inputs).</summary>
public sealed class CsvTableRefusalTests
{
    [Theory]
    [InlineData("", "empty")] // 1
    [InlineData("\n\r\n\n", "empty")]
    [InlineData("\uFEFF", "empty")]
    [InlineData("a,b\n", "no row")] // 2
    [InlineData("a,b", "no row")]
    [InlineData("a,b\n1,2\n3,\"4\n5,6\n", "line 3, column 'b': a quote opens here and is never closed")] // 11
    [InlineData("a,b\n1,2\n1,2,3\n", "row 2 (line 3): 3 cells found, 2 expected")] // 12
    [InlineData("a,b\n1,2\n1\n", "row 2 (line 3): 1 cell found, 2 expected")]
    [InlineData("a,b,a\n1,2,3\n", "line 1, column 3: the name 'a' occurs twice")] // 14
    [InlineData("a,,b\n1,2,3\n", "line 1, column 2: the column has no name")]
    [InlineData("a,\"  \"\n1,2\n", "line 1, column 2: the column has no name")]
    [InlineData("a,b\n1,2\n3,\0\n", "line 3, column 'b': a NUL byte")] // 16
    [InlineData("a,b\n1,2\n3,inf\n", "row 2 (line 3), column 'b': 'inf' is infinite")]
    [InlineData("a,b\n1,2\n3,-Infinity\n", "'-Infinity' is infinite")]
    [InlineData("a,b\n1,2\n3,1e999\n", "'1e999' is infinite")]
    [InlineData("a,b\n1,x\"y\n", "line 2, column 'b': a quote inside a cell")]
    [InlineData("a,b\n1,\"x\"y\n", "line 2, column 'b': text after a closing quote")]
    [InlineData("a,b\n1,\"1,234\"\n2,\"5\"\n", "could be a decimal comma or thousands")] // 13
    [InlineData("a;b\n1.234,5;2\n2;5\n", "could be a decimal comma or thousands")]
    [InlineData("a\n2024-01-31\n2024-02-01\n2024-02-02\n2024-02-03\n31/12/1899\n", "'31/12/1899' does not fit a column of dates")]
    [InlineData("a;b\n1,5;2.5\n2;5\n", "column 'a' has decimal commas and column 'b' has points")]
    public void IsRefusedWithOneLine(string text, string expected) => AssertRefused(Encoding.UTF8.GetBytes(text), expected);

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x61, 0 }, "UTF-16")] // 6
    [InlineData(new byte[] { 0x61, 0, 0x2C, 0 }, "NUL")]
    [InlineData(new byte[] { 0x61, 0x2C, 0x62, 0x0A, 0x31, 0x2C, 0xE9, 0x0A }, "line 2, column 'b': the byte 0xE9 is not UTF-8")] // 7
    [InlineData(new byte[] { 0x61, 0x2C, 0x62, 0x0A, 0x31, 0x2C, 0xC3 }, "line 2, column 'b': the byte 0xC3")]
    [InlineData(new byte[] { 0x61, 0x2C, 0x62, 0x0A, 0x31, 0x2C, 0xED, 0xA0, 0x80, 0x0A }, "line 2, column 'b': the byte 0xED")]
    [InlineData(new byte[] { 0x1F, 0x8B, 8, 0 }, "gzip")] // 19
    [InlineData(new byte[] { 0x50, 0x4B, 3, 4 }, "zip")]
    [InlineData(new byte[] { 0x50, 0x41, 0x52, 0x31 }, "Parquet")]
    public void BytesThatAreNoUtf8TextAreRefused(byte[] bytes, string expected) => AssertRefused(bytes, expected);

    [Fact]
    public void BadBytesAreFoundWhereverTheyAre()
    {
        // Sweeps the bad byte over buffer boundaries of a stream that gives few bytes at a time.
        byte[] good = Encoding.UTF8.GetBytes("name,x\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"é{i}ü,\"ß\n{i}\"\n")));
        for (int at = 7; at < good.Length; at++)
        {
            byte[] bad = [.. good];
            bad[at] = 0xFF;
            using Trickle stream = new(bad, 7);
            CausalLoomException error = Assert.Throws<CausalLoomException>(() => CsvTable.Read(stream, "t.csv"));
            Assert.Contains("not UTF-8", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void AHugeCellIsRefusedBeforeItFillsTheMemory() // 17
    {
        CsvOptions options = new() { MaxCellBytes = 1000 };
        AssertRefused(Encoding.UTF8.GetBytes("a,b\n1," + new string('x', 1001)),
            "line 2, column 'b': the cell is longer than 1000 bytes", options);
        AssertRefused(Encoding.UTF8.GetBytes("a,b\n1,\"" + new string('x', 1001) + "\"\n"), "may never be closed", options);
        using Endless endless = new();
        CausalLoomException error = Assert.Throws<CausalLoomException>(() => CsvTable.Read(endless, "t.csv"));
        Assert.Contains("longer than 1048576 bytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TooFewRowsOrColumnsAreRefused() // 3, 4
    {
        CsvOptions options = new() { MinimumRows = 4, MinimumColumns = 3 };
        AssertRefused("a,b,c\n1,2,3\n"u8.ToArray(), "there is 1 row; at least 4 are needed", options);
        AssertRefused("a\n1\n"u8.ToArray(), "the file has one column ('a'); at least 3 are needed", options);
        AssertRefused("a|b|c\n1|2|3\n"u8.ToArray(), "Separators are", options);
    }

    [Fact]
    public void AbsentFilesAndDirectoriesAreRefused()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        Assert.Contains("There is no file", Assert.Throws<CausalLoomException>(() => CsvTable.Read(Path.Combine(folder, "no.csv"))).Message,
            StringComparison.Ordinal);
        Assert.Contains("is a directory", Assert.Throws<CausalLoomException>(() => CsvTable.Read(folder)).Message,
            StringComparison.Ordinal);
        Directory.Delete(folder);
    }

    private static void AssertRefused(byte[] bytes, string expected, CsvOptions? options = null)
    {
        foreach (int step in new[] { 1, 3, 1 << 20 })
        {
            using Trickle stream = new(bytes, step);
            CausalLoomException error = Assert.Throws<CausalLoomException>(() => CsvTable.Read(stream, "t.csv", options));
            Assert.Contains(expected, error.Message, StringComparison.Ordinal);
            Assert.StartsWith("t.csv", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', error.Message);
        }
    }

    private sealed class Endless : Trickle
    {
        public Endless()
            : base("a,b\n"u8.ToArray(), 100)
        {
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int read = base.Read(buffer, offset, count);
            buffer.AsSpan(offset, count).Fill((byte)'x');
            "a,b\n"u8.CopyTo(read > 0 ? buffer.AsSpan(offset) : new byte[4]);
            return read > 0 ? read : count;
        }
    }
}
