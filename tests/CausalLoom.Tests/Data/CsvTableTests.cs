using System.Text;
using CausalLoom.Data;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Data;

/// <summary>Files that must be read, with a warning where something deserves a look.</summary>
public sealed class CsvTableTests
{
    [Theory]
    [InlineData("a,b\n1,x\n2,y\n3,x\n")]
    [InlineData("\uFEFFa,b\n1,x\n2,y\n3,x\n")] // 5
    [InlineData("a,b\r1,x\r\n2,y\n3,x\r")] // 8
    [InlineData("a,b\n1,x\n2,y\n3,x")] // 9
    [InlineData("\"a\",\"b\"\n\"1\",\"x\"\n\"2\",\"y\"\n\"3\",\"x\"")]
    [InlineData("a;b\n1;x\n2;y\n3;x\n")] // 13
    [InlineData("a\tb\n1\tx\n2\ty\n3\tx\n")]
    [InlineData("a , b\n 1 ,x\n2\t,y\n3,x\n")]
    [InlineData("\na,b\n1,x\n2,y\n3,x\n\n\n")]
    public void TheSameTableHoweverItIsWritten(string text)
    {
        foreach (int step in new[] { 1, 2, 5, 1 << 20 })
        {
            using Trickle stream = new(Encoding.UTF8.GetBytes(text), step);
            CsvTable csv = CsvTable.Read(stream, "t.csv");
            IntegerColumn a = Assert.IsType<IntegerColumn>(csv.Table["a"]);
            BinaryColumn b = Assert.IsType<BinaryColumn>(csv.Table["b"]);
            Assert.Equal([1L, 2, 3], a.Values);
            Assert.Equal(["x", "y"], b.Levels);
            Assert.Equal([0, 1, 0], b.Codes);
            Assert.Empty(csv.Warnings);
        }
    }

    [Fact]
    public void QuotesHoldSeparatorsQuotesAndLines() // 10
    {
        CsvTable csv = Read("x,\"a \"\"b\"\"\n,c\"\n1,\"p,\r\nq\"\n2,\"\"\"\"\n3,\"\r\"\"\n\"\n");
        Column column = csv.Table["a \"b\"\n,c"];
        Assert.Equal(["p,\r\nq", "\"", "\r\"\n"], Enumerable.Range(0, 3).Select(column.TextAt));
    }

