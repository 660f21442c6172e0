using CausalLoom.Data;
using CausalLoom.Evaluation;

namespace CausalLoom.Sandbox.PaperEvaluation;

/// <summary>
/// SU = 2 I(a; b)/(H(a) + H(b)) of every pair of columns, numbers cut at the deciles of the real column, missing values a level of their
/// own.
/// I has its bias under independence, (r − 1)(c − 1)/(2n), taken out. Equal values are never parted, so ties and whole numbers do no harm.
/// </summary>
internal sealed class SymmetricUncertainty
{
    private const int Bins = 10;

    private readonly double[][] _edges;
    private readonly double[] _real;

    public SymmetricUncertainty(Table real)
    {
        _edges = [.. real.Columns.Select(c => c is DiscreteColumn ? [] : Edges(c))];
        _real = Pairs(real);
    }

    /// <summary>Mean over pairs of 1 − |SU_real − SU_synthetic|.</summary>
    public double Similarity(Table synthetic) => Similarity(_real, Pairs(synthetic));

    /// <summary>The same of SUs that are known; NaN without a pair.</summary>
    public static double Similarity(double[] real, double[] synthetic) =>
        real.Length == 0 ? double.NaN : real.Zip(synthetic, (r, s) => 1 - Math.Abs(r - s)).Average();

    /// <summary>SU of two columns of codes.</summary>
    /// <param name="a">Codes from 0, [rows].</param>
    /// <param name="b">Codes from 0, [rows].</param>
    public static double Of(int[] a, int[] b)
    {
        int rows = a.Max() + 1, columns = b.Max() + 1;
        double[] joint = new double[rows * columns], left = new double[rows], right = new double[columns];
        for (int i = 0; i < a.Length; i++)
        {
            double share = 1.0 / a.Length;
            joint[(a[i] * columns) + b[i]] += share;
            left[a[i]] += share;
            right[b[i]] += share;
        }

        double ha = Entropy(left), hb = Entropy(right),
            bias = (left.Count(p => p > 0) - 1.0) * (right.Count(p => p > 0) - 1.0) / (2.0 * a.Length);
        double information = Math.Max(0, ha + hb - Entropy(joint) - bias);
        return ha + hb > 0 ? Math.Clamp(2 * information / (ha + hb), 0, 1) : 0;
    }

    /// <summary>−Σ p log p.</summary>
    public static double Entropy(double[] shares) => -shares.Sum(p => p > 0 ? p * Math.Log(p) : 0);

    private double[] Pairs(Table table)
    {
        int[][] codes = [.. table.Columns.Select((c, j) => c is DiscreteColumn levels ? Array.ConvertAll(levels.Codes, code => code + 1)
            : Cut(c, _edges[j]))];
        return [.. Enumerable.Range(0, codes.Length).SelectMany(j => Enumerable.Range(0, j).Select(k => Of(codes[j], codes[k])))];
    }

    private static int[] Cut(Column column, double[] edges) =>
        Array.ConvertAll(column.ToNumbers(), v => double.IsNaN(v) ? 0 : 1 + edges.Count(edge => edge < v));

    private static double[] Edges(Column column)
    {
        double[] sorted = SampleStatistics.Sorted([.. column.ToNumbers().Where(v => !double.IsNaN(v))]);
        return sorted.Length == 0 ? []
            : [.. Enumerable.Range(1, Bins - 1).Select(k => SampleStatistics.Quantile(sorted, (double)k / Bins)).Distinct()];
    }
}
