using CausalLoom.Report.Html;

namespace CausalLoom.Report.Tests.Html;

public sealed class NumbersTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(.4869, "0.487")]
    [InlineData(-5.384, "\u22125.38")]
    [InlineData(.0031, "0.0031")]
    [InlineData(36.34, "36.3")]
    [InlineData(886.4, "886")]
    [InlineData(6249.2, "6,249")]
    [InlineData(12345678, "1.23e7")]
    [InlineData(.00001, "1e\u22125")]
    [InlineData(double.NaN, "not a number")]
    [InlineData(double.NegativeInfinity, "not a number")]
    public void ShortNumbersShowAboutThreeDigits(double value, string expected) => Assert.Equal(expected, Numbers.Short(value));

    [Fact]
    public void IntervalsReachTheQuantileToEitherSide() =>
        Assert.Equal("1.00 (0.020 to 1.98)", Numbers.Interval(1, .5));

    [Theory]
    [InlineData(1, "1 column")]
    [InlineData(0, "0 columns")]
    [InlineData(1200, "1,200 columns")]
    public void NounsAgree(int count, string expected) => Assert.Equal(expected, Numbers.Plural(count, "column"));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-123456.789)]
    [InlineData(1.23456789e-9)]
    [InlineData(9.99999e12)]
    [InlineData(1e300)]
    [InlineData(5e-324)]
    public void ChartNumbersKeepFiveDigits(double value) =>
        Assert.True(Math.Abs(Numbers.Compact(value) - value) <= 5e-5 * Math.Abs(value));

    [Fact]
    public void ChartNumbersAreNeverInfinite()
    {
        Assert.True(double.IsNaN(Numbers.Compact(double.PositiveInfinity)));
        Assert.True(double.IsNaN(Numbers.Compact(double.NaN)));
        Assert.Equal(double.MaxValue, Numbers.Compact(double.MaxValue), double.MaxValue * 1e-4);
    }
}
