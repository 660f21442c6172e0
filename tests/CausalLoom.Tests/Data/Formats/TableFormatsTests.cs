using System.IO.Compression;
using System.Text;
using CausalLoom.Data;

namespace CausalLoom.Tests.Data.Formats;

/// <summary>What a file is, by its name and its bytes, and what is refused.</summary>
public sealed class TableFormatsTests
{
    private static readonly Table Small = new([new IntegerColumn("a", [1, 2, 3])]);
    private const string Columns = "\"columns\":[{\"name\":\"a\",\"label\":\"A\"},{\"name\":\"b\"}]";

    [Theory]
    [InlineData("x.sas7bdat", "haven::write_xpt")]
    [InlineData("x.sav", "haven::read_sav")]
    [InlineData("x.dta", "haven::read_dta")]
    [InlineData("x.rds", "readRDS")]
    [InlineData("x.zip", "unpack it first")]
    [InlineData("x.xls", ".xlsx")]
    [InlineData("x.sav.gz", "haven::read_sav")]
    public void FilesOfOthersAreRefusedWithWhatToDo(string name, string advice)
    {
        string reading = Assert.Throws<CausalLoomException>(() => FormatFiles.Read(name, [1, 2, 3, 4])).Message;
        string writing = Assert.Throws<CausalLoomException>(() => TableFileWriter.Checked(name)).Message;
        Assert.All([reading, writing], message => Assert.Contains(advice, message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("x.xlsx")]
    [InlineData("x.tsv")]
    [InlineData("x.xlsx.gz")]
    public void WhatIsOnlyReadIsNotWritten(string name) => Assert.Contains("not written",
        Assert.Throws<CausalLoomException>(() => TableFileWriter.Checked(name)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("t.parquet", "x.csv", "the content is Parquet")]
    [InlineData("t.arrow", "x.parquet", "the content is Arrow")]
    [InlineData("t.csv", "x.parquet", "the content is text such as CSV")]
    [InlineData("t.xpt", "x.arrow", "the content is a SAS transport file")]
    [InlineData("t.csv", "x.csv.gz", "is packed")]
    [InlineData("t.parquet.gz", "x.csv", "the content is Parquet")]
    public void ANameThatLiesIsRefused(string written, string read, string words) => Assert.Contains(words,
        Assert.Throws<CausalLoomException>(() => FormatFiles.Read(read, FormatFiles.Write(written, Small))).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("t.parquet", "x")]
    [InlineData("t.arrow", "x.data")]
    [InlineData("t.xpt.gz", "x.xpt")]
    [InlineData("t.json.zst", "x")]
    [InlineData("t.parquet.zst", "x.parquet")]
    public void ANameThatSaysNothingOrLeavesThePackingOutWillDo(string written, string read) =>
        Assert.Equal(FormatFiles.Cells(Small), FormatFiles.Read(read, FormatFiles.Write(written, Small)).Rows);

    [Fact]
    public void GzipMayHaveSeveralMembersAndMustBeWhole()
    {
        byte[] text = Encoding.UTF8.GetBytes("a,b\n1,2\n"), more = Encoding.UTF8.GetBytes("3,4\n");
        byte[] packed = [.. Gzip(text), .. Gzip(more)];
        Assert.Equal([.. text, .. more], Unpacked(packed));
        for (int length = 2; length < packed.Length; length++)
        {
            // Where the first member ends a whole file may end.
            if (length != Gzip(text).Length)
            {
                byte[] cut = packed[..length];
                Assert.Contains("cut", Assert.Throws<CausalLoomException>(() => Unpacked(cut)).Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("{\"datasetJSONVersion\":\"1.1.0\"," + Columns + ",\"rows\":[[1]]}", "row 1 has 1 cells; there are 2 columns")]
    [InlineData("{\"datasetJSONVersion\":\"1.1.0\"," + Columns + ",\"rows\":[[1,2],[1,2,3]]}", "row 2 has more than 2 cells")]
    [InlineData("{\"datasetJSONVersion\":\"1.1.0\"," + Columns + ",\"rows\":[[1,[2]]]}", "column 'b': a list or an object")]
    [InlineData("{\"datasetJSONVersion\":\"1.1.0\"," + Columns + ",\"rows\":[{\"a\":1}]}", "row 1 is no list of cells")]
    [InlineData("{\"datasetJSONVersion\":\"1.0.0\"," + Columns + ",\"rows\":[]}", "is not 1.1")]
    [InlineData("{\"datasetJSONVersion\":\"1.1.0\",\"rows\":[]," + Columns + "}", "`rows` stand before `columns`")]
    [InlineData("{\"datasetJSONVersion\":\"1.1.0\"," + Columns + "}", "there are no `rows`")]
    [InlineData("{\"datasetJSONVersion\":\"1.1.0\",\"columns\":[{\"name\":\"a\"},{\"name\":\"a\"}],\"rows\":[]}", "'a' of another")]
    [InlineData("{\"datasetJSONVersion\":\"1.1.0\",\"columns\":[{\"label\":\"a\"}],\"rows\":[]}", "has no name")]
    [InlineData("[{\"a\":1}]", "other JSON cannot be read")]
    [InlineData("{\"a\":1}", "other JSON cannot be read")]
    [InlineData("", "is no Dataset-JSON file")]
    public void JsonThatIsNoDatasetIsRefusedInOneLine(string json, string words)
    {
        string message = Assert.Throws<CausalLoomException>(() => FormatFiles.Read("t.json", Encoding.UTF8.GetBytes(json))).Message;
        Assert.Contains(words, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void JsonOfOthersIsReadWhateverElseItSays()
    {
        const string json = "\uFEFF" + """
            { "sourceSystem": {"name": "x", "version": [1, {"a": null}]}, "datasetJSONVersion": "1.1.0",
              "columns": [{"itemOID": "I", "name": "a", "label": "The \u0041", "dataType": "decimal", "displayFormat": "8.2"},
                          {"name": "b", "codes": [1, [2]]}],
              "rows": [ ["1.50", null], [12345678901234567890, "q\"\n"], [true, 1e3] ], "more": [[[]]] }
            """;
        (var columns, List<string[]> rows) = FormatFiles.Read("t.json", Encoding.UTF8.GetBytes(json));
        Assert.Equal(("The A", "8.2"), (columns[0].Label, columns[0].Format));
        Assert.Equal([["1.50", ""], ["12345678901234567890", "q\"\n"], ["TRUE", "1e3"]], rows);
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    private static byte[] Unpacked(byte[] packed)
    {
        using MemoryStream whole = new();
        using Stream content = CausalLoom.Data.Formats.TableFormats.Open(new MemoryStream(packed), "x").Content;
        content.CopyTo(whole);
        return whole.ToArray();
    }
}
