using System.Globalization;
using System.Text;
using CausalLoom.Data;
using CausalLoom.Data.Cells;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Data.Cells;

/// <summary>Columns of numbers in the dress of clinical files: read as numbers, written back as they were, odd cells named.</summary>
public sealed class DressedColumnTests
{
    private static readonly double[] Numbers = [.. Enumerable.Range(0, 60).Select(i => Math.Round(40 + (i * 7.31 % 50), 2))];

    public static TheoryData<string, Func<double, string>> Dresses() => new()
    {
        { "0.00 kg", v => v.ToString("F2", CultureInfo.InvariantCulture) + " kg" },
        { "0.00mg/dL", v => v.ToString("F2", CultureInfo.InvariantCulture) + "mg/dL" },
        { "0.00%", v => v.ToString("F2", CultureInfo.InvariantCulture) + "%" },
        { "€0.00", v => "€" + v.ToString("F2", CultureInfo.InvariantCulture) },
        { "€ 0.00", v => "€ " + v.ToString("F2", CultureInfo.InvariantCulture) },
        { "#'##0.00", v => (v * 1000).ToString("#'##0.00", CultureInfo.InvariantCulture).Replace("##0", "", StringComparison.Ordinal) },
        { "0.00 mL/min/1.73m2", v => v.ToString("F2", CultureInfo.InvariantCulture) + " mL/min/1.73m2" },
    };

    [Theory]
    [MemberData(nameof(Dresses), DisableDiscoveryEnumeration = true)]
    public void NumbersInADressAreNumbersAndAreWrittenBack(string pattern, Func<double, string> dress)
    {
        string[] cells = pattern.StartsWith("#'", StringComparison.Ordinal)
            ? [.. Numbers.Select(v => Grouped(v * 1000, '\''))] : [.. Numbers.Select(dress)];
        double scale = pattern.StartsWith("#'", StringComparison.Ordinal) ? 1000 : 1;
        CsvTable csv = Read(cells);
        Assert.Equal(pattern, csv.Schema.Find("v")!.Form!.Pattern);
        Assert.Equal(Numbers.Select(v => Math.Round(v * scale, 2)), csv.Table["v"].ToNumbers());
        Assert.Equal(File(cells), Written(csv));
    }

    [Theory]
    [InlineData(' ')]
    [InlineData('\u00A0')]
    [InlineData('\u202F')]
    [InlineData('\u2009')]
    [InlineData('’')]
    public void ThousandsMayBeApart(char sign)
    {
        string[] cells = [.. Numbers.Select(v => Grouped(v * 1000, sign))];
        CsvTable csv = Read(cells);
        Assert.Equal(Numbers.Select(v => Math.Round(v * 1000, 2)), csv.Table["v"].ToNumbers());
        Assert.Equal(File(cells), Written(csv));
    }

    [Fact]
    public void AMinusOfTypographersIsAMinus()
    {
        string[] cells = [.. Numbers.Select((v, i) => (i % 3 == 0 ? "−" : "") + v.ToString("F2", CultureInfo.InvariantCulture))];
        CsvTable csv = Read(cells);
        Assert.Equal(Numbers.Select((v, i) => i % 3 == 0 ? -v : v), csv.Table["v"].ToNumbers());
        Assert.Equal(File(cells), Written(csv));
    }

