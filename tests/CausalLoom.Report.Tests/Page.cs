using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CausalLoom.Report.Tests;

/// <summary>Reads a rendered page back.</summary>
internal static partial class Page
{
    /// <summary>A stand-in for the charting script, so that tests hold whether or not this build has charts.</summary>
    public static readonly ChartBundle Bundle = new("/* charts */");

    public static string WithCharts(ReportInput input) => ReportPage.Render(input, Bundle);

    public static string WithoutCharts(ReportInput input) => ReportPage.Render(input, null);

    /// <summary>The chart specifications of a page, as a browser would parse them.</summary>
    public static JsonObject[] Specs(string page) =>
        [.. SpecBlock().Matches(page).Select(m => (JsonObject)JsonNode.Parse(m.Groups[1].Value)!)];

    public static int Count(string page, string part) => page.Split(part, StringSplitOptions.None).Length - 1;

    [GeneratedRegex("""<script type="application/json" id="spec-\d+">(.*?)</script>""", RegexOptions.Singleline)]
    private static partial Regex SpecBlock();
}
