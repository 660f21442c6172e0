using CausalLoom.Numerics.Linear;

namespace CausalLoom.Evaluation.Support;

/// <summary>Means over all pairs of rows, in blocks that threads share and that are summed in order.</summary>
internal static class PairwiseMean
{
    private const int RowsPerBlock = 64;

    /// <summary>mean over i, j of f(‖a_i − b_j‖²), pairs of a row with itself included (a V-statistic).</summary>
    public static double Of(Matrix a, Matrix b, Func<double, double> f, FitContext context)
    {
        int blocks = (a.Rows + RowsPerBlock - 1) / RowsPerBlock;
        double[] sums = context.Map(blocks, (block, _) =>
        {
            double sum = 0;
            int end = Math.Min(a.Rows, (block + 1) * RowsPerBlock);
            for (int i = block * RowsPerBlock; i < end; i++)
            {
                double row = 0;
                ReadOnlySpan<double> point = a.Row(i);
                for (int j = 0; j < b.Rows; j++)
                {
                    row += f(SquaredDistance.Between(point, b.Row(j)));
                }

                sum += row;
            }

            return sum;
        });
        return SampleStatistics.Mean(sums) * sums.Length / ((double)a.Rows * b.Rows);
    }
}
