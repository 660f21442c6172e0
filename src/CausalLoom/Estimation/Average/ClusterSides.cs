using CausalLoom.Data;
using MathNet.Numerics.Distributions;

namespace CausalLoom.Estimation.Average;

/// <summary>
/// The draws behind a contrast where rows come in clusters. There are as many as clusters, however many rows they have: intervals take
/// Student's t with clusters for degrees of freedom. Where whole clusters got a level, each level's are a sample of their own, and its
/// squares are divided by one less than its clusters: for means of equal clusters that is the t test of cluster means.
/// </summary>
/// <param name="Level">Clusters with rows of the contrast's level.</param>
/// <param name="Reference">Clusters with rows of its reference.</param>
/// <param name="Either">Clusters with rows of either.</param>
/// <param name="Whole">Whether every cluster has rows of one level alone.</param>
internal sealed record ClusterSides(int Level, int Reference, int Either, bool Whole)
{
    /// <summary>Below this many clusters an interval is said to rest on few.</summary>
    internal const int Few = 40;

    private const int Fewest = 3;

    /// <summary>Whether each side has enough of them for an interval.</summary>
    internal bool CanTell => Math.Min(Level, Reference) >= Fewest;

    /// <summary>The degrees of freedom.</summary>
    internal int Freedom => Whole ? Level + Reference - 2 : Either - 1;

    /// <summary>The half width of a 95 % interval in standard errors, where normal draws would have <paramref name="normal"/>; NaN where
    /// clusters cannot tell.</summary>
    internal double Critical(double normal) => !CanTell ? double.NaN
        : StudentT.InvCDF(0, 1, Freedom, Normal.CDF(0, 1, normal));

    /// <summary>Counts them.</summary>
    internal static ClusterSides Of(int[] clusters, int[] treatment, Contrast contrast)
    {
        Dictionary<int, HashSet<int>> levels = [];
        for (int i = 0; i < clusters.Length; i++)
        {
            if (!levels.TryGetValue(clusters[i], out HashSet<int>? of))
            {
                levels[clusters[i]] = of = [];
            }

            of.Add(treatment[i]);
        }

        return new ClusterSides(levels.Values.Count(of => of.Contains(contrast.Level)),
            levels.Values.Count(of => of.Contains(contrast.Reference)),
            levels.Values.Count(of => of.Contains(contrast.Level) || of.Contains(contrast.Reference)), levels.Values.All(of =>
                of.Count == 1));
    }

    /// <summary>The rows of the rarest level, or the clusters that have any of it.</summary>
    internal static int FewestDraws(CausalData data) => data.ClusterCodes is not { } clusters ? data.Treatment.Fewest
        : Enumerable.Range(0, data.Levels).Min(level => data.Treatment.RowsOf(level).Select(i => clusters[i]).Distinct().Count());

    /// <summary>The standard error of an estimate from each row's influence on it.</summary>
    internal double StandardError(EffectScore score, int[] clusters, int[] treatment)
    {
        if (!Whole)
        {
            return score.StandardError(clusters);
        }

        // [level] → sums of its clusters.
        SortedDictionary<int, SortedDictionary<int, double>> sides = [];
        for (int i = 0; i < clusters.Length; i++)
        {
            if (!sides.TryGetValue(treatment[i], out SortedDictionary<int, double>? side))
            {
                sides[treatment[i]] = side = [];
            }

            side[clusters[i]] = side.GetValueOrDefault(clusters[i]) + score.Influence[i];
        }

        double sum = sides.Values.Sum(side => side.Values.Sum(v => v * v) * (side.Count > 1 ? side.Count / (side.Count - 1.0) : 1));
        return Math.Sqrt(sum) / score.Influence.Length;
    }
}
