using CausalLoom.Report.Html;
using CausalLoom.Report.Metrics;

namespace CausalLoom.Report.Sections;

/// <summary>Section 6: copying diagnostics and utility.</summary>
internal static class PrivacySection
{
    public static Markup Of(ReportInput input) => Markup.Of($"""
        <section id="copying" aria-labelledby="copying-h"><h2 id="copying-h">6 Copying and utility</h2>
        <p>These figures find copies. They are no privacy guarantee: that takes differential privacy.</p>
        {MetricTable.Judged("Copying diagnostics", PrivacyCatalog.Privacy(input.Result.Privacy))}
        {MetricTable.Judged("Utility: predicting the outcome on held-out real rows",
            PrivacyCatalog.Utility(input.Result.Utility))}</section>

        """);
}
