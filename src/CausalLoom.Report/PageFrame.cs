using CausalLoom.Report.Charts;
using CausalLoom.Report.Html;
using CausalLoom.Report.Sections;

namespace CausalLoom.Report;

/// <summary>What every page has around its sections: policy, style, script; all inline.</summary>
internal static class PageFrame
{
    public static string Of(string title, string version, Markup header, Markup body, ChartBundle? bundle)
    {
        string style = ChartBundle.Resource("report.css") ?? throw new InvalidOperationException("The style sheet is not embedded.");
        return Markup.Of($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="{Policy(bundle)}">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="generator" content="CausalLoom {version}">
            <title>{title}</title>
            <style>
            {Markup.Trusted(style)}</style>
            </head>
            <body>
            {header}
            <main>
            {body}
            </main>
            {Script(bundle)}</body>
            </html>

            """).ToString();
    }

    // Only the bundle may run, known by its hash; Vega's expressions are interpreted and need no 'unsafe-eval'. Charts and
    // their tooltips style themselves, hence inline styles.
    private static string Policy(ChartBundle? bundle)
    {
        string script = bundle is null ? "'none'" : $"'{bundle.ContentSecurityHash}'";
        return $"default-src 'none'; script-src {script}; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";
    }

    private static Markup Script(ChartBundle? bundle) => bundle is null
        ? Markup.Empty
        : Markup.Of($"""
            <noscript><p class="notice">Charts need JavaScript; all numbers are in the tables.</p></noscript>
            <script type="application/json" id="chart-config">{ChartHost.Json(ChartSpec.Config())}</script>
            <script>{Markup.Trusted(bundle.Script)}</script>

            """);
}
