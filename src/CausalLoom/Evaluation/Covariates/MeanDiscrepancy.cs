using CausalLoom.Evaluation.Support;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Evaluation.Covariates;

/// <summary>
/// The squared maximum mean discrepancy MMD² = E k(X, X′) + E k(S, S′) − 2·E k(X, S) with k = exp(−γ‖x − y‖²) (Gretton et
/// al., 2012), as the biased V-statistic: never negative, about 2·(1 − E k)/n for independent samples of n rows.
/// </summary>
public static class MeanDiscrepancy
{
    private const int RowsForMedian = 1000;

    /// <summary>MMD² with the given γ.</summary>
    public static double Between(Matrix real, Matrix synthetic, double gamma, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(synthetic);
        ArgumentNullException.ThrowIfNull(context);
        double Kernel(double squaredDistance) => Math.Exp(-gamma * squaredDistance);
        double within = PairwiseMean.Of(real, real, Kernel, context) + PairwiseMean.Of(synthetic, synthetic, Kernel, context);
        return Math.Max(0, within - (2 * PairwiseMean.Of(real, synthetic, Kernel, context)));
    }

    /// <summary>γ = 1 / (2·median²) by the median distance between different real rows (of at most 1,000); 1 where that is 0.</summary>
    public static double MedianHeuristic(Matrix real, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(real);
        Matrix rows = RowSubsample.AtMost(real, RowsForMedian, stream);
        double[] squared = new double[rows.Rows * (rows.Rows - 1) / 2];
        int pair = 0;
        for (int i = 0; i < rows.Rows; i++)
        {
            for (int j = 0; j < i; j++)
            {
                squared[pair++] = SquaredDistance.Between(rows.Row(i), rows.Row(j));
            }
        }

        double median = squared.Length == 0 ? 0 : SampleStatistics.Median(squared);
        return median > 0 ? 1 / (2 * median) : 1;
    }
}
