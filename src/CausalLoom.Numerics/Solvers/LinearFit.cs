using CausalLoom.Numerics.Linear;

namespace CausalLoom.Numerics.Solvers;

/// <summary>A fitted linear predictor a + xᵀβ.</summary>
/// <param name="Intercept">a.</param>
/// <param name="Coefficients">β, [d].</param>
public sealed record LinearFit(double Intercept, double[] Coefficients)
{
    /// <summary>a + xᵀβ of each row, [n].</summary>
    public double[] Predict(RowView x) => SymmetricMatrix.Multiply(x, Coefficients, Intercept);
}
