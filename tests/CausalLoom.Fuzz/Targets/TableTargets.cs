using System.IO.Compression;
using System.Text;
using CausalLoom.Data;
using CausalLoom.Jobs;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Fuzz.Targets;

/// <summary>Files of rows.</summary>
internal static class TableTargets
{
    private static readonly string[] Cells = ["NA", "NaN", ".", "#N/A", "-999", "1e308", "007", "<0.5", ">100", "12.5 mg/L", "67%",
        "€1,200", "(1,200)", "120/80", "12.1 ± 3.4", "2015-12-31", "31.12.2015", "01MAR2015", "March 1, 2015", "2/14/2019 2:07 PM",
        "2015-12-31T08:30:00+02:00", "7:05", "P4DT19H", "5'11\"", "6y 2m", "90+", "trace", "TRUE", "yes", "=1+1", "\"", "\"\"", ",", ";",
        "\t", "\r\n", "sep=;\n", "\n\n", "mu0", "mu1", "cate", "w", "y", "38+4", "#DIV/0!", ".A", "1.234,5", "−1.5", "½"];

    // Where an index and its messages agree, its parser may still read on and ask once for what a length there says, and touch none of it.
    private const long Claimed = 1L << 32;

    private static readonly byte[] Dressed = Encoding.UTF8.GetBytes("""
        id,visit,dose,bp,lab,share,arm,y
        p1,2015-12-31,10 mg,120/80,<0.5,12%,placebo,1.5
        p2,2016-01-02,20 mg,131/85,0.7,15%,active,2.5
        p3,2016-02-11,10 mg,118/79,1.2,NA,placebo,0.5
        p4,2016-03-01,20 mg,125/81,<0.5,33%,active,3.5
        p5,2016-03-09,10 mg,140/90,2.4,8%,active,2.0

        """);

    private static readonly Lazy<CausalData> Data = new(() => CausalData.From(FuzzTable.Rows(12), "w", "y"));

    /// <summary>Text of any kind, as the reader of files takes it.</summary>
    public static FuzzTarget Csv { get; } = new("csv", () => [FuzzTable.File("t.csv", FuzzTable.Rows(12)), Dressed,
        "a;b\n1,5;2\n3;4\n"u8.ToArray(), "\"a\",\"b \"\"c\"\"\"\n\"1\n2\",3\n"u8.ToArray()], Reader("t.csv")) { Tokens = Cells, Share = 3 };

    /// <summary>Rows with roles, as an effect needs them.</summary>
    public static FuzzTarget Roles { get; } = new("roles", () => [FuzzTable.File("t.csv", FuzzTable.Rows(12))], bytes =>
        DataLoader.Load(Scratch.File("roles.csv", bytes), new LoadOptions { Treatment = "w", Outcome = "y" }))
        { Tokens = Cells, Share = 2 };

    /// <summary>The truth of rows.</summary>
    public static FuzzTarget Truth { get; } = new("truth", () => [Encoding.UTF8.GetBytes("mu0,mu1,cate\n" + Times("1.5,2.5,1\n", 12)),
        Encoding.UTF8.GetBytes("mu0,mu1\n" + Times("1.5,2.5\n", 12))], bytes =>
        new TruthFile(Scratch.File("truth.csv", bytes)).Read(Data.Value, CancellationToken.None)) { Tokens = Cells };

    /// <summary>The other formats that are written, plain and packed.</summary>
    public static IEnumerable<FuzzTarget> Formats { get; } =
    [
        Format("t.parquet", "PAR1", "schema"), Format("t.arrow", "ARROW1") with { MostBytes = Claimed },
        Format("t.xpt", "HEADER RECORD*******", "DATE9.", "!!!!!!!"),
        Format("t.json", "\"datasetJSONVersion\":\"1.1.0\"", "\"columns\":[", "\"rows\":[", "\"dataType\":\"float\"", "null", "[]", "{}"),
        Format("t.ndjson", "\"columns\":[", "[1,2]\n", "null", "{}\n"),
        Format("t.csv.gz") with { Alter = Packed }, Format("t.csv.zst"), Format("t.parquet.gz") with { Alter = Packed },
    ];

