using CausalLoom.Report.Html;
using static CausalLoom.Report.Html.HtmlTable;

namespace CausalLoom.Report.Metrics;

/// <summary>Metrics as tables.</summary>
internal static class MetricTable
{
    /// <summary>Value, what is better, and what to compare with.</summary>
    public static Markup Judged(string caption, IEnumerable<Metric> metrics) => Markup.Of($"""
        <div class="scroll"><table class="metrics judged"><caption>{caption}</caption>
        {Head(Words("Metric"), Figures("Value"), Words("Better", "How to judge it"))}
        <tbody>
        {metrics.Select(JudgedRow)}</tbody></table></div>

        """);

    /// <summary>Every number under its key, with six digits.</summary>
    public static Markup Plain(IEnumerable<Metric> metrics) => Markup.Of($"""
        <div class="scroll"><table class="metrics plain"><caption>Keys are those of metrics.json.</caption>
        {Head(Words("Key", "Metric"), Figures("Value"), Words("Better"))}
        <tbody>
        {metrics.Select(PlainRow)}</tbody></table></div>

        """);

    private static Markup JudgedRow(Metric m) => m.Value is { } value
        ? Markup.Of($"<tr><th scope=\"row\">{m.Name}</th><td class=\"n\">{Value(value, m, Numbers.Short)}</td><td "
            + $"class=\"better\">{Better(m.Direction)}</td><td class=\"how\">{m.Reference}</td></tr>\n")
        : Markup.Of($"<tr><th scope=\"row\">{m.Name}</th><td class=\"absent\" colspan=\"3\">not available: {Reason(m)}</td></tr>\n");

    private static Markup PlainRow(Metric m) => m.Value is { } value
        ? Markup.Of($"<tr><td><code>{m.Key}</code></td><td>{m.Name}</td><td class=\"n\">{Value(value, m, Numbers.Long)}</td><td "
            + $"class=\"better\">{Better(m.Direction)}</td></tr>\n")
        : Markup.Of($"<tr><td><code>{m.Key}</code></td><td>{m.Name}</td><td class=\"absent\" colspan=\"2\">not "
            + $"available: {Reason(m)}</td></tr>\n");

    private static Markup Value(double value, Metric metric, Func<double, string> format) => metric switch
    {
        { IsCount: true } => Markup.Text(Numbers.Count((long)value)),
        { Spread: { } spread } => Markup.Of($"{format(value)}<span class=\"spread\"> ± {format(spread)}</span>"),
        { Interval: [var low, var high] } => Markup.Of($"{format(value)}<span class=\"spread\"> ({format(low)} to {format(high)})</span>"),
        _ => Markup.Text(format(value)),
    };

    private static string Reason(Metric metric) => metric.Note ?? "no reason was given";

    private static string Better(Direction direction) => direction switch
    {
        Direction.Higher => "↑ higher",
        Direction.Lower => "↓ lower",
        Direction.NearHalf => "→ near ½",
        Direction.NearOne => "→ near 1",
        Direction.NearZero => "→ near 0",
        Direction.NearReal => "→ near real",
        _ => "reference",
    };
}
