using CausalLoom.Data;
using CausalLoom.Evaluation;
using CausalLoom.Evaluation.Support;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Sandbox.PaperEvaluation;

/// <summary>
/// Rows for a kernel of numbers and levels: standardised numbers (missing: the mean) and codes (missing: a level of its own).
/// </summary>
/// <param name="Numbers">[row, number].</param>
/// <param name="Levels">[row][column].</param>
internal sealed record MixedRows(Matrix Numbers, int[][] Levels)
{
    public int Rows => Levels.Length;

    /// <summary>Rows of a table on the scale of another.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="scale">Whose means and standard deviations are taken.</param>
    public static MixedRows Of(Table table, Table scale)
    {
        Column[] numbers = [.. table.Columns.Where(c => c is not DiscreteColumn)];
        DiscreteColumn[] levels = [.. table.Columns.OfType<DiscreteColumn>()];
        Matrix x = new(table.Rows, numbers.Length);
        for (int j = 0; j < numbers.Length; j++)
        {
            double[] values = numbers[j].ToNumbers(), known = [.. scale[numbers[j].Name].ToNumbers().Where(v => !double.IsNaN(v))];
            double mean = known.Length == 0 ? 0 : SampleStatistics.Mean(known), sd = SampleStatistics.Sd(known);
            for (int i = 0; i < values.Length; i++)
            {
                x[i, j] = double.IsNaN(values[i]) ? 0 : (values[i] - mean) / (sd > 0 ? sd : 1);
            }
        }

        return new MixedRows(x, [.. Enumerable.Range(0, table.Rows).Select(i => Array.ConvertAll(levels, c => c.Codes[i]))]);
    }

    /// <summary>Some rows.</summary>
    public MixedRows Take(int[] rows) => new(Numbers.TakeRows(rows), Array.ConvertAll(rows, i => Levels[i]));

    /// <summary>
    /// The mean of exp(−γ d²) of the numbers and of the share of levels that agree; one of them alone where there is nothing for the other.
    /// </summary>
    public double Kernel(int i, MixedRows other, int j, double gamma)
    {
        double near = Numbers.Columns == 0 ? 0 : Math.Exp(-gamma * SquaredDistance.Between(Numbers.Row(i), other.Numbers.Row(j)));
        int[] a = Levels[i], b = other.Levels[j];
        if (a.Length == 0)
        {
            return near;
        }

        int same = 0;
        for (int k = 0; k < a.Length; k++)
        {
            same += a[k] == b[k] ? 1 : 0;
        }

        double alike = (double)same / a.Length;
        return Numbers.Columns == 0 ? alike : 0.5 * (near + alike);
    }
}
