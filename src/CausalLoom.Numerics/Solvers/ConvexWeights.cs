using CausalLoom.Numerics.Linear;

namespace CausalLoom.Numerics.Solvers;

/// <summary>
/// Least squares on the simplex for a handful of columns: b ≥ 0, Σ b = 1, as stacking regressions needs (Breiman 1996). The
/// solution is the best among the sum-to-one fits on subsets of the columns that happen to be non-negative.
/// </summary>
public static class ConvexWeights
{
    private const int MostColumns = 8;

    /// <summary>Minimises Σ (y − Xb)² over the simplex.</summary>
    /// <param name="x">Predictions, [n, m], 1 ≤ m ≤ 8.</param>
    /// <param name="y">Targets, [n].</param>
    /// <returns>b, [m].</returns>
    public static double[] Fit(Matrix x, ReadOnlySpan<double> y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(x.Columns, MostColumns, nameof(x));
        ArgumentOutOfRangeException.ThrowIfZero(x.Columns, nameof(x));

        // Since Σ b = 1, the loss is bᵀ E b with E the Gram matrix of the members' errors.
        Matrix errors = new(x.Rows, x.Columns);
        for (int i = 0; i < x.Rows; i++)
        {
            for (int j = 0; j < x.Columns; j++)
            {
                errors[i, j] = y[i] - x[i, j];
            }
        }

        Matrix gram = SymmetricMatrix.Gram(errors);
        double[] best = [];
        double least = double.PositiveInfinity;
        for (int subset = (1 << x.Columns) - 1; subset > 0; subset--)
        {
            double[] weights = SolveSubset(gram, subset);
            double loss = SymmetricMatrix.Dot(weights, SymmetricMatrix.Multiply(gram, weights));
            if (Array.TrueForAll(weights, b => b >= 0) && loss < least)
            {
                (best, least) = (weights, loss);
            }
        }

        return best;
    }

    // E b = λ 1 with Σ b = 1 on the subset; a trace of ridge decides between members that agree.
    private static double[] SolveSubset(Matrix gram, int subset)
    {
        int[] columns = [.. Enumerable.Range(0, gram.Rows).Where(j => (subset >> j & 1) == 1)];
        Matrix part = new(columns.Length, columns.Length);
        double ridge = 1e-300 + (1e-10 * columns.Sum(j => gram[j, j]));
        for (int a = 0; a < columns.Length; a++)
        {
            for (int b = 0; b < columns.Length; b++)
            {
                part[a, b] = gram[columns[a], columns[b]] + (a == b ? ridge : 0);
            }
        }

        double[] ones = new double[columns.Length];
        Array.Fill(ones, 1);
        double[] solved = SymmetricMatrix.Solve(part, ones);
        double sum = solved.Sum();
        double[] weights = new double[gram.Rows];
        for (int a = 0; a < columns.Length; a++)
        {
            weights[columns[a]] = solved[a] / sum;
        }

        return weights;
    }
}
