using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace CausalLoom.Report.Tests;

public sealed partial class ReportPageTests
{
    private static readonly string[] Sections = ["verdict", "reading", "covariates", "treatment", "outcome", "effect", "copying",
        "training", "run"];

    [Fact]
    public void EverySectionIsThereInOrderWithAndWithoutCharts()
    {
        ReportInput input = SampleInput.Demo();
        foreach (string page in new[] { Page.WithCharts(input), Page.WithoutCharts(input) })
        {
            int[] places = [.. Sections.Select(id => page.IndexOf($"<section id=\"{id}\"", StringComparison.Ordinal))];
            Assert.DoesNotContain(-1, places);
            Assert.Equal(places.Order(), places);
            Assert.All(LinkTarget().Matches(page), m => Assert.Contains($"id=\"{m.Groups[1].Value}\"", page, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void TheDemoHasEveryChart()
    {
        string page = Page.WithCharts(SampleInput.Demo());

        // 7 margins, 3 correlations, 2 treatment, 2 outcome, 2 effect, 1 training.
        Assert.Equal(18, Page.Specs(page).Length);
        Assert.Equal(18, Page.Count(page, "class=\"chart\""));
        Assert.DoesNotContain("This page has no charts", page, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutABundleWordsAndTablesRemainAndThePageSaysSo()
    {
        string page = Page.WithoutCharts(SampleInput.Demo());

        Assert.Contains("This page has no charts", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"chart\"", page, StringComparison.Ordinal);
        Assert.Contains("script-src &#x27;none&#x27;", page, StringComparison.Ordinal);
        Assert.Contains("Margins in numbers", page, StringComparison.Ordinal);
        Assert.Contains("<th scope=\"row\">severity</th>", page, StringComparison.Ordinal);
        Assert.Contains("0.487", page, StringComparison.Ordinal);
    }

    [Fact]
    public void TheSameInputGivesTheSameBytesInAnyCulture()
    {
        string first = ReportPage.Render(SampleInput.Demo());
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo(string.Empty)
                { NumberFormat = { NumberDecimalSeparator = ",", NegativeSign = "~" } };
            Assert.Equal(first, ReportPage.Render(SampleInput.Demo()));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void NothingIsLoadedFromAnywhere()
    {
        string page = Page.WithCharts(SampleInput.Wide(20));

        Assert.DoesNotContain("http://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
        Assert.DoesNotMatch(Loading(), page);
        Assert.Contains("default-src &#x27;none&#x27;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-eval", page, StringComparison.Ordinal);
    }

    [Fact]
    public void ThePolicyLetsOnlyTheBundleRun()
    {
        string page = Page.WithCharts(SampleInput.Demo());
        string hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Page.Bundle.Script)));
        string policy = System.Net.WebUtility.HtmlDecode(Policy().Match(page).Groups[1].Value);

        Assert.Contains($"script-src 'sha256-{hash}';", policy, StringComparison.Ordinal);
        Assert.Contains($"<script>{Page.Bundle.Script}</script>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void ManyColumnsShowTheWorstFirstAndFoldTheRest()
    {
        string page = Page.WithCharts(SampleInput.Wide(82, 1000));
        int fold = page.IndexOf("The other 70 columns", StringComparison.Ordinal);

        Assert.True(fold > 0);
        Assert.True(page.IndexOf(">x_81</div>", StringComparison.Ordinal) < fold);
        Assert.True(page.IndexOf(">x_1</div>", StringComparison.Ordinal) > fold);

        // The bundle adds 0.9 MB; 3 MB is the limit of the whole page.
        Assert.True(Encoding.UTF8.GetByteCount(page) < 1_500_000);
    }

    [Fact]
    public void TruthAndFailureShowOnlyWhereKnown()
    {
        ReportInput input = SampleInput.Demo();
        ReportInput without = input with { Truth = null, TrainingCurve = [] };
        ReportInput failed = input with
            { Result = input.Result with { Outcome = input.Result.Outcome with { FailureSignature = "The effect was lost." } } };

        Assert.Contains("The true effect is \u22125.44", Page.WithoutCharts(input), StringComparison.Ordinal);
        Assert.DoesNotContain("true effect", Page.WithoutCharts(without), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("No training curve", Page.WithoutCharts(without), StringComparison.Ordinal);
        Assert.Contains("The effect was lost.", Page.WithoutCharts(failed), StringComparison.Ordinal);
        Assert.DoesNotContain("What went wrong", Page.WithoutCharts(input), StringComparison.Ordinal);
    }

    [Fact]
    public void PropensitiesOfOtherRowsAreNotDrawn()
    {
        ReportInput input = SampleInput.Demo();
        string page = Page.WithCharts(
            input with { Result = input.Result with { Treatment = input.Result.Treatment with { PropensitiesReal = [.5] } } });

        Assert.Contains("Propensity overlap is not available", page, StringComparison.Ordinal);
        Assert.Equal(17, Page.Specs(page).Length);
    }

    [Fact]
    public void TheEmbeddedBundleFitsIntoAPage()
    {
        if (!ReportPage.HasCharts)
        {
            Assert.Skip("This build has no charts (no Node, no network, or CausalLoomCharts=false).");
        }

        string page = ReportPage.Render(SampleInput.Demo());
        Assert.DoesNotContain("</script", ChartBundle.Embedded!.Script, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(ChartBundle.Embedded.Script, page, StringComparison.Ordinal);
        Assert.InRange(Encoding.UTF8.GetByteCount(page), 500_000, 3_000_000);
    }

    [GeneratedRegex("href=\"#([^\"]+)\"")]
    private static partial Regex LinkTarget();

    [GeneratedRegex("""<\w+[^>]*\s(src|srcset|data)\s*=|<link|<iframe|@import|url\(|href="[^#]""")]
    private static partial Regex Loading();

    [GeneratedRegex("Content-Security-Policy\" content=\"([^\"]+)\"")]
    private static partial Regex Policy();
}
