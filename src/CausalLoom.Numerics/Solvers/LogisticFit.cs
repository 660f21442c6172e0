using CausalLoom.Numerics.Linear;

namespace CausalLoom.Numerics.Solvers;

/// <summary>A fitted logistic regression, logit P(y = 1 | x) = a + xᵀβ.</summary>
/// <param name="Intercept">a.</param>
/// <param name="Coefficients">β, [d], in raw units.</param>
/// <param name="Iterations">Newton steps taken.</param>
/// <param name="Converged">Whether the Newton decrement vanished; false only without a penalty on separated data.</param>
public sealed record LogisticFit(double Intercept, double[] Coefficients, int Iterations, bool Converged)
{
    /// <summary>a + xᵀβ of each row, [n].</summary>
    public double[] Logits(RowView x) => SymmetricMatrix.Multiply(x, Coefficients, Intercept);

    /// <summary>P(y = 1 | x) of each row, [n].</summary>
    public double[] Predict(RowView x)
    {
        double[] p = Logits(x);
        for (int i = 0; i < p.Length; i++)
        {
            p[i] = LogisticRegression.Sigmoid(p[i]);
        }

        return p;
    }
}
