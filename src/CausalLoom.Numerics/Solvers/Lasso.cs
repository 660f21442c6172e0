using CausalLoom.Numerics.Linear;

namespace CausalLoom.Numerics.Solvers;

/// <summary>
/// The lasso (Tibshirani 1996) by cyclic coordinate descent (Friedman, Hastie and Tibshirani 2010) on standardised columns:
/// min (1/2n) Σ wᵢ (yᵢ − a − zᵢᵀβ)² + λ |β|₁ with a free intercept and weights of mean 1.
/// </summary>
public static class Lasso
{
    private const double Tolerance = 1e-9;
    private const int MostSweeps = 10_000;

    /// <summary>Coefficients of standardised columns for penalties λ = f λ₀, λ₀ the least that lets no column in.</summary>
    /// <param name="x">Rows, [n, d], finite.</param>
    /// <param name="y">Targets, [n].</param>
    /// <param name="fractions">f, descending: each starts from where the one before it ended.</param>
    /// <param name="weights">Weights ≥ 0, [n]; null means 1.</param>
    /// <returns>β for each fraction, [d].</returns>
    public static double[][] Path(Matrix x, ReadOnlySpan<double> y, ReadOnlySpan<double> fractions, double[]? weights = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        SymmetricMatrix.CheckLength(weights, x.Rows, nameof(weights));
        if (y.Length != x.Rows || x.Rows == 0)
        {
            throw new ArgumentException($"Expected {x.Rows} targets (at least one), not {y.Length}.", nameof(y));
        }

        // Column by column, and rows times the roots of their weights.
        (double[][] z, double[] residual) = Standardised(x, y, weights);
        double most = z.Length == 0 ? 0 : z.Max(column => Math.Abs(SymmetricMatrix.Dot(column, residual)) / x.Rows);
        double[] beta = new double[z.Length];
        double[][] path = new double[fractions.Length][];
        for (int k = 0; k < path.Length; k++)
        {
            Descend(z, residual, beta, fractions[k] * most);
            path[k] = [.. beta];
        }

        return path;
    }

    // Over all columns, then over those that are in until they settle, and all anew until none moves.
    private static void Descend(double[][] z, double[] residual, double[] beta, double penalty)
    {
        double scale = Math.Sqrt(SymmetricMatrix.Dot(residual, residual) / residual.Length) + penalty;
        for (int sweep = 0; sweep < MostSweeps; sweep++)
        {
            if (Sweep(z, residual, beta, penalty, all: true) <= Tolerance * scale)
            {
                return;
            }

            while (sweep++ < MostSweeps && Sweep(z, residual, beta, penalty, all: false) > Tolerance * scale)
            {
            }
        }
    }

    // The largest move of a coefficient.
    private static double Sweep(double[][] z, double[] residual, double[] beta, double penalty, bool all)
    {
        double largest = 0;
        for (int j = 0; j < z.Length; j++)
        {
            if (!all && beta[j] == 0)
            {
                continue;
            }

            double pull = beta[j] + (SymmetricMatrix.Dot(z[j], residual) / residual.Length);
            double next = Math.Sign(pull) * Math.Max(0, Math.Abs(pull) - penalty), move = next - beta[j];
            if (move != 0)
            {
                SymmetricMatrix.Axpy(-move, z[j], residual);
                beta[j] = next;
                largest = Math.Max(largest, Math.Abs(move));
            }
        }

        return largest;
    }

    private static (double[][] Columns, double[] Target) Standardised(Matrix x, ReadOnlySpan<double> y, double[]? weights)
    {
        double total = 0;
        for (int i = 0; i < x.Rows; i++)
        {
            total += weights?[i] ?? 1;
        }

        double[] root = new double[x.Rows];
        for (int i = 0; i < root.Length; i++)
        {
            root[i] = Math.Sqrt((weights?[i] ?? 1) * x.Rows / total);
        }

        double[] target = Centred(y, root);
        double[][] columns = new double[x.Columns][];
        for (int j = 0; j < columns.Length; j++)
        {
            double[] column = Centred(x.Column(j), root);
            double deviation = Math.Sqrt(SymmetricMatrix.Dot(column, column) / x.Rows);

            // The rounding of a constant column's mean must not pass for variation.
            bool constant = !(deviation > 1e-13 * x.Column(j).Max(Math.Abs));
            columns[j] = Array.ConvertAll(column, v => constant ? 0 : v / deviation);
        }

        return (columns, target);
    }

    private static double[] Centred(ReadOnlySpan<double> values, double[] root)
    {
        double mean = 0;
        for (int i = 0; i < root.Length; i++)
        {
            mean += root[i] * root[i] * values[i] / root.Length;
        }

        double[] centred = new double[root.Length];
        for (int i = 0; i < root.Length; i++)
        {
            centred[i] = root[i] * (values[i] - mean);
        }

        return centred;
    }
}
