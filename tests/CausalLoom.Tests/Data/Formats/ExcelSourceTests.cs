using CausalLoom.Data.Cells;
using CausalLoom.Data.Formats;

namespace CausalLoom.Tests.Data.Formats;

public sealed class ExcelSourceTests
{
    [Fact]
    public void TheFirstSheetIsReadAsItIsShown()
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fixtures", "Formats", "sheet.xlsx"));
        (IReadOnlyList<CellColumn> columns, List<string[]> rows) = FormatFiles.Read("sheet.xlsx", bytes);
        Assert.Equal(["id", "x", "day", "moment", "time", "ok", "formula", "money", "text"], columns.Select(c => c.Name));
        Assert.Equal(
        [
            ["000", "0.1", "1900-02-28", "2021-03-04T05:06:07", "12:00:00", "TRUE", "0", "0.5", "plain"],
            ["001", "-3", "1900-03-01", "2021-03-04T06:06:07", "30:00:00", "FALSE", "", "1.5", "ümlaut, \"q\""],
            ["002", "1E-07", "2020-02-29", "2021-03-04T07:06:07", "00:00:00", "TRUE", "4", "2.5", "two\nlines"],
            ["_x0041_", "", "", "", "", "", "#DIV/0!", "", "rich text"],
            ["003", "12345678901", "1999-12-31", "2021-03-04T08:06:07", "00:00:01", "FALSE", "6", "3.5", "<&>"],
        ], rows);
    }

    [Theory]
    [InlineData("General", OutKind.Number)]
    [InlineData("0.00E+00", OutKind.Number)]
    [InlineData("\"days \"0", OutKind.Number)]
    [InlineData("[Red]0;[Blue]-0", OutKind.Number)]
    [InlineData("0\\d", OutKind.Number)]
    [InlineData("[$-409]d-mmm-yy", OutKind.Date)]
    [InlineData("mmm", OutKind.Date)]
    [InlineData("mm:ss", OutKind.Time)]
    [InlineData("[h]:mm", OutKind.Time)]
    [InlineData("m/d/yy h:mm AM/PM", OutKind.DateTime)]
    public void NumberFormatsSayWhatIsADate(string code, object kind) => Assert.Equal(kind, ExcelStyles.KindOf(code));
}
