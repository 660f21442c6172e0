using CausalLoom.Numerics.Linear;

namespace CausalLoom.Generators.Copula;

/// <summary>The Cholesky factor of a correlation matrix, shrunk towards the identity as little as it takes to be positive definite.</summary>
internal static class CorrelationFactor
{
    private const double SmallestPivot = 1e-4;

    /// <summary>L with L Lᵀ = (1 − λ)R + λI for the smallest λ of 0, 0.001, 0.002, 0.004, … that works.</summary>
    internal static (Matrix Factor, double Shrinkage) Of(Matrix correlation)
    {
        for (double shrinkage = 0; ; shrinkage = shrinkage == 0 ? 0.001 : Math.Min(1, 2 * shrinkage))
        {
            if (TryFactor(correlation, shrinkage) is { } factor)
            {
                return (factor, shrinkage);
            }
        }
    }

    private static Matrix? TryFactor(Matrix correlation, double shrinkage)
    {
        int n = correlation.Rows;
        Matrix factor = new(n, n);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = i == j ? 1 : (1 - shrinkage) * correlation[i, j];
                for (int k = 0; k < j; k++)
                {
                    sum -= factor[i, k] * factor[j, k];
                }

                if (i == j && sum < SmallestPivot)
                {
                    return null;
                }

                factor[i, j] = i == j ? Math.Sqrt(sum) : sum / factor[j, j];
            }
        }

        return factor;
    }
}
