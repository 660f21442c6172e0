using System.Globalization;
using System.Text;

namespace CausalLoom.OverlapStudy;

/// <summary>Results as CSV and as a table of mean squared errors with their Monte-Carlo standard errors.</summary>
internal static class OutcomeAugmentationTable
{
    public static IEnumerable<string> Csv(IReadOnlyList<OutcomeAugmentationRow> rows) =>
        rows.Select(r =>
            string.Create(CultureInfo.InvariantCulture, $"{r.Replicate},{r.Pool},{r.Flip},{r.Estimator},{r.Averaging},{r.Error:R}"))
            .Prepend("replicate,pool,flip,estimator,averaging,error");

    public static string Of(IReadOnlyList<OutcomeAugmentationRow> rows)
    {
        StringBuilder text = new("| pool | flipped | estimator | averaged over | bias (SE) | MSE (SE) |\n|---|---|---|---|---|---|\n");
        foreach (IGrouping<(string Pool, double Flip, string Estimator, string Averaging),
            double> cell in rows.GroupBy(r => (r.Pool, r.Flip, r.Estimator, r.Averaging), r => r.Error))
        {
            double[] errors = [.. cell], squares = [.. errors.Select(e => e * e)];
            text.Append(CultureInfo.InvariantCulture,
                $"| {cell.Key.Pool} | {cell.Key.Flip:0 %} | {cell.Key.Estimator} | {cell.Key.Averaging} | {errors.Average():0.0000} "
                + $"({Se(errors):0.0000}) | {squares.Average():0.00000} ({Se(squares):0.00000}) |\n");
        }

        return text.ToString();
    }

    private static double Se(double[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1) / values.Length);
    }
}
