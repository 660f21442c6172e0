using CausalLoom.Report.Html;

namespace CausalLoom.Report.Metrics;

/// <summary>Metrics as tables.</summary>
internal static class MetricTable
{
    /// <summary>Value, what is better, and what to compare with.</summary>
    public static Markup Judged(string caption, IEnumerable<Metric> metrics) => Markup.Of($"""
        <div class="scroll"><table class="metrics"><caption>{caption}</caption>
        <thead><tr><th scope="col">Metric</th><th scope="col" class="n">Value</th><th scope="col">Better</th><th scope="col">How to judge it</th></tr></thead>
        <tbody>
        {metrics.Select(Row)}</tbody></table></div>

        """);

    /// <summary>Every number under its key, with six digits.</summary>
    public static Markup Plain(IEnumerable<Metric> metrics) => Markup.Of($"""
        <div class="scroll"><table class="metrics plain"><caption>Keys are those of metrics.json.</caption>
        <thead><tr><th scope="col">Key</th><th scope="col">Metric</th><th scope="col" class="n">Value</th><th scope="col">Better</th></tr></thead>
        <tbody>
        {metrics.Select(m => Markup.Of($"<tr><td><code>{m.Key}</code></td><td>{m.Name}</td><td class=\"n\">{Value(m, Numbers.Long)}</td><td>{Better(m.Direction)}</td></tr>\n"))}</tbody></table></div>

        """);

    /// <summary>A value, or why there is none.</summary>
    public static Markup Value(Metric metric, Func<double, string> format) => metric switch
    {
        { Value: null } => Markup.Of($"<span class=\"absent\">not available: {metric.Note ?? "no reason was given"}</span>"),
        { Spread: { } spread } => Markup.Of($"{format(metric.Value.Value)}<span class=\"spread\"> ± {format(spread)}</span>"),
        _ => Markup.Text(format(metric.Value.Value)),
    };

    private static Markup Row(Metric m) => Markup.Of(
        $"<tr><th scope=\"row\">{m.Name}</th><td class=\"n\">{Value(m, Numbers.Short)}</td><td class=\"better\">{Better(m.Direction)}</td><td>{m.Reference}</td></tr>\n");

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
