using System.Globalization;
using System.Text;
using CausalLoom.Data;
using CsvHelper;
using FsCheck;
using FsCheck.Fluent;

namespace CausalLoom.Tests.Data;

public sealed class CsvRoundTripTests
{
    private static readonly Gen<double> Numbers = Gen.OneOf(
        Gen.Choose(-1000, 1000).Select(i => i / 8.0),
        Gen.Choose(int.MinValue, int.MaxValue).Select(i => i * 1.2345678901234567e-7),
        Gen.Elements(0.0, 1e308, -1.7976931348623157E+308, 5e-324, 0.1, 1e22, 123456789.125, double.NaN));

    private static readonly Gen<Table> Tables =
        from names in Gen.NonEmptyListOf(Properties.Texts)
        from rows in Gen.Choose(1, 8)
        from columns in Gen.CollectToList(names.Distinct(StringComparer.Ordinal).Take(5), name => ColumnOf(name, rows))
        select new Table([.. columns]);

    [Fact]
    public void WhatWasWrittenIsReadBackTheSame() => Properties.Check(Tables, table =>
    {
        Schema schema = Schema.Of(table, _ => ColumnRole.Covariate);
        AssertSame(table, CsvTable.Read(new MemoryStream(Written(table)), "t.csv", new CsvOptions { Schema = schema }).Table);
    });

    [Fact]
    public void AnInferredTableIsReadBackTheSameWithoutASchema() => Properties.Check(Tables, table =>
    {
        Table inferred = CsvTable.Read(new MemoryStream(Written(table)), "t.csv").Table;
        AssertSame(inferred, CsvTable.Read(new MemoryStream(Written(inferred)), "t.csv").Table);
    });

    [Fact]
    public void AnIndependentReaderReadsTheSameCells() => Properties.Check(Tables, table =>
    {
        List<string[]> records = ReadWithCsvHelper(Written(table));
        Assert.Equal(table.Columns.Select(c => c.Name), records[0]);
        Assert.Equal(table.Rows + 1, records.Count);
        for (int row = 0; row < table.Rows; row++)
        {
            Assert.Equal(table.Columns.Select(c => c is ContinuousColumn x && !x.IsMissing(row)
                ? x.Values[row].ToString("R", CultureInfo.InvariantCulture) : c.TextAt(row)), records[row + 1]);
        }
    });

    [Fact]
    public void TheCellsOfAnIndependentWriterAreRead() => Properties.Check(
        from columns in Gen.Choose(2, 4)
        from cells in Gen.ArrayOf(Properties.Texts, columns * 3)
        from delimiter in Gen.Elements(',', ';', '\t')
        from newLine in Gen.Elements("\n", "\r\n")
        select (columns, cells, delimiter, newLine),
        given =>
        {
            string[] names = [.. Enumerable.Range(0, given.columns).Select(j => $"c{j}")];
            byte[] file = WriteWithCsvHelper([names, .. given.cells.Chunk(given.columns)], given.delimiter, given.newLine);
            Schema schema = new([.. names.Select(name => new ColumnSchema(name) { Type = ColumnType.Categorical })]);
            Table table = CsvTable.Read(new MemoryStream(file), "t.csv", new CsvOptions
                { Schema = schema, MissingTokens = [], Delimiter = given.delimiter }).Table;
            for (int i = 0; i < given.cells.Length; i++)
            {
                Assert.Equal(given.cells[i], table.Columns[i % given.columns].TextAt(i / given.columns));
            }
        });

    [Fact]
    public void NumbersAreRoundedToTheirDecimalsAndMissingCellsAreEmpty()
    {
        Table table = new(
        [
            new ContinuousColumn("x", [1.006, -0.001, double.NaN, 2], 2),
            new ContinuousColumn("full", [0.1 + 0.2, 1e-9, 3, double.NaN]),
            new IntegerColumn("n", [1, -2, long.MaxValue, 0], [false, false, false, true]),
            new CategoricalColumn("=a,b", [0, 1, -1, 2], ["@x", "p\"q", " r"]),
        ]);
        Assert.Equal(
            "x,full,n,\"=a,b\"\n1.01,0.30000000000000004,1,@x\n0,1E-09,-2,\"p\"\"q\"\n,3,9223372036854775807,\n2,,,\" r\"\n",
            Encoding.UTF8.GetString(Written(table)));
    }

    [Fact]
    public void AMissingCellOfTheOnlyColumnStaysARow()
    {
        Table table = new([new IntegerColumn("n", [1, 0, 3, 0], [false, true, false, true])]);
        AssertSame(table, CsvTable.Read(new MemoryStream(Written(table)), "t.csv", new CsvOptions
            { Schema = Schema.Of(table, _ => ColumnRole.Covariate) }).Table);
    }

    private static Gen<Column> ColumnOf(string name, int rows) => Gen.OneOf(
        Gen.ArrayOf(Numbers, rows).Select(values => (Column)new ContinuousColumn(name, values)),
        from values in Gen.ArrayOf(Gen.Choose(int.MinValue, int.MaxValue), rows)
        from missing in Gen.ArrayOf(Gen.Elements(false, false, true), rows)
        select (Column)new IntegerColumn(name, [.. values.Select((value, i) => missing[i] ? 0L : value * 1_000_003L)], missing),
        from levels in Gen.NonEmptyListOf(Properties.Texts)
        let distinct = levels.Distinct(StringComparer.Ordinal).ToArray()
        from codes in Gen.ArrayOf(Gen.Choose(-1, distinct.Length - 1), rows)
        select distinct.Length == 2 ? (Column)new BinaryColumn(name, codes, distinct) : new CategoricalColumn(name, codes, distinct));

    private static byte[] Written(Table table)
    {
        using MemoryStream stream = new();
        CsvTableWriter.Write(stream, table);
        return stream.ToArray();
    }

    private static void AssertSame(Table expected, Table actual)
    {
        Assert.Equal(expected.Columns.Select(c => (c.Name, c.Type, c.MissingCount)),
            actual.Columns.Select(c => (c.Name, c.Type, c.MissingCount)));
        foreach ((Column e, Column a) in expected.Columns.Zip(actual.Columns))
        {
            Assert.Equal(e.ToNumbers(), a.ToNumbers());
            Assert.Equal(Enumerable.Range(0, e.Count).Select(e.TextAt), Enumerable.Range(0, a.Count).Select(a.TextAt));
            Assert.Equal((e as DiscreteColumn)?.Levels, (a as DiscreteColumn)?.Levels);
        }
    }

    private static List<string[]> ReadWithCsvHelper(byte[] file)
    {
        CsvReaderOptions options = new() { Separator = ',', HasHeader = false, MalformedData = CsvMalformedDataHandling.Throw };
        using CsvReader reader = CsvReader.Create(file, options);
        List<string[]> records = [];
        while (reader.Read())
        {
            records.Add(reader.Current.ToArray());
        }

        return records;
    }

    private static byte[] WriteWithCsvHelper(IEnumerable<string[]> records, char delimiter, string newLine)
    {
        using MemoryStream stream = new();
        using (CsvWriter writer = CsvWriter.Create(stream, new CsvWriterOptions { Separator = delimiter, NewLine = newLine },
            leaveOpen: true))
        {
            foreach (string[] record in records)
            {
                writer.WriteRecord(record.AsSpan());
            }
        }

        return stream.ToArray();
    }
}
