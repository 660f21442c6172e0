using System.Text;

namespace CausalLoom.Cli.Tests;

/// <summary>
/// The bad inputs of the issue, by the numbers of the list of forty: refused in one clear line with nothing written, or handled.
/// </summary>
public sealed class BadInputTests : IDisposable
{
    private readonly CliRun _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void N01_EmptyFile() => Refused(string.Empty, "empty");

    [Fact]
    public void N02_HeaderOnly() => Refused("x1,w,y\n", "row");

    [Fact]
    public void N03_OneRow() => Refused("x1,w,y\n1,0,2\n", "row");

    [Fact]
    public void N07_InvalidUtf8()
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes(SmallData.Csv()), 0xC3, 0x28, (byte)'\n'];
        RefusedFile(_cli.Write("data.csv", bytes), "UTF-8");
    }

    [Fact]
    public void N11_UnclosedQuote() => Refused(SmallData.Csv().Replace("\n1.", "\n\"1.", StringComparison.Ordinal), "quote");

    [Fact]
    public void N12_RaggedRow() => Refused(SmallData.Csv() + "1,2,a,0\n", "82");

    [Theory]
    [InlineData("x1,x1,site,w,y")]
    [InlineData("x1,,site,w,y")]
    [InlineData("x1,  ,site,w,y")]
    public void N14_BadHeaderNames(string header) =>
        Refused(SmallData.Csv().Replace("x1,x2,site,w,y", header, StringComparison.Ordinal), "column");

    [Fact]
    public void N16_NulBytes() => Refused(SmallData.Csv().Replace(",a,", ",a\0b,", StringComparison.Ordinal), "NUL");

    [Fact]
    public void N34_OneArm() => Refused(SmallData.Csv(treatment: (_, _) => "1"), "w");

    [Fact]
    public void N34_AnArmWithOneUnit() => Refused(SmallData.Csv(treatment: (i, _) => i == 7 ? "1" : "0"), "w");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void N38_MissingTreatmentOrOutcome(bool inTreatment) => Refused(
        SmallData.Csv(treatment: (i, w) => inTreatment && i == 9 ? "NA" : w.ToString(System.Globalization.CultureInfo.InvariantCulture),
            outcome: (i, _, y) => !inTreatment && i == 9 ? string.Empty : Text(y)),
        "10");

    [Theory]
    [InlineData("inf")]
    [InlineData("-Infinity")]
    [InlineData("1e400")]
    public void InfiniteValues(string value) => Refused(SmallData.Csv(outcome: (i, _, y) => i == 3 ? value : Text(y)), "5");

    [Fact]
    public void TooManyTreatmentLevels() =>
        Refused(SmallData.Csv(treatment: (i, _) => (i % 25).ToString(System.Globalization.CultureInfo.InvariantCulture)), "at most 20");

    [Fact]
    public void TreatmentEqualToOutcome() => RefusedWith("same column", Good(), "-t", "w", "-y", "w");

    [Fact]
    public void UnknownColumn() => RefusedWith("dose", Good(), "-t", "dose", "-y", "y");

    [Theory]
    [InlineData("--method", "magic")]
    [InlineData("--generator", "magic")]
    [InlineData("--propensity", "magic")]
    [InlineData("--preset", "magic")]
    public void UnknownNames(string flag, string name) => RefusedWith("magic", Good(), "-t", "w", "-y", "y", flag, name);

    [Fact]
    public void N05_ByteOrderMark() => HandledFile(_cli.Write("data.csv", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(SmallData.Csv())]));

    [Fact]
    public void N08_MixedLineEnds() => Handled(MixLineEnds(SmallData.Csv()));

    [Fact]
    public void N09_NoFinalNewline() => Handled(SmallData.Csv().TrimEnd('\n'));

    [Fact]
    public void N10_SeparatorsQuotesAndNewlinesInsideQuotes()
    {
        Handled(SmallData.Csv(extra: ("note", i => i % 2 == 0 ? "\"a, \"\"b\"\"\nc\"" : "plain")));
        Assert.Contains("\"a, \"\"b\"\"\nc\"", File.ReadAllText(_cli.File("out.csv")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(";")]
    [InlineData("\t")]
    public void N13_OtherSeparators(string separator) => Handled(SmallData.Csv(separator: separator));

    [Fact]
    public void N13_DecimalComma() => Handled(SmallData.Csv(separator: ";").Replace('.', ','));

    [Fact]
    public void N15_HostileHeaderNames() => Handled(SmallData.Csv(
        extra: ("<script>alert(1)</script>../\u0007", i => (i % 7).ToString(System.Globalization.CultureInfo.InvariantCulture))));

    [Fact]
    public void N20_MissingTokensMixed()
    {
        string[] tokens = ["NA", ".", "NULL", "NaN", "-999", "#N/A"];
        Handled(SmallData.Csv(
            extra: ("lab", i => i % 3 == 0 ? tokens[i / 3 % 6] : (i % 10).ToString(System.Globalization.CultureInfo.InvariantCulture))));
        Assert.Contains("-999", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void N23_ConstantColumn() => Handled(SmallData.Csv(extra: ("same", _ => "7")));

    [Fact]
    public void N24_AllMissingColumn()
    {
        Handled(SmallData.Csv(extra: ("none", _ => "NA")));
        Assert.Contains("warning", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void N25_NearlyConstantColumn() => Handled(SmallData.Csv(1000, extra: ("rare", i => i == 500 ? "1" : "0")));

    [Fact]
    public void N26_UniqueText()
    {
        Handled(SmallData.Csv(extra: ("patient", i => "P-" + i)));
        Assert.DoesNotContain("P-3", File.ReadAllText(_cli.File("out.csv")), StringComparison.Ordinal);
    }

    [Fact]
    public void N27_LevelSeenOnce() => Handled(SmallData.Csv(extra: ("centre", i => i == 11 ? "tiny" : "main" + (i % 2))));

    [Theory]
    [InlineData("1", "2")]
    [InlineData("Kontrolle", "Behandlung")]
    [InlineData("placebo", "drug")]
    [InlineData("false", "true")]
    public void N35_OtherTreatmentCodings(string control, string treated)
    {
        Handled(SmallData.Csv(treatment: (_, w) => w == 1 ? treated : control));
        string[] arms = [.. File.ReadLines(_cli.File("out.csv")).Skip(1).Select(line => line.Split(',')[3]).Distinct()
            .Order(StringComparer.Ordinal)];
        Assert.Equal(new[] { control, treated }.Order(StringComparer.Ordinal), arms);
    }

    [Fact]
    public void N36_CompleteSeparation() => Handled(SmallData.Csv(treatment: (i, _) =>
        i < 40 ? "0" : "1", extra: ("order", i => i.ToString(System.Globalization.CultureInfo.InvariantCulture))));

    [Fact]
    public void N37_OutcomeConstantInAnArm() => Handled(SmallData.Csv(outcome: (_, w, y) => w == 1 ? "3" : Text(y)));

    [Fact]
    public void N37_BinaryOutcomeWithoutEventsInAnArm() =>
        Handled(SmallData.Csv(outcome: (i, w, _) => w == 1 ? "0" : (i % 2).ToString(System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void N04_OneColumn() => Either("x\n1\n2\n3\n4\n5\n");

    [Fact]
    public void N06_Utf16() => EitherFile(_cli.Write("data.csv", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(SmallData.Csv())]));

    [Fact]
    public void N06_Latin1() =>
        EitherFile(_cli.Write("data.csv", Encoding.Latin1.GetBytes(SmallData.Csv(extra: ("ort", i => i % 2 == 0 ? "Köln" : "Genève")))));

    [Fact]
    public void N17_HugeCell() => Either("x1,w,y\n" + new string('a', 100_000_000) + ",0,1\n1,1,2\n2,0,3\n3,1,4\n");

    [Fact]
    public void N18_FiftyThousandColumns()
    {
        StringBuilder text = new();
        text.AppendJoin(',', Enumerable.Range(0, 50_000).Select(j => "c" + j)).Append(",w,y\n");
        for (int i = 0; i < 8; i++)
        {
            text.AppendJoin(',', Enumerable.Range(0, 50_000).Select(j => (i * j % 7)
                .ToString(System.Globalization.CultureInfo.InvariantCulture))).Append(',').Append(i % 2).Append(',').Append(i).Append('\n');
        }

        Either(text.ToString());
    }

    [Theory]
    [InlineData("9007199254740993")]
    [InlineData("007")]
    public void N22_LargeIntegersAndLeadingZeros(string value)
    {
        int code = Either(SmallData.Csv(extra: ("code", i => i % 2 == 0 ? value : value[..^1] + "1")));
        if (code == 0)
        {
            Assert.Contains(value, File.ReadAllText(_cli.File("out.csv")), StringComparison.Ordinal);
        }
    }

    private static string Text(double y) => y.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string MixLineEnds(string csv)
    {
        string[] ends = ["\n", "\r\n", "\r"];
        return string.Concat(csv.TrimEnd('\n').Split('\n').Select((line, i) => line + ends[i % 3]));
    }

    private string Good() => _cli.Write("data.csv", SmallData.Csv());

    private void Refused(string csv, string mentions) => RefusedFile(_cli.Write("data.csv", csv), mentions);

    private void RefusedFile(string path, string mentions) => RefusedWith(mentions, path, "-t", "w", "-y", "y");

    private void RefusedWith(string mentions, string path, params string[] flags)
    {
        Assert.Equal(2, _cli.Run(["synthesize", path, "-o", _cli.File("out.csv"), .. Quick(flags), .. flags]));
        string line = Assert.Single(_cli.Error.TrimEnd('\n').Split('\n'), l => l.StartsWith("causalloom:", StringComparison.Ordinal));
        Assert.Contains(mentions, line, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", _cli.Error, StringComparison.Ordinal);
        Assert.Equal([path], Directory.GetFiles(_cli.Folder));
    }

    private void Handled(string csv) => HandledFile(_cli.Write("data.csv", csv));

    private void HandledFile(string path)
    {
        int code = _cli.Run(["synthesize", path, "-o", _cli.File("out.csv"), "-t", "w", "-y", "y", .. Quick([])]);
        Assert.True(code == 0, _cli.Error);
        Assert.True(File.ReadLines(_cli.File("out.csv")).Count() > 50);
    }

    private int Either(string csv) => EitherFile(_cli.Write("data.csv", csv));

    private int EitherFile(string path)
    {
        int code = _cli.Run(["synthesize", path, "-o", _cli.File("out.csv"), "-t", "w", "-y", "y", .. Quick([])]);
        Assert.True(code is 0 or 2, _cli.Error);
        Assert.DoesNotContain("   at ", _cli.Error, StringComparison.Ordinal);
        Assert.Equal(code == 0, File.Exists(_cli.File("out.csv")));
        return code;
    }

    /// <summary>A quick model: these tests are about input, not about fit.</summary>
    private static string[] Quick(string[] flags) =>
    [
        .. flags.Contains("--generator") ? Array.Empty<string>() : ["--generator", "copula"],
        .. flags.Contains("--propensity") || flags.Contains("--method") ? Array.Empty<string>() : ["--propensity", "logistic"],
        .. flags.Contains("--method") ? Array.Empty<string>() : ["--outcome-model", "boosting"],
        "--seed", "3",
    ];
}
