using CausalLoom.Evaluation.Support;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Neighbours;

namespace CausalLoom.Evaluation.Privacy;

/// <summary>
/// Copying diagnostics (docs/methods/copying.md) on covariates standardised by the real rows; DCR is the distance of a row to its closest
/// real row (<see cref="ClosestRecord"/>). They find copies; they guarantee nothing. Equal rows are counted in the whole tables; distances
/// are those of as many rows, drawn by the seed, as make 5·10⁸ pairs with the other table (all of up to 22,000; 500 at least).
/// </summary>
public static class CopyingDiagnostics
{
    private const long MostPairs = 500_000_000;
    private const int FewestRows = 500;

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
        Matrix x = fitted.Records;
        int[] own = Some(x.Rows, x.Rows, context.Child("real rows")),
            drawn = Some(synthetic.Rows, x.Rows, context.Child("synthetic rows"));
        NearestRows among = NearestRows.Among(x, own, context);
        NearestRows closest = NearestRows.Of(fitted.Scaling.Apply(synthetic.TakeRows(drawn)), x, context);
        double[]? unseen = holdout is null ? null
            : fitted.Distances(holdout.TakeRows(Some(holdout.Rows, x.Rows, context.Child("holdout"))), context.Threads);
        (double verbatim, double repeated) = Repeats(real, synthetic);
        return new PrivacyMetrics(
            unseen is null ? null : ClosestRecord.ShareBelow(closest.Distance, P05(unseen)),
            MedianRatio(closest.Distance, among.Distance),
            Protection(x, own, among, closest, context),
            SampleStatistics.Median(DistanceRatios(closest)),
            verbatim,
            holdout is null ? null : MembershipAuc(fitted, holdout, synthetic, context),
            holdout is null ? NoHoldout : null)
        {
            VerbatimRateReal = repeated,
        };
    }

    private static int[] Some(int rows, int others, FitContext context)
    {
        int most = (int)Math.Max(FewestRows, MostPairs / others);
        return rows <= most ? [.. Enumerable.Range(0, rows)] : RowSubsample.Choose(rows, most, context.Stream);
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
    private static double Protection(Matrix real, int[] own, NearestRows among, NearestRows closest, FitContext context)
    {
        // A real row r is farther from its neighbour m than m is from its nearest other unless m's nearest other is r itself.
        int[] matches = own.Length == real.Rows ? own : [.. among.Index.Concat(closest.Index).Distinct().Order()];
        NearestRows ofMatches = own.Length == real.Rows ? among : NearestRows.Among(real, matches, context);
        double expected = FartherShare(among, own, matches, ofMatches), observed = FartherShare(closest, null, matches, ofMatches);
        return expected > 0 ? Math.Min(1, observed / expected) : 1;
    }

    // The share of rows that are farther from their match than the match is from its nearest other, the row itself left out.
    private static double FartherShare(NearestRows rows, int[]? own, int[] matches, NearestRows ofMatches)
    {
        double farther = 0;
        for (int i = 0; i < rows.Index.Length; i++)
        {
            int match = Array.BinarySearch(matches, rows.Index[i]);
            double other = own is not null && ofMatches.Index[match] == own[i] ? ofMatches.SecondDistance[match]
                : ofMatches.Distance[match];
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
    private static double MembershipAuc(ClosestRecord fitted, Matrix unseen, Matrix synthetic, FitContext context)
    {
        Matrix s = fitted.Scaling.Apply(synthetic), members = fitted.Records;
        members = members.TakeRows(Some(members.Rows, s.Rows, context.Child("members")));
        unseen = unseen.TakeRows(Some(unseen.Rows, s.Rows, context.Child("unseen")));
        double[] inside = NearestRows.Of(members, s, context).Distance,
            outside = NearestRows.Of(fitted.Scaling.Apply(unseen), s, context).Distance;
        double[] closeness = [.. inside.Concat(outside).Select(distance => -distance)];
        bool[] member = [.. Enumerable.Range(0, closeness.Length).Select(i => i < inside.Length)];
        return AreaUnderCurve.Of(closeness, member);
    }
}
