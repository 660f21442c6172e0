using System.Globalization;
using System.Text;
using CausalLoom.Studies.Evaluations;

namespace CausalLoom.Studies;

/// <summary>What a study's summary says, as text for a person.</summary>
public static class StudySummaryText
{
    /// <summary>A table of the estimates, then one of the evaluations, where there are any.</summary>
    public static string Of(StudySummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        return string.Join('\n', new[] { summary.Rows.Count > 0 ? Estimates(summary) : null,
            summary.Figures.Count > 0 ? StudyTable.Of(summary).Markdown() : null }.OfType<string>());
    }

    private static string Estimates(StudySummary summary)
    {
        int width = summary.Rows.Select(r => VisibleText.Name(r.Method).Length).Append(6).Max(),
            cell = summary.Rows.Select(r => VisibleText.Name(r.Cell.Name).Length).Append(4).Max();
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{"cell".PadRight(cell)} {"method".PadRight(width)} target {"bias",10} {"(MCSE)",9} "
            + $"{"emp. SE",9} {"model SE",9} {"coverage",9} {"(MCSE)",8} failed\n");
        foreach (StudySummaryRow r in summary.Rows)
        {
            Measured bias = r.Measures["bias"], coverage = r.Measures["coverage"];
            text.Append(CultureInfo.InvariantCulture,
                $"{VisibleText.Name(r.Cell.Name).PadRight(cell)} {VisibleText.Name(r.Method).PadRight(width)} {r.Estimand,-6} "
                + $"{Shown(bias.Value),10} "
                + $"{Shown(bias.MonteCarloSe),9} {Shown(r.Measures["empirical_se"].Value),9} {Shown(r.Measures["model_se"].Value),9} "
                + $"{Shown(coverage.Value),9} {Shown(coverage.MonteCarloSe),8} {r.Failures} of {r.Replicates}\n");
        }

        return text.ToString();
    }

    private static string Shown(double value) => double.IsFinite(value) ? value.ToString("G3", CultureInfo.InvariantCulture) : "-";
}
