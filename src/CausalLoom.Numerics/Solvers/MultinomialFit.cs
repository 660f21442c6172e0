using CausalLoom.Numerics.Linear;

namespace CausalLoom.Numerics.Solvers;

/// <summary>A fitted multinomial regression: P(class k | x) ∝ exp(a_k + b_kᵀx).</summary>
/// <param name="Intercepts">a, [K]; their sum is 0.</param>
/// <param name="Coefficients">b, [K, d].</param>
/// <param name="Converged">Whether the last step was as small as asked.</param>
public sealed record MultinomialFit(double[] Intercepts, Matrix Coefficients, bool Converged)
{
    /// <summary>The probability of each class at each row, [K][n].</summary>
    public double[][] Probabilities(Matrix x)
    {
        ArgumentNullException.ThrowIfNull(x);
        double[][] all = [.. Intercepts.Select(_ => new double[x.Rows])];
        double[] p = new double[Intercepts.Length];
        for (int i = 0; i < x.Rows; i++)
        {
            MultinomialRegression.Softmax(x.Row(i), Intercepts, Coefficients, p);
            for (int k = 0; k < p.Length; k++)
            {
                all[k][i] = p[k];
            }
        }

        return all;
    }
}
