using System.Globalization;
using System.Text.RegularExpressions;
using CausalLoom.Numerics.Statistics;

namespace CausalLoom.Estimation.Average;

/// <summary>
/// Estimates of several completions of one table as one, by Rubin's rules; ratios on the scale of their logarithm. What an
/// estimate says of overlap is of the first completed table.
/// </summary>
internal static partial class PooledEffects
{
    /// <summary>Pools, estimate by estimate.</summary>
    /// <param name="tables">The estimates of each table, in one order.</param>
    internal static IReadOnlyList<AverageEffect> Of(IReadOnlyList<IReadOnlyList<AverageEffect>> tables) =>
        [.. tables[0].Select((_, place) => Of([.. tables.Select(table => table[place])]))];

    private static AverageEffect Of(AverageEffect[] tables)
    {
        AverageEffect first = tables[0];
        bool log = first.Scale != EffectScale.Difference;
        AverageEffect[] carried = [.. tables.Where(table => table.HasInterval)];

        // An interval that most tables do not carry is none.
        bool carries = 2 * carried.Length > tables.Length;
        double complete = carries ? Freedom(carried.Average(Width), first.EffectiveSampleSize) : double.PositiveInfinity;
        RubinPool pool = RubinPool.Of([.. tables.Select(t => log ? Math.Log(t.Estimate) : t.Estimate)],
            [.. tables.Select(t => Math.Pow(log ? t.Se / t.Estimate : t.Se, 2))], complete);
        double estimate = log ? Math.Exp(pool.Estimate) : pool.Estimate, se = Math.Sqrt(pool.Total) * (log ? estimate : 1);
        EffectScore score = new(estimate, []) { Scale = first.Scale };
        (double lower, double upper) = score.Interval(se, carries ? RubinPool.Quantile(pool.Freedom, 0.975) : double.NaN);
        AverageEffect? refused = carries ? null : tables.First(table => !table.HasInterval);
        return first with
        {
            Estimate = estimate,
            Se = se,
            Lower = lower,
            Upper = upper,
            Simultaneous = first.Simultaneous is null || !carries ? null
                : score.Interval(se, RubinPool.Quantile(pool.Freedom, RubinPool.Probability(complete, carried.Average(WidthOfAll)))),
            Bounds = refused?.Bounds,
            Warnings = Warnings(tables),
            PseudoOutcomes = Mean([.. tables.Select(table => table.PseudoOutcomes)]),
            Imputation = pool,
            Figures = EffectFigures.Pooled([.. tables.Select(table => table.Figures)], first.Scale, complete),
        };
    }

    // The half width in standard errors, [1.96, …).
    private static double Width(AverageEffect e) => Width(e, e.Upper);

    private static double WidthOfAll(AverageEffect e) => Width(e, e.Simultaneous?.Upper ?? e.Upper);

    private static double Width(AverageEffect e, double upper) => !(e.Se > 0) ? StandardNormal.Quantile975
        : e.Scale == EffectScale.Difference ? (upper - e.Estimate) / e.Se : Math.Log(upper / e.Estimate) * e.Estimate / e.Se;

    // Those that give the single analyses' half width (clusters, small arms); of normal intervals those of the arms' effective rows.
    private static double Freedom(double width, double effective)
    {
        if (width <= StandardNormal.Quantile975 * (1 + 1e-9))
        {
            return Math.Max(1, effective - 2);
        }

        double low = 1, high = 1e8;
        for (int step = 0; step < 100; step++)
        {
            double middle = Math.Sqrt(low * high);
            (low, high) = RubinPool.Quantile(middle, 0.975) > width ? (middle, high) : (low, middle);
        }

        return low;
    }

    // Those of the first table; others where no table before them said the same with other numbers, with how many tables say it.
    private static string[] Warnings(AverageEffect[] tables)
    {
        Dictionary<string, (string Text, int Tables)> said = [];
        foreach (string text in tables.SelectMany(table => table.Warnings.DistinctBy(Shape)))
        {
            said[Shape(text)] = said.TryGetValue(Shape(text), out var before) ? (before.Text, before.Tables + 1) : (text, 1);
        }

        return [.. said.Values.Select(of => of.Tables == tables.Length ? of.Text : string.Create(CultureInfo.InvariantCulture,
            $"{of.Text} (So of {of.Tables} of {tables.Length} completed tables.)"))];
    }

    private static string Shape(string text) => Digits().Replace(text, "0");

    private static double[] Mean(double[][] all)
    {
        double[] mean = new double[all[0].Length];
        foreach (double[] one in all)
        {
            for (int i = 0; i < mean.Length; i++)
            {
                mean[i] += one[i] / all.Length;
            }
        }

        return mean;
    }

    [GeneratedRegex(@"'[^']*'|[0-9][0-9.,]*")]
    private static partial Regex Digits();
}
