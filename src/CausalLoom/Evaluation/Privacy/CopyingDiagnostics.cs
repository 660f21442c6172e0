using CausalLoom.Evaluation.Support;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Neighbours;

namespace CausalLoom.Evaluation.Privacy;

/// <summary>
/// Copying diagnostics (docs/methods/copying.md) on covariates standardised by the real rows; DCR is the distance of a row to its closest
/// real row (<see cref="ClosestRecord"/>). They find copies; they guarantee nothing.
/// </summary>
public static class CopyingDiagnostics
{
    private const string NoHoldout =
        "dcr_share_below_holdout_p05 and membership_auc compare with real rows that the generator has not seen: give them with ‹holdout›.";

    /// <summary>All diagnostics.</summary>
    /// <param name="real">Encoded covariates of the real rows that the generator was fitted on; at least two rows.</param>
    /// <param name="synthetic">Encoded covariates of the synthetic rows.</param>
    /// <param name="holdout">Encoded covariates of real rows that the generator has not seen, or null.</param>
    /// <param name="context">Threads.</param>
    public static PrivacyMetrics Measure(Matrix real, Matrix synthetic, Matrix? holdout, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(synthetic);
        ClosestRecord fitted = new(real);
        Matrix x = fitted.Records, s = fitted.Scaling.Apply(synthetic);
        Matrix? h = holdout is null ? null : fitted.Scaling.Apply(holdout);
        NearestRows among = NearestRows.Among(x, context), closest = NearestRows.Of(s, x, context);
        double[]? unseen = holdout is null ? null : fitted.Distances(holdout, context.Threads);
        (double verbatim, double repeated) = Repeats(real, synthetic);
        return new PrivacyMetrics(
            unseen is null ? null : ClosestRecord.ShareBelow(closest.Distance, P05(unseen)),
            MedianRatio(closest.Distance, among.Distance),
            Protection(among, closest),
            SampleStatistics.Median(DistanceRatios(closest)),
            verbatim,
            h is null ? null : MembershipAuc(x, h, s, context),
            h is null ? NoHoldout : null)
        {
            VerbatimRateReal = repeated,
        };
    }

    private static double P05(double[] distances) => SampleStatistics.Quantile(SampleStatistics.Sorted(distances), 0.05);

    /// <summary>
    /// Median DCR over the median distance of real rows to their nearest other; of means where real rows mostly repeat; 1 where all repeat.
    /// </summary>
    private static double MedianRatio(double[] toReal, double[] amongReal)
    {
        double median = SampleStatistics.Median(amongReal), mean = SampleStatistics.Mean(amongReal);
        return median > 0 ? SampleStatistics.Median(toReal) / median : mean > 0 ? SampleStatistics.Mean(toReal) / mean : 1;
    }

    /// <summary>
    /// The share of rows farther from their nearest real row than that row is from its own nearest other one (ties count
    /// half), over the same share when each real row in turn plays the new one; at most 1. A copy scores 0.
    /// </summary>
    private static double Protection(NearestRows among, NearestRows closest)
    {
        // A real row r is farther from its neighbour m than m is from its nearest other unless m's nearest other is r itself.
        double expected = FartherShare(among, among), observed = FartherShare(closest, among);
        return expected > 0 ? Math.Min(1, observed / expected) : 1;
    }

    private static double FartherShare(NearestRows rows, NearestRows among)
    {
        double farther = 0;
        for (int i = 0; i < rows.Index.Length; i++)
        {
            int match = rows.Index[i];
            bool isSelf = ReferenceEquals(rows, among);

            // Leave the playing row out of its match's neighbours: then the second nearest counts where the nearest is the row itself.
            double other = isSelf && among.Index[match] == i ? among.SecondDistance[match] : among.Distance[match];
            farther += rows.Distance[i].CompareTo(other) switch { > 0 => 1, 0 => 0.5, _ => 0 };
        }

        return farther / rows.Index.Length;
    }

    /// <summary>Nearest over second nearest distance of each row; 1 where both are 0.</summary>
    private static double[] DistanceRatios(NearestRows closest) =>
        [.. closest.Distance.Zip(closest.SecondDistance, (first, second) => second > 0 ? first / second : 1)];

    /// <summary>The shares of synthetic rows that equal a real row, and of real rows that equal another real row.</summary>
    private static (double Verbatim, double Repeated) Repeats(Matrix real, Matrix synthetic)
    {
        (int[] realKeys, int[] syntheticKeys) = RowKeys.Of(real, synthetic);
        int[] counts = new int[real.Rows];
        foreach (int key in realKeys)
        {
            counts[key]++;
        }

        return (
            syntheticKeys.Count(key => key < counts.Length && counts[key] > 0) / (double)synthetic.Rows,
            realKeys.Count(key => counts[key] > 1) / (double)real.Rows);
    }

    /// <summary>AUC of telling fitted rows from unseen ones by their closeness to a synthetic row.</summary>
    private static double MembershipAuc(Matrix members, Matrix unseen, Matrix synthetic, FitContext context)
    {
        double[] inside = NearestRows.Of(members, synthetic, context).Distance,
            outside = NearestRows.Of(unseen, synthetic, context).Distance;
        double[] closeness = [.. inside.Concat(outside).Select(distance => -distance)];
        bool[] member = [.. Enumerable.Range(0, closeness.Length).Select(i => i < inside.Length)];
        return AreaUnderCurve.Of(closeness, member);
    }
}
