using CausalLoom.Data;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Mechanisms;

/// <summary>Overlap at a glance: out-of-fold propensities of a data set in a few numbers.</summary>
/// <param name="ShareInside">Share of rows in which every level has a propensity of at least .05 (of two arms: in [.05, .95]).</param>
/// <param name="Minimum">The smallest propensity: of the second of two arms, of the least likely level of more.</param>
/// <param name="Median">The median of the same over rows.</param>
/// <param name="Maximum">The largest of the same.</param>
public sealed record OverlapSummary(double ShareInside, double Minimum, double Median, double Maximum)
{
    /// <summary>More rows than so many are drawn from, by level: a share of so many has a standard error of at most .35 points.</summary>
    internal const int MostRows = 20_000;

    /// <summary>Of more features than so many those are used that differ most between levels, in rows that propensities are not
    /// measured on.</summary>
    internal const int MostFeatures = 500;

    private const double Low = 0.05;
    private const int FewestOfLevel = 200;

    /// <summary>How many rows the propensities were measured on.</summary>
    public int Rows { get; init; }

    /// <summary>How many covariates they know.</summary>
    public int Covariates { get; init; }

    /// <summary>
    /// Estimates the propensities with the calibrated stack and sums them up. Of more than 20,000 rows as many are drawn by level, each
    /// standing for as many as it was drawn from; of more than 500 features (levels counted) those of the covariates that differ most
    /// between levels in one half of the rows are used in the other.
    /// </summary>
    public static OverlapSummary Of(CausalData data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(context);
        CausalData rows = Drawn(data, context.Stream.Child("rows"));
        rows = Screened(rows, context.Stream.Child("screen"));
        IPropensityLearner learner = new CalibratedPropensity();
        Folds folds = Folds.Stratified(rows.Treatment.Codes, new CalibratedPropensityOptions().Folds, context.Stream.Child("folds"));
        double[][] g = learner.CrossFit(rows, folds, context).OutOfFold;
        double[] p = rows.Levels == 2 ? [.. g[1]] : [.. Enumerable.Range(0, rows.Rows).Select(i => g.Min(level => level[i]))];
        // Of levels that were drawn at one rate all rows weigh the same, and there are no weights.
        double[] weights = data.Rows > MostRows && rows.Normalised is { } drawn ? [.. drawn] : [];
        double inside = Share(p, weights, v => v >= Low && (rows.Levels > 2 || v <= 1 - Low));
        Array.Sort(p, weights.Length == 0 ? null : weights);
        return new OverlapSummary(inside, p[0], Middle(p, weights), p[^1]) { Rows = rows.Rows, Covariates = rows.Covariates.Columns.Count };
    }

    // By level, a rare one more than its share, weighted back to the shares there are.
    private static CausalData Drawn(CausalData data, RandomStream stream)
    {
        if (data.Rows <= MostRows)
        {
            return data;
        }

        List<int> chosen = [];
        double[] weight = new double[data.Levels];
        for (int level = 0; level < data.Levels; level++)
        {
            int[] own = [.. Enumerable.Range(0, data.Rows).Where(i => data.Treatment[i] == level)];
            int count = Math.Min(own.Length, Math.Max(FewestOfLevel, (int)Math.Round((double)MostRows * own.Length / data.Rows)));
            chosen.AddRange(stream.Child(level).Permutation(own.Length).Take(count).Select(i => own[i]));
            weight[level] = (double)own.Length / count;
        }

        chosen.Sort();
        CausalData rows = data.Take([.. chosen]);
        return rows.WithWeights([.. Enumerable.Range(0, rows.Rows).Select(i =>
            weight[rows.Treatment[i]] * (rows.Weights?[i] ?? 1))]);
    }

    // What was chosen for its difference would separate the rows that it was chosen in: those are not used again.
    private static CausalData Screened(CausalData data, RandomStream stream)
    {
        int[] widths = [.. data.Covariates.Columns.Select(column => Math.Max(1, FeatureEncoder.Fit(new Table([column])).Width))];
        if (widths.Sum() <= MostFeatures)
        {
            return data;
        }

        Folds halves = Folds.Stratified(data.Treatment.Codes, 2, stream);
        CausalData looked = data.Take(halves.HeldOut(0)), used = data.Take(halves.HeldOut(1));
        double[] differences = [.. looked.Covariates.Columns.Select(column => Difference(column, looked))];
        int width = 0;
        HashSet<int> kept = [];
        foreach (int j in Enumerable.Range(0, widths.Length).OrderByDescending(j => differences[j]))
        {
            if (width + widths[j] <= MostFeatures)
            {
                width += widths[j];
                kept.Add(j);
            }
        }

        return used.WithCovariates(new Table([.. used.Covariates.Columns.Where((_, j) => kept.Contains(j))]));
    }

    // χ² of a column's levels, or of its quarters, with the treatment's, over its degrees of freedom.
    private static double Difference(Column column, CausalData data)
    {
        const int quarters = 4;
        int[] cells = column is DiscreteColumn discrete ? discrete.Codes : Quarters(column, quarters);
        int groups = Math.Max(quarters, cells.DefaultIfEmpty(0).Max() + 1) + 1;
        double[,] counts = new double[groups, data.Levels];
        double[] rows = new double[groups];
        for (int i = 0; i < cells.Length; i++)
        {
            counts[cells[i] + 1, data.Treatment[i]]++;
            rows[cells[i] + 1]++;
        }

        double chi = 0;
        for (int k = 0; k < groups; k++)
        {
            for (int level = 0; level < data.Levels && rows[k] > 0; level++)
            {
                double expected = rows[k] * data.Treatment.CountOf(level) / data.Rows;
                chi += expected > 0 ? (counts[k, level] - expected) * (counts[k, level] - expected) / expected : 0;
            }
        }

        return chi / Math.Max(1, rows.Count(n => n > 0) - 1);
    }

    // −1 where missing.
    private static int[] Quarters(Column column, int quarters)
    {
        double[] values = column.ToNumbers(), sorted = [.. values.Where(v => !double.IsNaN(v)).Order()];
        double[] cuts = [.. Enumerable.Range(1, quarters - 1).Where(_ => sorted.Length > 0).Select(k =>
            sorted[k * sorted.Length / quarters])];
        return Array.ConvertAll(values, v => double.IsNaN(v) ? -1 : cuts.Count(cut => v >= cut));
    }

    private static double Share(double[] values, double[] weights, Func<double, bool> counts)
    {
        double inside = 0, all = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double w = weights.Length == 0 ? 1 : weights[i];
            (inside, all) = (inside + (counts(values[i]) ? w : 0), all + w);
        }

        return inside / all;
    }

    // Of ascending values.
    private static double Middle(double[] values, double[] weights)
    {
        if (weights.Length == 0)
        {
            return values.Length % 2 == 1 ? values[values.Length / 2] : (values[(values.Length / 2) - 1] + values[values.Length / 2]) / 2;
        }

        double half = weights.Sum() / 2, sum = 0;
        int at = 0;
        while (at < values.Length - 1 && (sum += weights[at]) < half)
        {
            at++;
        }

        return values[at];
    }
}
