using CausalLoom.Data;

namespace CausalLoom.Evaluation.Covariates;

/// <summary>
/// The share of the strength of the real correlations that the synthetic table keeps: Σ r·s / (Σ r² − m/n) over the m pairs
/// of features of different columns (categories one-hot), r real and s synthetic Pearson correlations. The m/n takes out
/// what sampling noise of n real rows adds to Σ r², and noise in s has mean 0: an independent sample scores 1 in
/// expectation and independently permuted columns 0, whatever the sizes; a mean of |r − s| cannot tell these where most
/// pairs are weakly correlated.
/// </summary>
public static class DependenceStrength
{
    private const double NoiseFactor = 6;
    private const int MostLevels = 64;

    /// <summary>
    /// The share kept and its approximate standard error; 1 and 0 where the real columns show no correlation beyond noise.
    /// </summary>
    /// <param name="real">Real covariates.</param>
    /// <param name="synthetic">Synthetic covariates, aligned.</param>
    public static (double Kept, double Se) Measure(Table real, Table synthetic)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(synthetic);
        double[][] x = [.. real.Columns.SelectMany(Features)], s = [.. synthetic.Columns.SelectMany(Features)];
        int[] columns = [.. real.Columns.SelectMany((column, j) => Features(column).Select(_ => j))];
        double products = 0, squares = 0;
        int pairs = 0;
        for (int j = 0; j < x.Length; j++)
        {
            for (int k = 0; k < j; k++)
            {
                if (columns[j] != columns[k])
                {
                    double r = Association.Pearson(x[j], x[k]);
                    squares += r * r;
                    products += r == 0 ? 0 : r * Association.Pearson(s[j], s[k]);
                    pairs++;
                }
            }
        }

        // n·Σr² of uncorrelated columns is about χ² with as many degrees of freedom as pairs.
        double signal = squares - ((double)pairs / real.Rows);
        if (signal <= NoiseFactor * Math.Sqrt(2.0 * pairs) / real.Rows)
        {
            return (1, 0);
        }

        // Errors of r and s of variance 1/n and 1/m enter the ratio to first order.
        return (products / signal, Math.Sqrt(squares * ((1.0 / real.Rows) + (1.0 / synthetic.Rows))) / signal);
    }

    private static IEnumerable<double[]> Features(Column column)
    {
        if (column is not CategoricalColumn levels)
        {
            yield return column is BinaryColumn binary ? Array.ConvertAll(binary.Codes, code => code < 0 ? double.NaN : code)
                : column.ToNumbers();
            yield break;
        }

        for (int level = 0; level < Math.Min(levels.Levels.Length, MostLevels); level++)
        {
            int of = level;
            yield return Array.ConvertAll(levels.Codes, code => code < 0 ? double.NaN : code == of ? 1 : 0);
        }
    }
}
