using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CausalLoom.Report.Html;

namespace CausalLoom.Report.Sections;

/// <summary>Puts charts on the page: numbered places and their specifications. Without a bundle every chart is left out.</summary>
internal sealed class ChartHost(bool hasCharts)
{
    // The default encoder writes <, >, &, quotes and all that is not ASCII as \u escapes: nothing in a name can end the
    // script element that carries the specification.
    private static readonly JsonSerializerOptions Safe = new() { Encoder = JavaScriptEncoder.Default };

    private int _count;

    public bool HasCharts => hasCharts;

    /// <summary>A chart with a title and a line below it.</summary>
    /// <param name="title">What the chart shows; also its name for screen readers.</param>
    /// <param name="caption">How to read it, or what it says in numbers.</param>
    /// <param name="spec">Its Vega-Lite specification.</param>
    public Markup Figure(string title, Markup caption, JsonObject spec)
    {
        if (!hasCharts)
        {
            return Markup.Empty;
        }

        string id = "spec-" + (++_count).ToString(CultureInfo.InvariantCulture);
        return Markup.Of($"""
            <figure><div class="chart-title">{title}</div>
            <div class="chart" data-spec="{id}" role="img" aria-label="{title}"></div>
            <script type="application/json" id="{id}">{Json(spec)}</script>
            <figcaption>{caption}</figcaption></figure>

            """);
    }

    /// <summary>JSON that is safe inside a script element.</summary>
    public static Markup Json(JsonNode node) => Markup.Trusted(node.ToJsonString(Safe));
}
