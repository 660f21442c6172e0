namespace CausalLoom.Tests;

public sealed class VisibleTextTests
{
    [Theory]
    [InlineData("plain, – and …", "plain, – and …")]
    [InlineData("é 日本 עברית عربي 🧵", "é 日本 עברית عربي 🧵")]
    [InlineData("a\u001b[31mb\u007f\u009b", @"a\u001b[31mb\u007f\u009b")]
    [InlineData("a\tb\rc\nd\0", @"a\u0009b\u000dc\u000ad\u0000")]
    [InlineData("a\u202eb\u2066c\u200fd\u061c", @"a\u202eb\u2066c\u200fd\u061c")]
    [InlineData("a\u200bb\u200dc\ufeffd\u2028e\u2029", @"a\u200bb\u200dc\ufeffd\u2028e\u2029")]
    [InlineData("a\U000e0041", @"a\u{e0041}")]
    public void WhatATerminalWouldObeyOrHideIsWrittenAsItsCode(string text, string shown) => Assert.Equal(shown, VisibleText.Of(text));

    [Fact]
    public void HalvesOfPairsAreSeenAndLinesKeptWhereTheyAreMeant()
    {
        Assert.Equal(@"a\ud800b\udc00", VisibleText.Of("a\ud800b\udc00"));
        Assert.Equal("a\nb\r\nc\\u000dd\\u001b", VisibleText.Of("a\nb\r\nc\rd\u001b", keepLines: true));
    }

    [Fact]
    public void LongTextsAreCutWithoutCuttingPairs()
    {
        Assert.Equal("ab…", VisibleText.Short("ab🧵c", 3));
        Assert.Equal("ab🧵c", VisibleText.Short("ab🧵c", 5));
        string line = VisibleText.Line("begins\n" + new string('x', 5_000_000) + "\r\nends", 100);
        Assert.Equal(100, line.Length);
        Assert.StartsWith("begins x", line, StringComparison.Ordinal);
        Assert.EndsWith("x ends", line, StringComparison.Ordinal);
        Assert.Equal(VisibleText.LongestLine, VisibleText.Line(new string('\u001b', 5000)).Length);
        Assert.All(Enumerable.Range(10, 40), most =>
            Assert.DoesNotContain(@"\ud", VisibleText.Line(string.Concat(Enumerable.Repeat("🧵", 60)), most), StringComparison.Ordinal));
    }
}
