using System.Text.Json.Nodes;
using CausalLoom.Report.Html;

namespace CausalLoom.Report.Charts;

/// <summary>
/// Small pieces of Vega-Lite specifications. Names from the data go into values and never into field names or
/// expressions, where dots, brackets and quotes would have a meaning.
/// </summary>
internal static class ChartSpec
{
    // Okabe–Ito: told apart by readers of any colour vision; real is also filled and synthetic outlined.
    public const string RealColour = "#0072B2";
    public const string SyntheticColour = "#D55E00";
    public const string TruthColour = "#007A59";
    public const string Neutral = "#4B5563";

    /// <summary>The look all charts share.</summary>
    public static JsonObject Config() => new()
    {
        ["background"] = null,
        ["font"] = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif",
        ["view"] = new JsonObject { ["stroke"] = null },
        ["axis"] = new JsonObject
        {
            ["labelFontSize"] = 11,
            ["titleFontSize"] = 11,
            ["titleFontWeight"] = "normal",
            ["labelColor"] = "#374151",
            ["titleColor"] = "#374151",
            ["gridColor"] = "#E5E7EB",
            ["domainColor"] = "#9CA3AF",
            ["tickColor"] = "#9CA3AF",
            ["labelLimit"] = 150,
            ["titlePadding"] = 6,
        },
        ["legend"] = new JsonObject { ["labelFontSize"] = 11, ["titleFontSize"] = 11, ["labelColor"] = "#374151", ["labelLimit"] = 420 },
        ["text"] = new JsonObject { ["fontSize"] = 11, ["fill"] = "#1F2937" },
    };

    /// <summary>A chart as wide as its place on the page; <paramref name="height"/> is that of the plot without its axis.</summary>
    public static JsonObject Chart(int height, params JsonObject[] layers) => new()
    {
        ["width"] = "container",
        ["height"] = height,
        ["autosize"] = new JsonObject { ["type"] = "fit-x", ["contains"] = "padding" },
        ["layer"] = new JsonArray([.. layers]),
    };

    /// <summary>One layer: data, a mark and its encoding.</summary>
    public static JsonObject Layer(JsonArray rows, JsonObject mark, JsonObject encoding) => new()
    {
        ["data"] = new JsonObject { ["values"] = rows },
        ["mark"] = mark,
        ["encoding"] = encoding,
    };

    public static JsonArray Rows(IEnumerable<JsonObject> rows) => new([.. rows]);

    public static JsonObject Mark(string type, params (string Name, JsonNode? Value)[] properties)
    {
        JsonObject mark = new() { ["type"] = type };
        foreach ((string name, JsonNode? value) in properties)
        {
            mark[name] = value;
        }

        return mark;
    }

    /// <summary>A numeric channel; <paramref name="format"/> is a d3 format.</summary>
    public static JsonObject Quantitative(string field, string? title, string? format = null, JsonArray? domain = null, bool zero = true,
        int ticks = 5)
    {
        JsonObject axis = new() { ["tickCount"] = ticks };
        if (format is not null)
        {
            axis["format"] = format;
        }

        JsonObject scale = new() { ["zero"] = zero, ["nice"] = domain is null };
        if (domain is not null)
        {
            scale["domain"] = domain;
        }

        return new JsonObject { ["field"] = field, ["type"] = "quantitative", ["title"] = title, ["axis"] = axis, ["scale"] = scale };
    }

    /// <summary>The left edge of histogram bins; the right edge is the channel x2.</summary>
    public static JsonObject Bins(string field, string? title, string? format, JsonArray domain, int ticks)
    {
        JsonObject channel = Quantitative(field, title, format, domain, zero: false, ticks);
        channel["bin"] = "binned";
        return channel;
    }

    /// <summary>A channel of names in the order of the data.</summary>
    public static JsonObject Nominal(string field, JsonObject? axis = null) => new()
    {
        ["field"] = field,
        ["type"] = "nominal",
        ["title"] = null,
        ["sort"] = null,
        ["axis"] = axis ?? new JsonObject { ["ticks"] = false, ["domain"] = false, ["labelAngle"] = 0 },
    };

    /// <summary>A channel that only names a field (x2, y2, text).</summary>
    public static JsonObject Field(string field) => new() { ["field"] = field };

    /// <summary>Colour (or another channel) by a fixed list of names, with a legend above the chart.</summary>
    public static JsonObject Legend(string field, string[] names, string[] range, string direction = "vertical") => new()
    {
        ["field"] = field,
        ["type"] = "nominal",
        ["title"] = null,
        ["scale"] = new JsonObject { ["domain"] = Strings(names), ["range"] = Strings(range) },
        ["legend"] = new JsonObject { ["orient"] = "top", ["direction"] = direction, ["symbolSize"] = 300 },
    };

    /// <summary>What shows when the pointer rests on a mark: pairs of field and caption.</summary>
    public static JsonArray Tooltip(params (string Field, string Title, string? Format)[] lines) => new([.. lines.Select(line =>
    {
        JsonObject entry = new()
            { ["field"] = line.Field, ["title"] = line.Title, ["type"] = line.Format is null ? "nominal" : "quantitative" };
        if (line.Format is not null)
        {
            entry["format"] = line.Format;
        }

        return entry;
    })]);

    /// <summary>A number for a chart: five digits; null (drawn as nothing) where it is not finite.</summary>
    public static JsonNode? Number(double value) => double.IsFinite(value) ? JsonValue.Create(Numbers.Compact(value)) : null;

    public static JsonArray Strings(IEnumerable<string> values) => new([.. values.Select(v => JsonValue.Create(v))]);

    public static JsonArray Domain(double low, double high) => new(Number(low), Number(high));
}
