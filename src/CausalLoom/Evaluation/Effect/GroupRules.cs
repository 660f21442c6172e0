using CausalLoom.Data;
using CausalLoom.Estimation.Average;

namespace CausalLoom.Evaluation.Effect;

/// <summary>
/// The groups in which the contrast term is reported: levels of discrete covariates, halves of numbers, tenths of the propensity.
/// </summary>
internal static class GroupRules
{
    private const int FewestRows = 20;
    private const int FewestOfAnArm = 5;
    private const int Deciles = 10;

    /// <summary>
    /// Each level of each discrete covariate, and each numeric covariate up to and above its real median; groups with 20 rows and five of
    /// each
    /// arm on both sides.
    /// </summary>
    public static IReadOnlyList<RowGroup> Subgroups(CausalData real, CausalData synthetic, Contrast contrast) =>
        [.. real.Covariates.Columns.SelectMany(column => OfColumn(column, synthetic.Covariates[column.Name]))
            .Where(group => IsLarge(real, group.Real, contrast) && IsLarge(synthetic, group.Synthetic, contrast))];

    /// <summary>Tenths of the real rows by their propensity; fewer where propensities are tied, none where they are all the same.</summary>
    /// <param name="real">Propensities of the real rows.</param>
    /// <param name="synthetic">Propensities of the synthetic rows by the real rows' model.</param>
    public static IReadOnlyList<RowGroup> PropensityBands(double[] real, double[] synthetic)
    {
        double[] sorted = SampleStatistics.Sorted(real);
        double[] cuts = [.. Enumerable.Range(1, Deciles - 1).Select(k => SampleStatistics.Quantile(sorted, (double)k / Deciles)).Distinct()
            .Where(cut => cut > sorted[0] && cut < sorted[^1])];
        int[] ofReal = Array.ConvertAll(real, g => Band(g, cuts)), ofSynthetic = Array.ConvertAll(synthetic, g => Band(g, cuts));
        return cuts.Length == 0
            ? []
            : [.. Enumerable.Range(0, cuts.Length + 1).Select(k => new RowGroup("propensity", BandName(k, cuts, sorted), Where(ofReal, k),
                Where(ofSynthetic, k))).Where(band => band.Real.Length >= FewestOfAnArm)];
    }

    private static int Band(double g, double[] cuts) => cuts.Count(cut => g > cut);

    private static string BandName(int band, double[] cuts, double[] sorted) => FormattableString.Invariant(
        $"{(band == 0 ? sorted[0] : cuts[band - 1]):0.00}–{(band == cuts.Length ? sorted[^1] : cuts[band]):0.00}");

    private static IEnumerable<RowGroup> OfColumn(Column real, Column synthetic)
    {
        if (real is DiscreteColumn left && synthetic is DiscreteColumn right)
        {
            return Enumerable.Range(0, left.Levels.Length)
                .Select(level => new RowGroup(left.Name, "= " + left.Levels[level], Where(left.Codes, level), Where(right.Codes, level)));
        }

        double[] x = real.ToNumbers(), s = synthetic.ToNumbers(), known = [.. x.Where(v => !double.IsNaN(v))];
        if (known.Length == 0)
        {
            return [];
        }

        // Of a column whose largest value is its median everything would be "up to" it: split below the median instead.
        double median = SampleStatistics.Median(known);
        bool strict = known.Max() <= median;
        string cut = median.ToString("G4", System.Globalization.CultureInfo.InvariantCulture);
        bool Low(double v) => strict ? v < median : v <= median;
        bool High(double v) => strict ? v >= median : v > median;
        return
        [
            new RowGroup(real.Name, (strict ? "< " : "≤ ") + cut, Where(x, Low), Where(s, Low)),
            new RowGroup(real.Name, (strict ? "≥ " : "> ") + cut, Where(x, High), Where(s, High)),
        ];
    }

    private static bool IsLarge(CausalData data, int[] rows, Contrast contrast) => rows.Length >= FewestRows
        && rows.Count(i => data.Treatment[i] == contrast.Level) >= FewestOfAnArm
        && rows.Count(i => data.Treatment[i] == contrast.Reference) >= FewestOfAnArm;

    private static int[] Where<T>(T[] values, Func<T, bool> chosen) =>
        [.. Enumerable.Range(0, values.Length).Where(i => chosen(values[i]))];

    private static int[] Where(int[] codes, int level) => Where(codes, code => code == level);
}
