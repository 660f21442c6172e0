using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Evaluation.Effect;

/// <summary>Ridge regression with its heteroscedasticity-robust covariance.</summary>
internal static class ScoreRegression
{
    /// <summary>
    /// β̂ = (ZᵀZ + λD)⁻¹ Zᵀy with the first column (ones) unpenalised and λ = the number of the others, so that a coefficient is drawn
    /// towards 0 by one row a regressor; V = (ZᵀZ + λD)⁻¹ Σ z zᵀ e²/(1 − h)² (ZᵀZ + λD)⁻¹ (HC3; MacKinnon and White 1985).
    /// </summary>
    /// <param name="z">Regressors, [n, p], the first all ones.</param>
    /// <param name="y">Targets, [n].</param>
    public static (double[] Beta, Matrix Covariance) Fit(Matrix z, double[] y)
    {
        Matrix gram = SymmetricMatrix.Gram(z);
        for (int j = 1; j < z.Columns; j++)
        {
            gram[j, j] += z.Columns - 1;
        }

        Cholesky factor = Cholesky.Factor(gram);
        double[] beta = factor.Solve(SymmetricMatrix.TransposeMultiply(z, y));
        double[] fitted = SymmetricMatrix.Multiply(z, beta), weights = new double[y.Length];
        for (int i = 0; i < y.Length; i++)
        {
            double[] white = factor.SolveLower(z.Row(i));
            double residual = (y[i] - fitted[i]) / (1 - Math.Min(white.Sum(v => v * v), 0.99));
            weights[i] = residual * residual;
        }

        Matrix inverse = factor.Inverse(), meat = SymmetricMatrix.Gram(z, weights), covariance = new(z.Columns, z.Columns);
        for (int i = 0; i < z.Columns; i++)
        {
            // Both matrices are symmetric: row i of V is A⁻¹ (M · row i of A⁻¹).
            SymmetricMatrix.Multiply(inverse, SymmetricMatrix.Multiply(meat, inverse.Row(i))).CopyTo(covariance.Row(i));
        }

        return (beta, covariance);
    }
}
