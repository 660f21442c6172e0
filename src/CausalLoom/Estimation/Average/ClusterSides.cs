using CausalLoom.Data;
using MathNet.Numerics.Distributions;

namespace CausalLoom.Estimation.Average;

/// <summary>
/// The draws behind a contrast where rows come in clusters: as many as clusters, however many rows they have. A side has as many as its
/// rows
/// are spread over, (Σ n_c)²/Σ n_c²: a cluster of half the rows counts for about four, and a stray row for nearly nothing. Intervals are
/// Student's t. Where whole clusters got a level, each side's are a sample of their own, with Welch's degrees of freedom: for clusters of
/// equal size that is Welch's test of their means. Else the lesser side decides, which is G − 1 where all clusters have both levels alike.
/// </summary>
/// <param name="Level">Clusters with rows of the contrast's level.</param>
/// <param name="Reference">Clusters with rows of its reference.</param>
/// <param name="Whole">Whether every cluster has rows of one level alone.</param>
/// <param name="SpreadLevel">How many clusters the level's rows are spread over.</param>
/// <param name="SpreadReference">That of the reference's rows.</param>
internal sealed record ClusterSides(int Level, int Reference, bool Whole, double SpreadLevel, double SpreadReference)
{
    /// <summary>Below this many clusters, or below half of it on a side, an interval is said to rest on few.</summary>
    internal const int Few = 40;

    private const int Fewest = 3;
    private const double LeastSpread = 2;

    /// <summary>Whether each side has enough of them for an interval.</summary>
    internal bool CanTell => Math.Min(Level, Reference) >= Fewest && Spread >= LeastSpread;

    /// <summary>Of the lesser side.</summary>
    internal double Spread => Math.Min(SpreadLevel, SpreadReference);

    /// <summary>Whether an interval rests on few.</summary>
    internal bool IsFew => (Whole ? Level + Reference : Math.Max(Level, Reference)) < Few || 2 * Spread < Few;

    /// <summary>Counts them.</summary>
    internal static ClusterSides Of(int[] clusters, int[] treatment, Contrast contrast)
    {
        Dictionary<(int Cluster, int Level), int> rows = [];
        for (int i = 0; i < clusters.Length; i++)
        {
            rows[(clusters[i], treatment[i])] = rows.GetValueOrDefault((clusters[i], treatment[i])) + 1;
        }

        double[] level = Sizes(contrast.Level), reference = Sizes(contrast.Reference);
        return new ClusterSides(level.Length, reference.Length, rows.Keys.Select(key => key.Cluster).Distinct().Count() == rows.Count,
            Kish(level), Kish(reference));

        double[] Sizes(int arm) => [.. rows.Where(one => one.Key.Level == arm).Select(one => (double)one.Value)];
    }

    /// <summary>The rows of the rarest level, or the clusters that have any of it.</summary>
    internal static int FewestDraws(CausalData data) => data.ClusterCodes is not { } clusters ? data.Treatment.Fewest
        : Enumerable.Range(0, data.Levels).Min(level => data.Treatment.RowsOf(level).Select(i => clusters[i]).Distinct().Count());

    /// <summary>The standard error of an estimate from each row's influence on it, and its degrees of freedom.</summary>
    internal (double Se, double Freedom) Error(EffectScore score, int[] clusters, int[] treatment, Contrast contrast)
    {
        if (!Whole)
        {
            // The lesser side's factor: that of all clusters where they have both levels alike.
            int count = clusters.Distinct().Count();
            double spread = Math.Max(Math.Min(Spread, count), LeastSpread);
            double factor = score.Corrected ? 1 : (count - 1.0) / count * spread / (spread - 1);
            return (score.StandardError(clusters) * Math.Sqrt(factor), spread - 1);
        }

        double sum = 0, over = 0;
        foreach (IGrouping<int, int> side in Enumerable.Range(0, clusters.Length).GroupBy(i => treatment[i]))
        {
            double[] sums = [.. side.GroupBy(i => clusters[i]).Select(rows => rows.Sum(i => score.Influence[i]))];
            double spread = Math.Max(side.Key == contrast.Level ? SpreadLevel : side.Key == contrast.Reference ? SpreadReference
                : sums.Length,
                LeastSpread);
            double variance = sums.Sum(v => v * v) * (score.Corrected ? 1 : spread / (spread - 1));
            sum += variance;
            over += variance * variance / (spread - 1);
        }

        return (Math.Sqrt(sum) / score.Influence.Length, over > 0 ? sum * sum / over : 1);
    }

    /// <summary>The half width of a 95 % interval in standard errors, where normal draws would have <paramref name="normal"/>; NaN where
    /// clusters cannot tell.</summary>
    internal double Critical(double freedom, double normal) =>
        !CanTell ? double.NaN : StudentT.InvCDF(0, 1, Math.Max(1, freedom), Normal.CDF(0, 1, normal));

    private static double Kish(double[] sizes) => sizes.Length == 0 ? 0 : sizes.Sum() * sizes.Sum() / sizes.Sum(n => n * n);
}
