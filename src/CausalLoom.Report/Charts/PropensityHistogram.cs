namespace CausalLoom.Report.Charts;

/// <summary>Propensities of one side by arm: the share of the arm's rows in each of 25 bins over [0, 1].</summary>
/// <param name="Treated">Shares of treated rows.</param>
/// <param name="Control">Shares of control rows.</param>
internal sealed record PropensityHistogram(double[] Treated, double[] Control)
{
    public static HistogramBins Bins { get; } = HistogramBins.Uniform(0, 1, 25);

    /// <summary>Null where the propensities are not those of these rows.</summary>
    public static PropensityHistogram? Of(double[] propensities, IReadOnlyList<int> treatment) =>
        propensities.Length != treatment.Count || propensities.Length == 0
        ? null
        : new PropensityHistogram(Arm(propensities, treatment, 1), Arm(propensities, treatment, 0));

    private static double[] Arm(double[] propensities, IReadOnlyList<int> treatment, int arm) =>
        Bins.ShareOf(propensities.Where((_, row) => treatment[row] == arm));
}
