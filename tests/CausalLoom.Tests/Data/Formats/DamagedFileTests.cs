using System.Diagnostics;
using System.IO.Compression;
using CausalLoom.Data;

namespace CausalLoom.Tests.Data.Formats;

/// <summary>Files that were cut or altered: read, or refused in one line, and soon.</summary>
public sealed class DamagedFileTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(2);

    public static TheoryData<string> Names => [.. FormatFiles.Names, "t.xlsx"];

    [Theory]
    [MemberData(nameof(Names))]
    public void CutFilesAreRefusedOrHaveFewerRows(string name)
    {
        byte[] whole = Whole(name);
        List<string[]> rows = FormatFiles.Read(name, whole).Rows;
        Random random = new(3);
        int refused = 0;
        for (int i = 0; i < 150; i++)
        {
            int length = i < 20 ? whole.Length - 1 - i : random.Next(1, whole.Length);
            List<string[]>? read = TryRead(name, whole[..length]);
            refused += read is null ? 1 : 0;
            Assert.True(read is null || read.SequenceEqual(rows[..read.Count], RowComparer.Instance), $"cut at {length} of {whole.Length}");
        }

        // XPT and NDJSON have no end that could be missing: a cut between their records is a shorter file. The last byte
        // of JSON is a line end.
        bool mayEnd = name is "t.xpt" or "t.ndjson";
        Assert.True(mayEnd ? refused > 100 : refused >= (name == "t.json" ? 149 : 150), $"{refused} of 150 refused");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AlteredFilesAreReadOrRefused(string name)
    {
        byte[] whole = Whole(name);
        Random random = new(4);
        for (int i = 0; i < 300; i++)
        {
            byte[] altered = [.. whole];
            for (int flips = random.Next(1, 4); flips > 0; flips--)
            {
                altered[random.Next(altered.Length)] ^= (byte)(1 << random.Next(8));
            }

            Stopwatch watch = Stopwatch.StartNew();
            TryRead(name, altered);
            Assert.True(watch.Elapsed < Soon, $"{name}, file {i}: {watch.Elapsed}");
        }
    }

    /// <summary>
    /// Found by fuzzing: two thousand bytes that claimed sixteen gigabytes of columns were given them, and a batch with fewer columns
    /// than its
    /// schema ended in a stack trace.
    /// </summary>
    [Theory]
    [InlineData("t.arrow")]
    [InlineData("t.feather")]
    public void NoArrowFileIsGivenMoreMemoryThanItsBytesCanFill(string name)
    {
        byte[] whole = FormatFiles.Write(name, RoundTripTests.Random(new Random(11), 5));
        long most = 0;
        for (int at = 0; at < whole.Length - sizeof(int); at += sizeof(int))
        {
            foreach (int claimed in (int[])[int.MaxValue, 1])
            {
                byte[] altered = [.. whole];
                BitConverter.TryWriteBytes(altered.AsSpan(at), claimed);
                long before = GC.GetAllocatedBytesForCurrentThread();
                TryRead(name, altered);
                most = Math.Max(most, GC.GetAllocatedBytesForCurrentThread() - before);
            }
        }

        Assert.True(most < 1 << 26, $"{most} bytes");
    }

    [Theory]
    [InlineData("<si/>", 2_000_000)]
    [InlineData("<si><t>nothing but this, and this again, and again</t></si>", 1_000_000)]
    public void AWorkbookWhoseTextsUnpackToFarMoreThanItsLengthIsRefused(string text, int times)
    {
        using MemoryStream file = new();
        file.Write(Whole("t.xlsx"));
        using (ZipArchive zip = new(file, ZipArchiveMode.Update, leaveOpen: true))
        {
            zip.GetEntry("xl/sharedStrings.xml")?.Delete();
            using StreamWriter part = new(zip.CreateEntry("xl/sharedStrings.xml", CompressionLevel.Optimal).Open());
            part.Write("<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">");
            for (int i = 0; i < times; i++)
            {
                part.Write(text);
            }

            part.Write("</sst>");
        }

        Assert.InRange(file.Length, 1, 400_000);
        string said = Assert.Throws<CausalLoomException>(() => FormatFiles.Read("t.xlsx", file.ToArray())).Message;
        Assert.Contains("its texts are longer than a file of its length holds", said, StringComparison.Ordinal);
    }

    private static byte[] Whole(string name) => name == "t.xlsx" ? File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory,
        "Fixtures", "Formats", "sheet.xlsx")) : FormatFiles.Write(name, RoundTripTests.Random(new Random(11), 60));

    private static List<string[]>? TryRead(string name, byte[] bytes)
    {
        try
        {
            return FormatFiles.Read(name, bytes).Rows;
        }
        catch (CausalLoomException e)
        {
            Assert.DoesNotContain('\n', e.Message);
            Assert.Contains(name, e.Message, StringComparison.Ordinal);
            return null;
        }
        catch (ArgumentOutOfRangeException e) when (e.Message.StartsWith("CSV has a reader", StringComparison.Ordinal))
        {
            return null;
        }
    }

    private sealed class RowComparer : IEqualityComparer<string[]>
    {
        public static RowComparer Instance { get; } = new();

        public bool Equals(string[]? x, string[]? y) => x!.SequenceEqual(y!);

        public int GetHashCode(string[] obj) => obj.Length;
    }
}
