using CausalLoom.Evaluation;
using CausalLoom.Report.Charts;
using CausalLoom.Report.Html;
using CausalLoom.Report.Metrics;

namespace CausalLoom.Report.Sections;

/// <summary>Section 3: U_PEHE with its floors, and the failure named.</summary>
internal static class OutcomeSection
{
    public static Markup Of(ReportInput input, ChartHost charts)
    {
        OutcomeMetrics y = input.Result.Outcome;
        return Markup.Of($"""
            <section id="outcome" aria-labelledby="outcome-h"><h2 id="outcome-h">3 Outcome: P(Y | W, X)</h2>
            <p>The outcome is <strong>{input.Real.OutcomeColumn.Name}</strong>{Kind(input)}. U_PEHE is how far apart the effects are that
            four learners find on each side, row by row. It is <strong>{Ratio(y)}</strong>.</p>
            {Failure(y.FailureSignature)}<div class="grid half">
            {charts.Figure("U_PEHE by learner, with its floors",
                Markup.Text("Lower is better. The floors are what the real rows score against themselves; no synthetic data can be "
                    + "expected below the bootstrap floor."),
                OutcomeCharts.Pehe(y))}
            {charts.Figure("Margin of the outcome", Caption(input),
                MarginCharts.Of(MarginSummary.Of(input.Real.OutcomeColumn, input.Synthetic.OutcomeColumn), tall: true))}</div>
            {MetricTable.Judged("Fidelity of the outcome mechanism", MechanismCatalog.Outcome(y))}</section>

            """);
    }

    private static string Kind(ReportInput input) => input.Real.IsBinaryOutcome && input.Real.OutcomeColumn is Data.BinaryColumn column
        ? $", with {column.Levels[1]} as the event; effects are risk differences"
        : string.Empty;

    private static string Ratio(OutcomeMetrics y) => y.FloorBootstrap > 0
        ? $"{Numbers.Short(y.UPehe / y.FloorBootstrap)} times the bootstrap floor"
        : $"{Numbers.Short(y.UPehe)}; the bootstrap floor is {Numbers.Short(y.FloorBootstrap)}";

    private static Markup Failure(string? signature) => signature is null
        ? Markup.Empty
        : Markup.Of($"<p class=\"notice failure\"><strong>What went wrong, and what to change:</strong> {signature}</p>\n");

    private static Markup Caption(ReportInput input)
    {
        Margin margin = MarginSummary.Of(input.Real.OutcomeColumn, input.Synthetic.OutcomeColumn);
        return Markup.Of($"Real: {margin.Real}. Synthetic: {margin.Synthetic}. {margin.DistanceName} {Numbers.Short(margin.Distance)}.");
    }
}
