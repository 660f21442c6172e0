using CausalLoom.Data;
using CausalLoom.Evaluation;

namespace CausalLoom.Sandbox.PaperEvaluation;

/// <summary>
/// SU of pairs as the paper's code has it (docs/methods/sandbox-metrics.md): levels by their table, every cell 10⁻⁶ up; numbers
/// standardised and by <see cref="NeighbourInformation"/>; a number and levels by H(x) − Σ p_y H(x | y). Not valid for ties; differential
/// entropies may be negative, where SU counts as 0.
/// </summary>
internal static class NeighbourUncertainty
{
    private const double Smoothing = 1e-6;

    /// <summary>SU of every pair of columns, over rows where both are observed.</summary>
    public static double[] Pairs(Table table) => [.. Enumerable.Range(0, table.Columns.Count)
        .SelectMany(j => Enumerable.Range(0, j).Select(k => Of(table.Columns[j], table.Columns[k])))];

    private static double Of(Column a, Column b)
    {
        int[] rows = [.. Enumerable.Range(0, a.Count).Where(i => !a.IsMissing(i) && !b.IsMissing(i))];
        if (rows.Length < 2)
        {
            return 0;
        }

        return (a, b) switch
        {
            (DiscreteColumn x, DiscreteColumn y) => Levels(Codes(x, rows), Codes(y, rows), x.Levels.Length, y.Levels.Length),
            (DiscreteColumn x, _) => Mixed(Standardised(b, rows), Codes(x, rows), x.Levels.Length),
            (_, DiscreteColumn y) => Mixed(Standardised(a, rows), Codes(y, rows), y.Levels.Length),
            _ => Numbers(Standardised(a, rows), Standardised(b, rows)),
        };
    }

    private static double Levels(int[] a, int[] b, int rows, int columns)
    {
        double[] joint = new double[rows * columns];
        Array.Fill(joint, Smoothing);
        for (int i = 0; i < a.Length; i++)
        {
            joint[(a[i] * columns) + b[i]]++;
        }

        double total = joint.Sum();
        joint = Array.ConvertAll(joint, c => c / total);
        double ha = SymmetricUncertainty.Entropy(
            [.. Enumerable.Range(0, rows).Select(r => joint.AsSpan(r * columns, columns).ToArray().Sum())]);
        double hb = SymmetricUncertainty.Entropy(
            [.. Enumerable.Range(0, columns).Select(c => Enumerable.Range(0, rows).Sum(r => joint[(r * columns) + c]))]);
        return Ratio(ha + hb - SymmetricUncertainty.Entropy(joint), ha, hb);
    }

    private static double Numbers(double[] a, double[] b) =>
        Ratio(NeighbourInformation.Mutual(a, b), NeighbourInformation.Entropy(a), NeighbourInformation.Entropy(b));

    private static double Mixed(double[] x, int[] levels, int count)
    {
        double h = NeighbourInformation.Entropy(x), given = 0;
        double[] shares = new double[count];
        for (int level = 0; level < count; level++)
        {
            double[] own = [.. x.Where((_, i) => levels[i] == level)];
            shares[level] = (double)own.Length / x.Length;
            given += shares[level] * NeighbourInformation.Entropy(own);
        }

        return Ratio(h - given, h, SymmetricUncertainty.Entropy(shares));
    }

    private static double Ratio(double information, double ha, double hb) =>
        ha + hb > 0 ? Math.Clamp(2 * information / (ha + hb), 0, 1) : 0;

    private static int[] Codes(DiscreteColumn column, int[] rows) => Array.ConvertAll(rows, i => column.Codes[i]);

    private static double[] Standardised(Column column, int[] rows)
    {
        double[] values = Array.ConvertAll(rows, column.NumberAt);
        double mean = SampleStatistics.Mean(values), sd = SampleStatistics.Sd(values);
        return Array.ConvertAll(values, v => (v - mean) / (sd > 0 ? sd : 1));
    }
}
