using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Mechanisms.Stacking;

/// <summary>
/// Regressions on the columns that the lasso selects (relaxed lasso; Belloni and Chernozhukov 2013): for each step of its path the
/// regression on those columns, with hardly a penalty, so that what is selected is not shrunk.
/// </summary>
internal static class SparseRegressions
{
    private const double Penalty = 0.1;
    private static readonly double[] _path = [0.7, 0.5, 0.35, 0.25, 0.18, 0.12, 0.08];

    /// <summary>A regression for each step, whose coefficients are 0 for columns that were not selected.</summary>
    /// <param name="z">Columns, [n, d].</param>
    /// <param name="y">The target: numbers, or 0 and 1, of which least squares selects columns as well.</param>
    /// <param name="weights">Weights, [n], or null.</param>
    /// <param name="fit">A regression on some columns with a ridge penalty.</param>
    internal static LinearFit[] Fit(Matrix z, double[] y, double[]? weights, Func<RowView, double, LinearFit> fit) =>
        [.. Lasso.Path(z, y, _path, weights).Select(beta =>
        {
            int[] columns = [.. Enumerable.Range(0, z.Columns).Where(j => beta[j] != 0)];
            Matrix some = new(z.Rows, columns.Length);
            for (int i = 0; i < z.Rows; i++)
            {
                for (int j = 0; j < columns.Length; j++)
                {
                    some[i, j] = z[i, columns[j]];
                }
            }

            LinearFit selected = fit(some, Penalty);
            double[] all = new double[z.Columns];
            for (int j = 0; j < columns.Length; j++)
            {
                all[columns[j]] = selected.Coefficients[j];
            }

            return new LinearFit(selected.Intercept, all);
        })];
}
