using CausalLoom.Data;

namespace CausalLoom.PenaltyStudy;

/// <summary>The fidelity measures that the paper reports (docs/methods/sandbox-metrics.md).</summary>
internal static class ToyFidelity
{
    /// <summary>Mean over numbers of W₁(real, made)/sd(real); tables of as many rows.</summary>
    internal static double Wasserstein(Table real, Table made) => Numbers(real).Average(name =>
    {
        double[] a = [.. real[name].ToNumbers().Order()], b = [.. made[name].ToNumbers().Order()];
        double mean = a.Average(), sd = Math.Sqrt(a.Average(v => (v - mean) * (v - mean)));
        return a.Zip(b, (x, y) => Math.Abs(x - y)).Average() / sd;
    });

    /// <summary>Mean over numbers of 1 − KS.</summary>
    internal static double Kolmogorov(Table real, Table made) => Numbers(real).Average(name =>
    {
        double[] a = [.. real[name].ToNumbers().Order()], b = [.. made[name].ToNumbers().Order()];
        return 1 - a.Concat(b).Max(v => Math.Abs(Below(a, v) - Below(b, v)));
    });

    /// <summary>Mean over discrete columns of 1 − total variation.</summary>
    internal static double Variation(Table real, Table made) => Discrete(real).Average(name =>
    {
        DiscreteColumn a = (DiscreteColumn)real[name], b = (DiscreteColumn)made[name];
        return 1 - (0.5 * Enumerable.Range(0, a.Levels.Length)
            .Sum(k => Math.Abs(a.Codes.Count(c => c == k) / (double)a.Count - (b.Codes.Count(c => c == k) / (double)b.Count))));
    });

    /// <summary>1 − total variation of (X_bin, Y).</summary>
    internal static double Contingency(CausalData real, CausalData made)
    {
        double sum = 0;
        for (int v = 0; v < 4; v++)
        {
            sum += Math.Abs(Share(real, v) - Share(made, v));
        }

        return 1 - (0.5 * sum);
    }

    /// <summary>The correlation of a column (of X_cat: level B) with the outcome.</summary>
    internal static double Correlation(CausalData data, string name)
    {
        Column column = data.Covariates[name];
        double[] x = column is DiscreteColumn levels ? Array.ConvertAll(levels.Codes, c => c == 1 ? 1.0 : 0) : column.ToNumbers(),
            y = [.. data.Outcome];
        double mx = x.Average(), my = y.Average();
        return x.Zip(y, (a, b) => (a - mx) * (b - my)).Sum() / Math.Sqrt(x.Sum(a => (a - mx) * (a - mx)) * y.Sum(b => (b - my) * (b - my)));
    }

    private static double Share(CausalData data, int cell)
    {
        int[] bin = ((BinaryColumn)data.Covariates["X_bin"]).Codes;
        return Enumerable.Range(0, data.Rows).Count(i => bin[i] == cell / 2 && data.Outcome[i] == cell % 2) / (double)data.Rows;
    }

    private static double Below(double[] sorted, double v)
    {
        int at = Array.BinarySearch(sorted, v);
        if (at < 0)
        {
            return (double)~at / sorted.Length;
        }

        while (at < sorted.Length && sorted[at] == v)
        {
            at++;
        }

        return (double)at / sorted.Length;
    }

    private static IEnumerable<string> Numbers(Table table) => table.Columns.Where(c => c is not DiscreteColumn).Select(c => c.Name);

    private static IEnumerable<string> Discrete(Table table) => table.Columns.Where(c => c is DiscreteColumn).Select(c => c.Name);
}
