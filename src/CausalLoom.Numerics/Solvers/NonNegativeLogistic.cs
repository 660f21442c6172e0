using CausalLoom.Numerics.Linear;

namespace CausalLoom.Numerics.Solvers;

/// <summary>
/// Logistic regression with coefficients ≥ 0 on a handful of columns, as stacking needs. The problem is convex, so its
/// solution is the best among the unconstrained fits on subsets of the columns that happen to be non-negative.
/// </summary>
public static class NonNegativeLogistic
{
    private const int MostColumns = 8;

    /// <summary>Fits; the intercept is free and unpenalised.</summary>
    /// <param name="x">Rows, [n, d], d ≤ 8.</param>
    /// <param name="y">Labels, [n].</param>
    /// <param name="l2">λ of ½ λ |β|².</param>
    /// <param name="weights">Weights ≥ 0, [n]; empty means 1.</param>
    public static LogisticFit Fit(Matrix x, ReadOnlySpan<double> y, double l2, ReadOnlySpan<double> weights = default)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(x.Columns, MostColumns, nameof(x));
        LogisticFit? best = null;
        double least = double.PositiveInfinity;
        for (int subset = (1 << x.Columns) - 1; subset >= 0; subset--)
        {
            LogisticFit fit = FitSubset(x, y, l2, subset, weights);
            if (Array.TrueForAll(fit.Coefficients, b => b >= 0) && Objective(fit, x, y, l2, weights) is var objective && objective < least)
            {
                (best, least) = (fit, objective);
            }

            if (subset == (1 << x.Columns) - 1 && best is not null)
            {
                break;
            }
        }

        return best!;
    }

    private static LogisticFit FitSubset(Matrix x, ReadOnlySpan<double> y, double l2, int subset, ReadOnlySpan<double> weights)
    {
        int[] columns = [.. Enumerable.Range(0, x.Columns).Where(j => (subset >> j & 1) == 1)];
        Matrix chosen = new(x.Rows, columns.Length);
        for (int i = 0; i < x.Rows; i++)
        {
            for (int j = 0; j < columns.Length; j++)
            {
                chosen[i, j] = x[i, columns[j]];
            }
        }

        LogisticFit fit = LogisticRegression.Fit(chosen, y, l2, weights);
        double[] all = new double[x.Columns];
        for (int j = 0; j < columns.Length; j++)
        {
            all[columns[j]] = fit.Coefficients[j];
        }

        return fit with { Coefficients = all };
    }

    private static double Objective(LogisticFit fit, Matrix x, ReadOnlySpan<double> y, double l2, ReadOnlySpan<double> weights)
    {
        double sum = 0.5 * l2 * SymmetricMatrix.Dot(fit.Coefficients, fit.Coefficients);
        double[] logits = fit.Logits(x);
        for (int i = 0; i < logits.Length; i++)
        {
            sum += (weights.IsEmpty ? 1 : weights[i]) * LogisticRegression.Loss(logits[i], y[i]);
        }

        return sum;
    }
}
