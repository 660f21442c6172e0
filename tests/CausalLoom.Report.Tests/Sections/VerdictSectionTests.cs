using CausalLoom.Evaluation;
using CausalLoom.Report.Sections;

namespace CausalLoom.Report.Tests.Sections;

public sealed class VerdictSectionTests
{
    [Theory]
    [InlineData(VerdictLevel.Pass, "✓", "met", "1 of 1 requirements are met; none is failed.")]
    [InlineData(VerdictLevel.Caution, "!", "with a reservation", "0 of 1 requirements are met, 1 with a reservation; none is failed.")]
    [InlineData(VerdictLevel.Fail, "✕", "failed", "0 of 1 requirements are met; 1 is failed.")]
    public void AVerdictHasIconAndWordBesideItsColour(VerdictLevel level, string icon, string word, string headline)
    {
        string section = VerdictSection.Of([new Verdict("outcome", level, "because")]).ToString();
        Assert.Contains($">{icon}</span>{word}</div>", System.Net.WebUtility.HtmlDecode(section), StringComparison.Ordinal);
        Assert.Contains("because", section, StringComparison.Ordinal);
        Assert.Contains(headline, section, StringComparison.Ordinal);
    }

    [Fact]
    public void ADesideratumWithoutVerdictIsShownAsNotJudged()
    {
        string section = VerdictSection.Of(
            [new Verdict("outcome", VerdictLevel.Pass, "t"), new Verdict("something new", VerdictLevel.Pass, "u")]).ToString();
        Assert.Equal(4, Page.Count(section, "not judged"));
        Assert.Contains("<h3>something new</h3>", section, StringComparison.Ordinal);
        Assert.Contains("No verdict was reached.", VerdictSection.Of([]).ToString(), StringComparison.Ordinal);
    }
}