    /// <summary>Workbooks: the XML within is altered and packed again.</summary>
    public static FuzzTarget Excel { get; } = new("xlsx", () => [Workbook()], Reader("t.xlsx"))
    {
        Alter = Parts,
        Share = 2,
        Tokens = ["<c r=\"A1\">", "<v>", "</v>", "</row>", "<row r=\"7\">", "t=\"s\"", "t=\"b\"", "t=\"inlineStr\"", "s=\"1\"", "<is><t>",
            "</t></is>", "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]>", "&b;", "&#0;", "&#x10FFFF;", "_x0000_", "<rPh>",
                "<si>",
            "xml:space=\"preserve\"", "<![CDATA[", "]]>", "<!--", "-->", "date1904=\"1\"", "r=\"XFD1\"", "r=\"ZZZZZZ1\"",
                "numFmtId=\"14\""],
    };

    private static Action<byte[]> Reader(string name) => bytes => TableFile.Read(Scratch.File(name, bytes), new CsvOptions());

    private static FuzzTarget Format(string name, params string[] tokens) =>
        new(name[2..], () => [FuzzTable.File(name, FuzzTable.Rows(12))], Reader(name)) { Tokens = tokens };

    private static string Times(string line, int count) => string.Concat(Enumerable.Repeat(line, count));

    // Now and then the packed bytes themselves.
    private static byte[] Packed(Mutator mutator, RandomStream stream, byte[] input)
    {
        if (stream.NextInt(4) == 0)
        {
            return mutator.Alter(stream, input);
        }

        using MemoryStream unpacked = new();
        try
        {
            using GZipStream gzip = new(new MemoryStream(input), CompressionMode.Decompress);
            gzip.CopyTo(unpacked);
        }
        catch (InvalidDataException)
        {
            return mutator.Alter(stream, input);
        }

        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(mutator.Alter(stream, unpacked.ToArray()));
        }

        return packed.ToArray();
    }

    private static byte[] Parts(Mutator mutator, RandomStream stream, byte[] input)
    {
        try
        {
            using ZipArchive zip = new(new MemoryStream(input));
            (string Name, byte[] Bytes)[] parts = [.. zip.Entries.Select(entry => (entry.FullName, Whole(entry)))];
            int which = stream.NextInt(parts.Length + 1);
            return which == parts.Length ? mutator.Alter(stream, input) : Zip([.. parts.Select((part, i) =>
                (part.Name, i == which ? mutator.Alter(stream, part.Bytes) : part.Bytes))]);
        }
        catch (InvalidDataException)
        {
            return mutator.Alter(stream, input);
        }
    }

    private static byte[] Whole(ZipArchiveEntry entry)
    {
        using MemoryStream bytes = new();
        using Stream stream = entry.Open();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static byte[] Zip(params (string Name, byte[] Bytes)[] parts)
    {
        using MemoryStream stream = new();
        using (ZipArchive zip = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] bytes) in parts)
            {
                using Stream part = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
                part.Write(bytes);
            }
        }

        return stream.ToArray();
    }

    private static byte[] Workbook()
    {
        const string main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
        const string links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        return Zip(
            ("xl/workbook.xml", Xml($"""
                <workbook {main} xmlns:r="{links}"><workbookPr date1904="0"/>
                <sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>
                """)),
            ("xl/_rels/workbook.xml.rels", Xml("""
                <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"
                Target="worksheets/sheet1.xml"/></Relationships>
                """)),
            ("xl/sharedStrings.xml", Xml($"<sst {main}><si><t>x</t></si><si><t>w</t></si><si><r><t>a</t></r><r><t>b</t></r></si></sst>")),
            ("xl/styles.xml", Xml($"""
                <styleSheet {main}><numFmts><numFmt numFmtId="164" formatCode="yyyy-mm-dd"/></numFmts><cellXfs><xf numFmtId="0"/>
                <xf numFmtId="164"/><xf numFmtId="46"/></cellXfs></styleSheet>
                """)),
            ("xl/worksheets/sheet1.xml", Xml($"""
                <worksheet {main}><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="inlineStr"><is>
                <t>day</t></is></c></row><row r="2"><c r="A2"><v>1.5</v></c><c r="B2" t="b"><v>1</v></c>
                <c r="C2" s="1"><v>42000.5</v></c></row>
                <row r="3"><c r="A3"><v>-2E-3</v></c><c r="B3" t="b"><v>0</v></c>
                <c r="C3" s="2"><v>0.25</v></c></row></sheetData></worksheet>
                """)));
    }

    private static byte[] Xml(string text) => Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + text);
}
