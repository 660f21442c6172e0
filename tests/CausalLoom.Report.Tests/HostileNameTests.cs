using System.Net;
using System.Text.Json.Nodes;
using CausalLoom.Report.Html;

namespace CausalLoom.Report.Tests;

public sealed class HostileNameTests
{
    private static readonly ReportInput Input = SampleInput.HostileNames();

    [Fact]
    public void NoNameBecomesMarkup()
    {
        string page = Page.WithCharts(Input);
        int specs = Page.Specs(page).Length;

        // One block a chart, one configuration, one bundle: nothing opened or closed a script besides.
        Assert.Equal(specs + 2, Page.Count(page, "<script"));
        Assert.Equal(specs + 2, Page.Count(page, "</script"));
        Assert.DoesNotContain("<img", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<!--", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
        Assert.DoesNotContain('\u2028', page);
        Assert.DoesNotContain('\u202e', page);
    }

    [Fact]
    public void EveryNameIsReadableAsText()
    {
        string page = Page.WithoutCharts(Input);
        Assert.All(SampleInput.Hostile, name =>
        {
            Assert.Contains($"<th scope=\"row\">{Markup.Encode(name)}</th>", page, StringComparison.Ordinal);
            Assert.Contains($"<li>{Markup.Encode(name)}</li>", page, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void ChartsCarryNamesUnchangedAndOnlyAsValues()
    {
        JsonObject[] specs = Page.Specs(Page.WithCharts(Input));
        string[] values = [.. specs.SelectMany(Strings)];
        Assert.Contains(SampleInput.Hostile[0], values);
        Assert.Contains(SampleInput.Hostile[3], values);

        string[] keys = [.. specs.SelectMany(Keys).Distinct()];
        Assert.DoesNotContain(keys, key => SampleInput.Hostile.Any(h => key.Contains(h, StringComparison.Ordinal)));
        Assert.All(specs.SelectMany(s => Named(s, "field")), field => Assert.Matches("^[a-z]+$", field));
        Assert.All(specs.SelectMany(s => Named(s, "filter").Concat(Named(s, "labelExpr"))), e =>
            Assert.DoesNotContain("<", Fixed(e), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\"><img src=x onerror=alert(1)>")]
    [InlineData("a & b < c > d \" ' ` + é 日本")]
    public void EncodingRoundTrips(string name)
    {
        string encoded = Markup.Encode(name);
        Assert.DoesNotContain('<', encoded);
        Assert.DoesNotContain('>', encoded);
        Assert.DoesNotContain('"', encoded);
        Assert.DoesNotContain('\'', encoded);
        Assert.Equal(name, WebUtility.HtmlDecode(encoded));
    }

    [Fact]
    public void HolesAreEncodedAndMarkupIsNotEncodedTwice()
    {
        Markup inner = Markup.Of($"<b>{"<i>"}</b>");
        Assert.Equal("<p title=\"&lt;x&gt;\"><b>&lt;i&gt;</b>7</p>", Markup.Of($"<p title=\"{"<x>"}\">{inner}{7}</p>").ToString());
        Assert.Equal("<u>a</u><u>b</u>", Markup.Of($"{new[] { "a", "b" }.Select(s => Markup.Of($"<u>{s}</u>"))}").ToString());
    }

    // The one comparison an expression makes is with zero.
    private static string Fixed(string expression) => expression.Replace("datum.v < 0", string.Empty, StringComparison.Ordinal);

    private static IEnumerable<JsonNode> Nodes(JsonNode node) => node switch
    {
        JsonObject o => o.Select(p => p.Value).OfType<JsonNode>().SelectMany(Nodes).Prepend(node),
        JsonArray a => a.OfType<JsonNode>().SelectMany(Nodes).Prepend(node),
        _ => [node],
    };

    private static IEnumerable<string> Strings(JsonNode node) =>
        Nodes(node).OfType<JsonValue>().Where(v => v.GetValueKind() == System.Text.Json.JsonValueKind.String).Select(v => (string)v!);

    private static IEnumerable<string> Keys(JsonNode node) => Nodes(node).OfType<JsonObject>().SelectMany(o => o.Select(p => p.Key));

    private static IEnumerable<string> Named(JsonNode node, string key) =>
        Nodes(node).OfType<JsonObject>().Where(o => o[key] is JsonValue).Select(o => (string)o[key]!);
}