    [Fact]
    public void LinesAreCountedThroughQuotesAndBlankLines()
    {
        CausalLoomException error = Assert.Throws<CausalLoomException>(() => Read("a,b\n\"p\nq\",1\n\nr,2\r\n\"\r\r\n\",3\ns,4,5\n"));
        Assert.Contains("row 4 (line 9)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NamesOfAllKindsAreKept() // 15
    {
        Table table = Read("<script>,../x,\"a\u0007b\",=1+1\n1,2,3,4\n").Table;
        Assert.Equal(["<script>", "../x", "a\u0007b", "=1+1"], table.Columns.Select(c => c.Name));
    }

    [Fact]
    public void MissingTokensOfAllKindsAreMissing() // 20
    {
        CsvTable csv = Read("a,b\nNA,x\n.,NULL\nNaN,null\n#N/A,\n,y\n1.5, NA \n2.5,z\n");
        Assert.Equal(5, csv.Table["a"].MissingCount);
        Assert.Equal(4, csv.Table["b"].MissingCount);
        Assert.Equal(ColumnType.Binary, csv.Table["a"].Type);
        Column own = CsvTable.Read(Bytes("a,b\nNA,1\n?,2\nx,3\n"), "t.csv", new CsvOptions { MissingTokens = ["?"] }).Table["a"];
        Assert.Equal(["NA", "", "x"], Enumerable.Range(0, 3).Select(own.TextAt));
    }

    [Theory]
    [InlineData("1,2,3", ColumnType.Integer)]
    [InlineData("1.0,2.00,3", ColumnType.Integer)]
    [InlineData("1,1,1", ColumnType.Integer)] // 23
    [InlineData("1.5,1.5,1.5", ColumnType.Continuous)]
    [InlineData("x,x,x", ColumnType.Categorical)]
    [InlineData("1,2,1", ColumnType.Binary)]
    [InlineData("true,false,true", ColumnType.Binary)]
    [InlineData("0.5,2.5,0.5", ColumnType.Binary)]
    [InlineData("1,1.0,2", ColumnType.Binary)]
    [InlineData("1e5,2,3", ColumnType.Continuous)]
    [InlineData("a,b,c,a", ColumnType.Categorical)]
    [InlineData("-0,5e-324,1e308", ColumnType.Continuous)] // 21
    [InlineData("True,1,yes,1", ColumnType.Categorical)] // 31
    [InlineData("007,010,011", ColumnType.Categorical)] // 22
    [InlineData("9007199254740993,1,2,2", ColumnType.Categorical)]
    [InlineData("99999999999999999999,1,2,2", ColumnType.Categorical)]
    [InlineData("1899-12-31,0001-01-01,2024-03-31,2024-03-31", ColumnType.Integer)] // 29
    [InlineData("12E4,13E5,0E9,13E5", ColumnType.Categorical)]
    public void TypesAreInferred(string cells, ColumnType expected) => Assert.Equal(expected, One(cells).Column.Type);

    [Theory]
    [InlineData("1.25,2.5,3", 2)]
    [InlineData("1.250,2.5,3", 2)]
    [InlineData("0.1234567,1,2", null)]
    [InlineData("1e-3,2,3", null)]
    [InlineData("0.123456,1.5,2", 6)]
    public void DecimalsAreThoseAllAgreeOn(string cells, int? expected) =>
        Assert.Equal(expected, Assert.IsType<ContinuousColumn>(One(cells).Column).Decimals);

    [Theory]
    [InlineData("2,1,1", "1 2")]
    [InlineData("10,9,9", "9 10")]
    [InlineData("treated,control,control", "control treated")]
    [InlineData("drug,placebo,drug", "placebo drug")]
    [InlineData("untreated,treated,treated", "untreated treated")]
    [InlineData("B,A,B", "A B")]
    [InlineData("1.0,0.0,1.0", "0.0 1.0")]
    [InlineData("1.0,0,1", "0 1")]
    public void TwoLevelsComeInTheirOrder(string cells, string expected)
    {
        BinaryColumn column = Assert.IsType<BinaryColumn>(One(cells).Column);
        Assert.Equal(expected.Split(' '), column.Levels);
        Assert.Equal(column.Levels[1] == cells.Split(',')[0] || cells.StartsWith("1.0,0,", StringComparison.Ordinal) ? 1 : 0,
            column.Codes[0]);
    }

    [Theory]
    [InlineData("007,010,011,011", "leading zeros or beyond 2^53", "'007' in row 1 (line 2)")]
    [InlineData("12345678901234567890,5,5,5,7", "beyond 2^53", "'12345678901234567890'")]
    [InlineData("3,4,unknown,4,5,5", "Read as missing", "'unknown' in 1 row, first in row 3 (line 4)")]
    [InlineData("3,4,IV,4,5,5", "Numbers and text are mixed", "'IV' in row 3 (line 4)")]
    [InlineData("1,a,b,b,a,a", "Numbers and text are mixed", "'1' in row 1 (line 2)")]
    [InlineData("5,7,-999,8,9,9", "code for a missing value", "-999 in 1 row")]
    [InlineData("5,7,9999,8,9,9999", "code for a missing value", "9999 in 2 rows")]
    [InlineData("p,q,r,s", "differs in nearly every row", "'v'")] // 26
    [InlineData("Yes,yes,no,no", "only in case or spaces", "'Yes' and 'yes'")]
    [InlineData(",NA,.,", "All values are missing", "'v'")] // 24
    public void WhatDeservesALookIsWarnedOf(string cells, string finding, string detail)
    {
        IReadOnlyList<string> warnings = One(cells).Csv.Warnings;
        Assert.Contains(warnings, w => w.Contains(finding, StringComparison.Ordinal) && w.Contains(detail, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("p,q,r,s", ColumnRole.Id)]
    [InlineData("p,q,r,r", ColumnRole.Covariate)]
    [InlineData(",NA,.,", ColumnRole.Ignored)]
    [InlineData("0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19", ColumnRole.Id)]
    [InlineData("0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,19,18", ColumnRole.Covariate)]
    public void RolesAreInferred(string cells, ColumnRole expected) => Assert.Equal(expected, One(cells).Csv.Schema.Find("v")!.Role);

    [Fact]
    public void NotesNameConstantAndRareValues() // 23, 25, 27
    {
        string rows = string.Concat(
            Enumerable.Range(0, 1000).Select(i => $"5,{(i == 7 ? 3 : 0)},{(i == 9 ? "q" : i % 2 == 0 ? "a" : "b")}\n"));
        IReadOnlyList<string> notes = Read("c,d,e\n" + rows).Notes;
        Assert.Contains("Constant: 'c'.", notes);
        Assert.Contains("Levels seen once: 'e' ('q').", notes);
    }

    [Fact]
    public void DecimalCommasAreReadWithAWarning() // 13
    {
        CsvTable csv = Read("a;b\n1,5;x\n-2,25;y\n3;x\n");
        Assert.Equal([1.5, -2.25, 3], Assert.IsType<ContinuousColumn>(csv.Table["a"]).Values);
        Assert.Contains(csv.Warnings, w => w.StartsWith("Decimal commas", StringComparison.Ordinal));
    }

    [Fact]
    public void FiftyThousandColumnsAreRead() // 18
    {
        string header = string.Join(",", Enumerable.Range(0, 50_000).Select(j => $"c{j}"));
        string row = string.Join(",", Enumerable.Range(0, 50_000).Select(j => j % 10));
        Assert.Equal(50_000, Read($"{header}\n{row}\n{row}\n").Table.Columns.Count);
    }

    [Fact]
    public void ManyDifferentTextsAndNumbersAreRead()
    {
        // Beyond the number of texts that a column shares.
        StringBuilder text = new("number,level\n");
        for (int i = 0; i < 150_000; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{i % 75_000}.5,{(i < 70_000 ? "u" + i : "late")}\n");
        }

        CsvTable csv = Read(text.ToString());
        ContinuousColumn number = Assert.IsType<ContinuousColumn>(csv.Table["number"]);
        Assert.Equal(1, number.Decimals);
        Assert.All(Enumerable.Range(0, 150_000), i => Assert.Equal((i % 75_000) + 0.5, number.Values[i]));
        CategoricalColumn level = Assert.IsType<CategoricalColumn>(csv.Table["level"]);
        Assert.Equal(70_001, level.Levels.Length);
        Assert.Equal("late", level.TextAt(149_999));
        Assert.Equal("u69999", level.TextAt(69_999));
    }

    [Fact]
    public void ReadingCanBeCancelled()
    {
        CsvOptions options = new() { Cancellation = new CancellationToken(canceled: true) };
        Assert.Throws<OperationCanceledException>(() => CsvTable.Read(Bytes("a,b\n1,2\n"), "t.csv", options));
    }

    [Fact]
    public void AlteredFilesAreReadOrRefusedAndNothingElse()
    {
        byte[] good = Encoding.UTF8.GetBytes("id,\"w\",y,site,when\np,0,1.5,\"a,\n\"\"x\",2020-01-01\nq,1,-2e3,b "
            + "é,1/2/2020\nr,1,,NA,x\ns,0,7,b é,\n");
        byte[] alphabet = Encoding.UTF8.GetBytes("\",;\t\r\n \0.-+eE019ainfNA\u00e9");
        RandomStream stream = RandomStream.Of(11);
        int read = 0;
        for (int trial = 0; trial < 6000; trial++)
        {
            byte[] bad = [.. good];
            for (int change = stream.NextInt(4); change >= 0; change--)
            {
                bad[stream.NextInt(bad.Length)] = stream.NextInt(8) == 0 ? (byte)stream.NextInt(256)
                    : alphabet[stream.NextInt(alphabet.Length)];
            }

            using Trickle bytes = new(bad[..(bad.Length - (trial % 3 == 0 ? stream.NextInt(bad.Length) : 0))], 1 + stream.NextInt(40));
            Exception? thrown = Record.Exception(() => CsvTable.Read(bytes, "t.csv"));
            Assert.True(thrown is null or CausalLoomException, thrown?.ToString());
            read += thrown is null ? 1 : 0;
        }

        Assert.InRange(read, 300, 5700);
    }

    private static CsvTable Read(string text) => CsvTable.Read(Bytes(text), "t.csv");

    private static MemoryStream Bytes(string text) => new(Encoding.UTF8.GetBytes(text));

    private static (Column Column, CsvTable Csv) One(string cells)
    {
        CsvTable csv = Read("v,row\n" + string.Concat(cells.Split(',').Select((cell, i) => $"{cell},{i}\n")));
        return (csv.Table["v"], csv);
    }
}
