namespace CausalLoom.Evaluation.Effect;

/// <summary>
/// Contrasts of many groups with intervals that hold for all at once (Romano and Wolf 2005, single step): estimate ± c·SE, where the
/// largest
/// |draw − estimate| / SE over the groups exceeds c in 5 % of the bootstrap draws, so that overlapping groups cost little.
/// </summary>
internal static class SimultaneousIntervals
{
    /// <summary>The groups whose interval excludes 0.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="groups">The groups.</param>
    /// <param name="draws">Bootstrap draws, [draw][figure].</param>
    /// <param name="first">Which figure is the first group's.</param>
    public static SubgroupContrasts Of(EffectRows rows, IReadOnlyList<RowGroup> groups, double[][] draws, int first)
    {
        if (groups.Count == 0)
        {
            return new SubgroupContrasts(0, 0, []);
        }

        double[] estimates = [.. groups.Select(group => EffectTerms.Contrast(rows, group))];
        double[] ses = [.. groups.Select((_, k) => SampleStatistics.Sd([.. draws.Select(d => d[first + k])]))];
        double[] largest = [.. draws.Select(d => Enumerable.Range(0, groups.Count).Max(k => Ratio(d[first + k] - estimates[k], ses[k])))];
        double critical = SampleStatistics.Quantile(SampleStatistics.Sorted(largest), 0.95);
        GroupContrast[] flagged =
        [
            .. Enumerable.Range(0, groups.Count)
                .Where(k => Ratio(estimates[k], ses[k]) > critical)
                .OrderByDescending(k => Ratio(estimates[k], ses[k]))
                .Select(k => EffectComparison.Contrast(
                    rows, groups[k], [estimates[k] - (critical * ses[k]), estimates[k] + (critical * ses[k])])),
        ];
        return new SubgroupContrasts(groups.Count, critical, flagged);
    }

    private static double Ratio(double difference, double se) => se > 0 ? Math.Abs(difference) / se : 0;
}
