using CausalLoom.Data;
using CausalLoom.Evaluation;
using CausalLoom.Report.Html;

namespace CausalLoom.Report.Charts;

/// <summary>Counts the margins of two tables over bins and levels that both sides share.</summary>
internal static class MarginSummary
{
    // More levels than this would make a chart unreadable: the rarest are shown as one.
    private const int MaximumLevels = 8;

    /// <summary>The margins of all columns of the real table, worst match first.</summary>
    public static IReadOnlyList<Margin> WorstFirst(Table real, Table synthetic)
    {
        (Table a, Table b) = TableAlignment.Align(real, synthetic);
        return [.. a.Columns.Zip(b.Columns, OfAligned).OrderByDescending(m => m.Mismatch)];
    }

    /// <summary>One column's margin on both sides; levels are matched by name.</summary>
    public static Margin Of(Column real, Column synthetic) => WorstFirst(new Table([real]), new Table([synthetic]))[0];

    private static Margin OfAligned(Column real, Column synthetic) => real is DiscreteColumn a && synthetic is DiscreteColumn b
        ? OfLevels(a, b)
        : OfNumbers(real, synthetic);

    private static NumberMargin OfNumbers(Column real, Column synthetic)
    {
        (double[] a, double[] b) = (real.ToNumbers(), synthetic.ToNumbers());
        HistogramBins bins = HistogramBins.Shared(a, b, whole: real.Type == ColumnType.Integer);
        return new NumberMargin(
            real.Name,
            MissingShare(real),
            MissingShare(synthetic),
            MarginDistance.KolmogorovSmirnov(a, b),
            MeanAndSd(a),
            MeanAndSd(b),
            bins,
            bins.ShareOf(a),
            bins.ShareOf(b));
    }

    private static LevelMargin OfLevels(DiscreteColumn real, DiscreteColumn synthetic)
    {
        string[] levels = real.Levels;
        double[] a = LevelShares(real);
        double[] b = LevelShares(synthetic);
        double distance = a.Sum() == 0 || b.Sum() == 0 ? double.NaN : MarginDistance.TotalVariation(a, b);
        (string[] shown, double[] shownReal, double[] shownSynthetic) = Fold(levels, a, b);
        return new LevelMargin(
            real.Name,
            MissingShare(real),
            MissingShare(synthetic),
            distance,
            Commonest(levels, a),
            Commonest(levels, b, like: a),
            shown,
            shownReal,
            shownSynthetic);
    }

    private static double[] LevelShares(DiscreteColumn column)
    {
        int[] counts = new int[column.Levels.Length];
        foreach (int code in column.Codes.Where(code => code >= 0))
        {
            counts[code]++;
        }

        int total = counts.Sum();
        return Array.ConvertAll(counts, c => total == 0 ? 0 : (double)c / total);
    }

    private static (string[] Levels, double[] Real, double[] Synthetic) Fold(string[] levels, double[] real, double[] synthetic)
    {
        if (levels.Length <= MaximumLevels)
        {
            return (levels, real, synthetic);
        }

        int[] order = [.. Enumerable.Range(0, levels.Length).OrderByDescending(k => real[k] + synthetic[k])];
        int[] kept = order[..(MaximumLevels - 1)];
        int[] rest = order[(MaximumLevels - 1)..];
        string others = $"{rest.Length} other levels";
        while (levels.Contains(others, StringComparer.Ordinal))
        {
            others += " (together)";
        }

        return (
            [.. kept.Select(k => levels[k]), others],
            [.. kept.Select(k => real[k]), rest.Sum(k => real[k])],
            [.. kept.Select(k => synthetic[k]), rest.Sum(k => synthetic[k])]);
    }

    private static double MissingShare(Column column) => column.Count == 0 ? 0 : (double)column.MissingCount / column.Count;

    private static string MeanAndSd(double[] values)
    {
        double[] present = [.. values.Where(double.IsFinite)];
        if (present.Length == 0)
        {
            return "no values";
        }

        double mean = present.Average();
        double sd = present.Length < 2 ? 0 : Math.Sqrt(present.Sum(v => (v - mean) * (v - mean)) / (present.Length - 1));
        return $"mean {Numbers.Short(mean)}, SD {Numbers.Short(sd)}";
    }

    // Both sides name the level that is commonest among the real rows, so that the two shares can be compared.
    private static string Commonest(string[] levels, double[] shares, double[]? like = null)
    {
        double[] ranked = like ?? shares;
        int top = Array.IndexOf(ranked, ranked.DefaultIfEmpty(0).Max());
        return top < 0 || shares.Sum() == 0 ? "no values" : $"{levels[top]}: {Numbers.Percent(shares[top])}";
    }
}