    [Theory]
    [InlineData("#VALUE!")]
    [InlineData("#DIV/0!")]
    [InlineData(".A")]
    [InlineData("._")]
    [InlineData("ND")]
    [InlineData("unk")]
    [InlineData("not done")]
    [InlineData("-")]
    [InlineData("#NV")]
    public void ACodeForAMissingValueIsMissingAndNamed(string code)
    {
        string[] cells = [.. Numbers.Select(v => v.ToString("R", CultureInfo.InvariantCulture))];
        (cells[16], cells[40]) = (code, code);
        CsvTable csv = Read(cells);
        Assert.Equal(ColumnType.Continuous, csv.Table["v"].Type);
        Assert.Equal(2, csv.Table["v"].MissingCount);
        string warning = Assert.Single(csv.Warnings);
        Assert.Contains($"'v' ('{code}' in 2 rows, first in row 17 (line 18))", warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("7O.5")]
    [InlineData("seventy")]
    [InlineData("12;5")]
    [InlineData("7.5.1")]
    public void ACellThatIsNothingIsRefusedOrLenientlyMissingAndNamed(string odd)
    {
        string[] cells = [.. Numbers.Select(v => v.ToString("R", CultureInfo.InvariantCulture))];
        cells[9] = odd;
        string message = Assert.Throws<CausalLoomException>(() => Read(cells)).Message;
        Assert.StartsWith($"t.csv, row 10 (line 11), column 'v': '{odd}' does not fit a column of numbers: the only such cell.", message,
            StringComparison.Ordinal);
        CsvTable lenient = Read(cells, new CsvOptions { Lenient = true });
        Assert.Equal(1, lenient.Table["v"].MissingCount);
        Assert.Contains(lenient.Warnings, w => w.Contains($"'{odd}' in 1 row, first in row 10", StringComparison.Ordinal));
    }

    [Fact]
    public void MixedUnitsAreRefusedWithBothNamed()
    {
        string[] cells = [.. Numbers.Select((v, i) => v.ToString("F1", CultureInfo.InvariantCulture) + (i == 30 ? " lb" : " kg"))];
        string message = Assert.Throws<CausalLoomException>(() => Read(cells)).Message;
        Assert.Contains("the units differ: 'kg' in row 1 (line 2), 'lb' in row 31 (line 32)", message, StringComparison.Ordinal);
        cells[30] = "70.1";
        Assert.Contains("none in row 31", Assert.Throws<CausalLoomException>(() => Read(cells)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<45", 35, 44.99)]
    [InlineData("≤40.5", 40.5, 40.5)]
    [InlineData(">95", 95.01, 105)]
    [InlineData("trace", 35, 49.99)]
    public void AMeasurementBeyondALimitStandsForItAndIsWrittenBack(string limit, double least, double most)
    {
        string[] cells = [.. Numbers.Select(v => (v < 46 ? 50 : v).ToString("R", CultureInfo.InvariantCulture))];
        (cells[3], cells[20], cells[44]) = (limit, limit, limit);
        CsvTable csv = Read(cells);
        Assert.InRange(csv.Table["v"].NumberAt(20), least, most);
        Assert.Contains(csv.Warnings, w => w.Contains($"'{limit}' in 3 rows", StringComparison.Ordinal));
        Assert.Equal(File(cells), Written(csv));
    }

    [Fact]
    public void TopCodedAgesAndTwoSidedLimitsAreKept()
    {
        string[] ages = [.. Enumerable.Range(0, 60).Select(i => 30 + i is var age && age >= 85 ? "85+"
            : age.ToString(CultureInfo.InvariantCulture))];
        CsvTable csv = Read(ages);
        Assert.Equal(ColumnType.Integer, csv.Table["v"].Type);
        Assert.Equal(File(ages), Written(csv));
        string[] both = [.. Numbers.Select(v => v < 50 ? "<50" : v > 80 ? ">80" : v.ToString("R", CultureInfo.InvariantCulture))];
        Assert.Equal(File(both), Written(Read(both)));
    }

    [Fact]
    public void DayCountsOfASpreadsheetAmongDatesAreRefusedByName()
    {
        string[] cells = [.. Enumerable.Range(0, 60).Select(i => i % 20 == 7 ? "40063" : $"{2 + (i % 9)}/{13 + (i % 15)}/2010")];
        Assert.Contains("row 8 (line 9), column 'v': '40063' does not fit a column of dates",
            Assert.Throws<CausalLoomException>(() => Read(cells)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PointsThatMayBeThousandsAreRefusedUntilTheSchemaSaysWhatTheyAre()
    {
        string[] cells = [.. Enumerable.Range(0, 60).Select(i => i % 7 == 0 ? $"{400 + i}" : $"{1 + (i % 12)}.{100 + (i * 7)}")];
        Assert.Contains("could be a decimal point or thousands", Assert.Throws<CausalLoomException>(() => Read(cells)).Message,
            StringComparison.Ordinal);
        CsvTable thousands = Read(cells, new CsvOptions { Schema = Schema.Parse("columns: [{name: v, format: '#.##0'}]") });
        Assert.Equal(2107, thousands.Table["v"].NumberAt(1));
        Assert.Equal(File(cells), Written(thousands));
        CsvTable decimals = Read(cells, new CsvOptions { Schema = Schema.Parse("columns: [{name: v, format: '#'}]") });
        Assert.Equal(2.107, decimals.Table["v"].NumberAt(1));
    }

    [Fact]
    public void TextThatBeginsWithDigitsInNoKnownFormIsRefusedAndNotDropped()
    {
        string[] cells = [.. Enumerable.Range(0, 120).Select(i => $"{i % 70}·{i % 7}")];
        Assert.Contains("begin with digits, but are numbers, dates or times in no form that is known",
            Assert.Throws<CausalLoomException>(() => Read(cells)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GradesAreLevelsAndBracketsAreSaid()
    {
        string[] grades = [.. Enumerable.Range(0, 50).Select(i => "0,1+,2+,3+,4+".Split(',')[i % 5])];
        CsvTable csv = Read(grades);
        Assert.Equal(ColumnType.Categorical, csv.Table["v"].Type);
        Assert.Equal(File(grades), Written(csv));
        string[] brackets = [.. Numbers.Select((v, i) => i % 4 == 0 ? $"({v.ToString("R", CultureInfo.InvariantCulture)})"
            : v.ToString("R", CultureInfo.InvariantCulture))];
        Assert.Contains(Read(brackets).Warnings, w => w.StartsWith("Numbers in brackets are read as negative", StringComparison.Ordinal));
    }

    [Fact]
    public void QuotedDecimalCommasThatCannotBeThousandsAreDecimals()
    {
        string[] cells = [.. Enumerable.Range(0, 40).Select(i => $"{6 + i},{i % 10}")];
        Assert.Equal(7.1, Read(cells).Table["v"].NumberAt(1));
    }

    [Fact]
    public void TwoLimitsOnASideAreRefusedByName()
    {
        string[] cells = [.. Numbers.Select(v => v.ToString("R", CultureInfo.InvariantCulture))];
        (cells[3], cells[20]) = ("<5", "<10");
        Assert.Contains("is another limit on that side", Assert.Throws<CausalLoomException>(() => Read(cells)).Message,
            StringComparison.Ordinal);
        (cells[3], cells[20]) = ("<60", "<60");
        Assert.Contains("the column has numbers beyond it", Assert.Throws<CausalLoomException>(() => Read(cells)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("yyyy-MM-dd")]
    [InlineData("ddMONyyyy")]
    [InlineData("dd.MM.yyyy")]
    [InlineData("d MON yyyy")]
    [InlineData("yyyyMMdd")]
    [InlineData("MM/dd/yyyy")]
    [InlineData("yyyy-MM-dd HH:mm")]
    [InlineData("yyyy-MM-ddTHH:mm:ss")]
    public void DatesAreNumbersInsideAndDatesOutside(string pattern)
    {
        CellForm form = CellForm.Parse(pattern);
        double unit = form.Time == TimeKind.Date ? 1 : 86400;
        double[] moments = [.. Enumerable.Range(0, 60).Select(i => (16000 + (i * 13)) * unit)];
        string[] cells = [.. moments.Select(form.Write)];
        CsvTable csv = Read(cells);
        Assert.Equal(pattern, csv.Schema.Find("v")!.Form!.Pattern);
        Assert.Equal(moments, csv.Table["v"].ToNumbers());
        Assert.Equal(File(cells), Written(csv));
    }

    [Fact]
    public void DatesThatCouldBeEitherAreRefusedUntilTheSchemaSaysWhich()
    {
        string[] cells = [.. Enumerable.Range(0, 40).Select(i => $"{1 + (i % 12):00}/{1 + (i % 11):00}/2015")];
        string message = Assert.Throws<CausalLoomException>(() => Read(cells)).Message;
        Assert.Contains("could be dd/MM/yyyy or MM/dd/yyyy", message, StringComparison.Ordinal);
        Schema schema = Schema.Parse("columns: [{name: v, format: dd/MM/yyyy}]");
        CsvTable csv = Read(cells, new CsvOptions { Schema = schema });
        Assert.Equal(File(cells), Written(csv));
        Assert.Equal(16436 + 31 + 1, csv.Table["v"].NumberAt(1));
    }

    [Theory]
    [InlineData("[h]:mm", 60)]
    [InlineData("[hh]:mm:ss", 1)]
    [InlineData("[d]d [h]h", 3600)]
    [InlineData("[h?]h [m?]min", 60)]
    [InlineData("PnDTnH", 3600)]
    [InlineData("P?DT?H?M", 60)]
    [InlineData("h:mm AM", 60)]
    [InlineData("hh:mm:ssam", 1)]
    [InlineData("[y]y [mo]m", 3600)]
    [InlineData("[y] years, [mo] months", 3600)]
    [InlineData("[ft]'[in]\"", 3600)]
    [InlineData("[lb] lb [oz] oz", 3600)]
    public void TimesAreNumbersInsideAndTimesOutside(string pattern, int seconds)
    {
        CellForm form = CellForm.Parse(pattern);
        string[] cells = [.. Enumerable.Range(0, 60).Select(i => form.Write(((i * 4321) + 600) / seconds))];
        CsvTable csv = Read(cells);
        Assert.Equal(ColumnType.Integer, csv.Table["v"].Type);
        Assert.Equal(File(cells), Written(csv));
    }

    [Fact]
    public void DatesWithHalvesOfADayOrAnOffsetAreNumbers()
    {
        foreach (string pattern in (string[])["M/d/yyyy h:mm AM", "yyyy-MM-dd hh:mm:ss AM", "yyyy-MM-ddTHH:mm:ss-05:00",
            "dd-Mon-yyyy HH:mm+0100"])
        {
            CellForm form = CellForm.Parse(pattern);
            string[] cells = [.. Enumerable.Range(0, 60).Select(i => form.Write((i * 98_700) + 1.4e9))];
            CsvTable csv = Read(cells);
            Assert.Equal(File(cells), Written(csv));
            cells[7] = cells[7].Replace("-05:00", "-06:00", StringComparison.Ordinal).Replace("+0100", "+0200", StringComparison.Ordinal)
                .Replace("AM", "XM", StringComparison.Ordinal).Replace("PM", "XM", StringComparison.Ordinal);
            Assert.Contains("row 8", Assert.Throws<CausalLoomException>(() => Read(cells)).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("59/100", "#/100")]
    [InlineData("7/10", "#/10")]
    public void NumbersOutOfAsManyAreNumbers(string first, string pattern)
    {
        int of = first.EndsWith("100", StringComparison.Ordinal) ? 100 : 10;
        string[] cells = [.. Enumerable.Range(0, 60).Select(i => i == 0 ? first : $"{i * 7 % (of + 1)}/{of}")];
        CsvTable csv = Read(cells);
        Assert.Equal(pattern, csv.Schema.Find("v")!.Form!.Pattern);
        Assert.Equal(of == 100 ? 59 : 7, csv.Table["v"].NumberAt(0));
        Assert.Equal(File(cells), Written(csv));
    }

    [Theory]
    [InlineData("PT{0}.5H", "with decimals")]
    [InlineData("P{0}M{1}D", "months beside days")]
    [InlineData("2015-03-{2}T{3}:00:00+0{4}:00", "several offsets")]
    [InlineData("5/{2}/17 {3}:30", "a year of two digits")]
    public void WhatHasNoOneFormIsRefusedAndNotLeftOut(string dress, string said)
    {
        string[] cells = [.. Enumerable.Range(0, 100).Select(i => string.Format(CultureInfo.InvariantCulture, dress, 1 + (i % 37), i % 28,
            (10 + (i % 18)).ToString(CultureInfo.InvariantCulture), (10 + (i % 13)).ToString(CultureInfo.InvariantCulture), 1 + (i % 2)))];
        Assert.Contains(said, Assert.Throws<CausalLoomException>(() => Read(cells)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NamesOfVariantsAreNoNumbersAndInchesAreFewerThanAFoot()
    {
        CsvTable csv = Read([.. Enumerable.Range(0, 60).Select(i => $"rs{429358 + (i % 12)}")]);
        Assert.IsType<CategoricalColumn>(csv.Table["v"]);
        string[] heights = [.. Enumerable.Range(0, 60).Select(i => $"5'{i % 12}\"")];
        heights[8] = "5'14\"";
        Assert.Contains("row 9", Assert.Throws<CausalLoomException>(() => Read(heights)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void YearsOfTwoDigitsAreAskedFor()
    {
        foreach (string pattern in (string[])["dd-Mon-yy", "M/d/yy", "dd.MM.yy"])
        {
            CellForm form = CellForm.Parse(pattern);
            string[] cells = [.. Enumerable.Range(0, 80).Select(i => form.Write(i * 137))];
            Assert.Contains($"format: {pattern}", Assert.Throws<CausalLoomException>(() => Read(cells)).Message, StringComparison.Ordinal);
            CsvTable csv = Read(cells, new CsvOptions { Schema = Schema.Parse($"columns: [{{name: v, format: {pattern}}}]") });
            Assert.Equal(File(cells), Written(csv));
        }
    }

    [Theory]
    [InlineData("/", " mmHg")]
    [InlineData(" / ", "")]
    [InlineData("+", "")]
    [InlineData(" ± ", "")]
    [InlineData("x", " mm")]
    public void PairsMayHaveAnotherSignAndAUnit(string between, string after)
    {
        string[] cells = [.. Enumerable.Range(0, 40).Select(i => $"{110 + i}{between}{70 + (i % 20)}{after}")];
        CsvTable csv = Read(cells);
        Assert.Equal(["k", "v.1", "v.2"], csv.Table.Columns.Select(c => c.Name));
        Assert.Equal(File(cells), Written(csv));
        CsvTable again = Read(cells, new CsvOptions { Schema = Schema.Parse(csv.Schema.ToYaml()) });
        Assert.Equal(File(cells), Written(again));
        cells[5] = $"115{between}75 kPa";
        Assert.Contains("row 6", Assert.Throws<CausalLoomException>(() => Read(cells)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EachNumberOfAPairKeepsItsDecimals()
    {
        string[] cells = [.. Enumerable.Range(0, 40).Select(i =>
            FormattableString.Invariant($"{110 + (i * 0.5):0.0} ± {3 + (i % 20 / 4.0):0.00}"))];
        CsvTable csv = Read(cells);
        Assert.Equal(File(cells), Written(csv));
        CsvTable again = Read(cells, new CsvOptions { Schema = Schema.Parse(csv.Schema.ToYaml()) });
        Assert.Equal(File(cells), Written(again));
        string[] mixed = [.. Enumerable.Range(0, 40).Select(i => $"{110 + i}/{70 + (i % 20)}.0 mmHg")];
        Assert.Equal(File(mixed), Written(Read(mixed)));
    }

    [Fact]
    public void APairIsSplitAndJoined()
    {
        string[] cells = [.. Enumerable.Range(0, 40).Select(i => $"{110 + i}/{70 + (i % 20)}")];
        cells[7] = "";
        CsvTable csv = Read(cells);
        Assert.Equal(["k", "v.1", "v.2"], csv.Table.Columns.Select(c => c.Name));
        Assert.Equal(111, csv.Table["v.1"].NumberAt(1));
        Assert.Equal(71, csv.Table["v.2"].NumberAt(1));
        Assert.Equal(File(cells), Written(csv));
        CsvTable again = Read(cells, new CsvOptions { Schema = Schema.Parse(csv.Schema.ToYaml()), LikeSchema = true });
        Assert.Equal(File(cells).Split('\n').Length, Written(again).Split('\n').Length);
        Assert.Equal(csv.Table["v.2"].ToNumbers(), again.Table["v.2"].ToNumbers());
    }

    [Fact]
    public void KindsOfMissingValuesAreKeptApartWhereTheSchemaAsks()
    {
        string[] cells = [.. Numbers.Select(v => v.ToString("R", CultureInfo.InvariantCulture))];
        (cells[3], cells[5], cells[9]) = (".A", ".B", "");
        Schema schema = Schema.Parse("columns: [{name: v, missing_kinds: true}]");
        CsvTable csv = Read(cells, new CsvOptions { Schema = schema });
        Assert.Equal(["(empty)", "(value)", ".A", ".B"], Assert.IsType<CategoricalColumn>(csv.Table["v.missing"]).Levels);
        Assert.Equal(File(cells), Written(csv));
    }

    [Theory]
    [InlineData("12E4,13A2,007,NA1,12E4")]
    [InlineData("1A,2B,3A,1A,2B")]
    [InlineData("1/1,0/1,0/0,0/1,1/1")]
    [InlineData("<18,18-64,65+,18-64,<18")]
    [InlineData("I,II,III,IV,II")]
    [InlineData("1st,2nd,3rd,1st,2nd")]
    public void TextLevelsRoundTripToTheByte(string list)
    {
        string[] cells = [.. Enumerable.Range(0, 50).Select(i => list.Split(',')[i % 5])];
        CsvTable csv = Read(cells);
        Assert.Equal(ColumnType.Categorical, csv.Table["v"].Type);
        Assert.Equal(File(cells), Written(csv));
    }

    [Fact]
    public void FourDigitsStayFourDigits()
    {
        string[] cells = [.. Enumerable.Range(1, 60).Select(i => (i * 1.37e-9).ToString("0.000e-00", CultureInfo.InvariantCulture))];
        CsvTable csv = Read(cells);
        Assert.Equal("0.000e-00", csv.Schema.Find("v")!.Form!.Pattern);
        Assert.Equal(File(cells), Written(csv));
        Table other = new([csv.Table["k"], new ContinuousColumn("v", [.. Enumerable.Range(0, 60).Select(i => Math.PI * 1e-9 * i)])]);
        using MemoryStream stream = new();
        CsvTableWriter.Write(stream, other, csv.Schema);
        Assert.Contains("3.142e-09", Encoding.UTF8.GetString(stream.ToArray()), StringComparison.Ordinal);
        string[] plain = [.. Enumerable.Range(1, 60).Select(i => (i * 1.37e-9).ToString("0.000000000000", CultureInfo.InvariantCulture))];
        Assert.Equal(4, Read(plain).Table["v"].ToNumbers().Max(v => v.ToString("R",
            CultureInfo.InvariantCulture).Count(char.IsAsciiDigit) - 2));
    }

    [Fact]
    public void NamibiaIsNamedWithItsRemedy()
    {
        string[] cells = [.. Enumerable.Range(0, 60).Select(i => "NA,BW,ZA,AO,ZM,BW".Split(',')[i % 6])];
        CsvTable csv = Read(cells);
        Assert.Contains(csv.Warnings, w => w.Contains("Namibia", StringComparison.Ordinal) && w.Contains("'NA' in 10 of 60",
            StringComparison.Ordinal));
        Assert.Equal(0, Read(cells, new CsvOptions { MissingTokens = [] }).Table["v"].MissingCount);
    }

    [Fact]
    public void SentinelsAreNamed()
    {
        foreach ((double code, double low, double high) in new[] { (-1.0, 0.0, 29.0), (9, 0, 4), (88, 0, 40), (99, 18, 45), (999, 12, 60),
            (-99.99, 5, 9) })
        {
            string[] cells = [.. Enumerable.Range(0, 80).Select(i => (i % 9 == 4 ? code : low + Math.Round((high - low) * (i % 17) / 16))
                .ToString(CultureInfo.InvariantCulture))];
            Assert.Contains(Read(cells).Warnings, w => w.Contains("code for a missing value", StringComparison.Ordinal)
                && w.Contains(code.ToString(CultureInfo.InvariantCulture) + " in 9 rows", StringComparison.Ordinal));
        }

        string[] plain = [.. Enumerable.Range(0, 80).Select(i => (i % 10).ToString(CultureInfo.InvariantCulture))];
        Assert.Empty(Read(plain).Warnings);
    }

    /// <summary>Thousands of columns of numbers in dress: none becomes text without a word.</summary>
    [Fact]
    public void NoColumnOfNumbersTurnsIntoTextUnnoticed()
    {
        string[] codes = ["#VALUE!", "#N/A", ".B", "unk", "ND", "-", "n.d.", "NA", "", "#DIV/0!", "?"];
        string[] odd = ["O.5", "see note", "12..4", "1,2,3", "pos", "12 (repeat)", "~5", "5-6", "<", "1e", "½"];
        string[] suffixes = ["", "", "", " kg", "%", " mg/L", "°C", " U", "mmHg", " x10^9/L"];
        string[] prefixes = ["", "", "", "$", "€ "];
        for (int column = 0; column < 3000; column++)
        {
            RandomStream stream = RandomStream.Of(20_26).Child(column);
            int decimals = stream.NextInt(4);
            string suffix = suffixes[stream.NextInt(suffixes.Length)], prefix = suffix.Length > 0 ? ""
                : prefixes[stream.NextInt(prefixes.Length)];
            bool grouped = stream.NextInt(6) == 0, minus = stream.NextInt(6) == 0, exponent = !grouped && stream.NextInt(8) == 0;
            double size = Math.Pow(10, stream.NextInt(5));
            string[] cells = new string[80];
            double[] numbers = new double[80];
            for (int i = 0; i < cells.Length; i++)
            {
                double v = Math.Round(size * (minus ? stream.NextNormal() : stream.NextDouble() + 0.1), decimals);
                string text = exponent ? Math.Abs(v).ToString("0.000E+00", CultureInfo.InvariantCulture)
                    : grouped ? Grouped(Math.Abs(v), '\u00A0', decimals) : Math.Abs(v).ToString("F" + decimals,
                        CultureInfo.InvariantCulture);
                numbers[i] = (v < 0 ? -1 : 1) * double.Parse(text.Replace("\u00A0", "", StringComparison.Ordinal),
                    CultureInfo.InvariantCulture);
                cells[i] = (v < 0 ? (minus && column % 2 == 0 ? "−" : "-") : "") + prefix + text + suffix;
            }

            int distinct = numbers.Distinct().Count();
            if (stream.NextInt(2) == 0)
            {
                for (int k = 0; k < 4; k++)
                {
                    int at = stream.NextInt(80);
                    (cells[at], numbers[at]) = (codes[stream.NextInt(codes.Length)], double.NaN);
                }
            }

            bool spoilt = stream.NextInt(3) == 0;
            if (spoilt)
            {
                cells[stream.NextInt(80)] = odd[stream.NextInt(odd.Length)];
            }

            try
            {
                CsvTable csv = Read(cells);
                Column read = csv.Table.Columns[1];
                bool isNumber = read is ContinuousColumn or IntegerColumn || (read is BinaryColumn two && two.Levels.All(l =>
                    double.TryParse(l,
                    CultureInfo.InvariantCulture, out _)));
                Assert.True(isNumber || distinct <= 2 || csv.Warnings.Any(w => w.Contains("'v'", StringComparison.Ordinal)),
                    $"column {column} turned into {read.Type}: {string.Join(" | ", cells.Take(8))}");
                if (isNumber && !spoilt)
                {
                    Assert.Equal(numbers, read.ToNumbers());
                }
            }
            catch (CausalLoomException e)
            {
                Assert.True(spoilt && e.Message.Contains("column 'v'", StringComparison.Ordinal) && e.Message.Contains("row ",
                    StringComparison.Ordinal),
                    $"column {column}: {e.Message}: {string.Join(" | ", cells.Take(8))}");
            }
        }
    }

    private static string Grouped(double value, char sign, int decimals = 2)
    {
        string text = value.ToString("N" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return text.Replace(',', sign);
    }

    private static string File(string[] cells) => "k,v\n" + string.Concat(cells.Select((c, i) => $"{i % 3},{CsvTableWriter.Quote(c)}\n"));

    private static CsvTable Read(string[] cells, CsvOptions? options = null) =>
        CsvTable.Read(new MemoryStream(Encoding.UTF8.GetBytes(File(cells))), "t.csv", options);

    private static string Written(CsvTable csv)
    {
        using MemoryStream stream = new();
        CsvTableWriter.Write(stream, csv.Table, csv.Schema);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
