using CausalLoom.Data;
using CausalLoom.Data.Cells;

namespace CausalLoom.Tests.Data.Cells;

/// <summary>Each form reads what it writes, and says its pattern so that it is found again.</summary>
public sealed class CellFormTests
{
    [Theory]
    [InlineData("0.00 umol/L", "71.50 umol/L", 71.5)]
    [InlineData("0%", "67%", 67)]
    [InlineData("0.0 %", "-2.5 %", -2.5)]
    [InlineData("$#,##0.00", "$1,234,567.80", 1234567.8)]
    [InlineData("$#,##0.00", "-$0.50", -0.5)]
    [InlineData("(-)$#,##0", "($1,200)", -1200)]
    [InlineData("#'##0", "12'345", 12345)]
    [InlineData("#\u202F##0,0 €", "1\u202F234,5 €", 1234.5)]
    [InlineData("−0.0", "−1.5", -1.5)]
    [InlineData("0.000e-00", "3.380e-08", 3.38e-8)]
    [InlineData("0.00E+00", "1.20E+05", 1.2e5)]
    [InlineData("0.0 mL/min/1.73m2", "88.1 mL/min/1.73m2", 88.1)]
    [InlineData("#~4", "0.000000001372", 1.372e-9)]
    [InlineData("yyyy-MM-dd", "2015-12-31", 16800)]
    [InlineData("ddMONyyyy", "01MAR2015", 16495)]
    [InlineData("d-mon-yyyy", "1-mar-2015", 16495)]
    [InlineData("dd/MM/yy", "01/03/15", 16495)]
    [InlineData("MONTH d, yyyy", "March 1, 2015", 16495)]
    [InlineData("yyyyMMdd", "20150301", 16495)]
    [InlineData("yyyy-MM-ddTHH:mm:ss", "1970-01-02T01:00:01", 90001)]
    [InlineData("yyyy-MM-dd HH:mm", "1969-12-31 23:59", -60)]
    [InlineData("[h]:mm", "7:05", 425)]
    [InlineData("[hh]:mm:ss", "07:05:09", 25509)]
    [InlineData("[d]d [h]h", "3d 4h", 76)]
    [InlineData("[h?]h [m?]min", "2h 30min", 150)]
    [InlineData("[h?]h [m?]min", "45min", 45)]
    [InlineData("[y]y [mo]m", "6y 2m", 74)]
    [InlineData("[ft]'[in]\"", "5'11\"", 71)]
    [InlineData("[lb] lb [oz] oz", "7 lb 4 oz", 116)]
    [InlineData("PnDTnH", "P4DT19H", 115)]
    [InlineData("P?DT?M", "PT90M", 90)]
    [InlineData("P?DT?H", "PT0H", 0)]
    [InlineData("P?DT?H", "-P2D", -48)]
    [InlineData("PnYnM", "P3Y2M", 38)]
    [InlineData("PnW", "P6W", 6)]
    [InlineData("h:mm AM", "12:05 AM", 5)]
    [InlineData("hh:mm:ss am", "01:00:07 pm", 46807)]
    [InlineData("h:mmAM", "12:30PM", 750)]
    [InlineData("M/d/yyyy h:mm AM", "1/2/1970 1:05 PM", 133500)]
    [InlineData("yyyy-MM-ddTHH:mm:ss+02:00", "1970-01-02T01:00:01+02:00", 90001)]
    [InlineData("0.0; <0.5; >100", "<0.5", 0.25)]
    [InlineData("0.0; <0.5; >100", ">100", 101)]
    [InlineData("0.0; <0.5; >100", "7.5", 7.5)]
    [InlineData("#; 90+", "90+", 90)]
    [InlineData("#; ≤0.1", "≤0.1", 0.1)]
    [InlineData("#; trace=0.2", "trace", 0.1)]
    public void AFormReadsWhatItWrites(string pattern, string text, double number)
    {
        CellForm form = CellForm.Parse(pattern);
        Assert.True(form.TryRead(text, out double read));
        Assert.Equal(number, read, 1e-12 * Math.Max(1, Math.Abs(number)));
        Assert.Equal(pattern.StartsWith("#~", StringComparison.Ordinal) ? "1.372E-09" : text, form.Write(read));
        Assert.Equal(form.Pattern, CellForm.Parse(form.Pattern).Pattern);
        Assert.Equal(form.Write(read), CellForm.Parse(form.Pattern).Write(read));
    }

    [Theory]
    [InlineData("yyyy-MM-dd", "2015-02-29")]
    [InlineData("yyyy-MM-dd", "2015-13-01")]
    [InlineData("ddMONyyyy", "01MRZ2015")]
    [InlineData("[h]:mm", "7:65")]
    [InlineData("0 kg", "7 lb")]
    [InlineData("PnDTnH", "P4DT19M")]
    [InlineData("PnDTnH", "PDTH")]
    [InlineData("h:mm AM", "13:05 PM")]
    [InlineData("h:mm AM", "0:05 AM")]
    [InlineData("[y]y [mo]m", "6y 2d")]
    [InlineData("yyyy-MM-ddTHH:mm+02:00", "2015-03-01T10:00+01:00")]
    [InlineData("0.0; <0.5", "<0.7")]
    [InlineData("#,##0", "12,34")]
    public void WhatHasAnotherFormIsNotRead(string pattern, string text) => Assert.False(CellForm.Parse(pattern).TryRead(text, out _));

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("yyyy")]
    [InlineData("0.0; x")]
    public void WhatIsNoPatternIsRefused(string pattern) =>
        Assert.Contains("is no format", Assert.Throws<CausalLoomException>(() => CellForm.Parse(pattern)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void EveryNumberBeyondALimitIsWrittenAsTheLimit()
    {
        CellForm form = CellForm.Parse("0.0; <0.5; >100");
        Assert.Equal(["<0.5", "<0.5", "0.5", "100.0", ">100"], new[] { -3, 0.49, 0.5, 100, 100.2 }.Select(form.Write));
    }

    [Fact]
    public void DatesBeyondTheCalendarAreWrittenAsItsEnds()
    {
        CellForm form = CellForm.Parse("yyyy-MM-dd");
        Assert.Equal(["0001-01-01", "9999-12-31"], new[] { -1e9, 1e9 }.Select(form.Write));
    }
}
