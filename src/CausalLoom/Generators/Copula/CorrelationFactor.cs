using CausalLoom.Numerics.Linear;

namespace CausalLoom.Generators.Copula;

/// <summary>The Cholesky factor of a correlation matrix; of the nearest one where the given matrix is not positive definite.</summary>
internal static class CorrelationFactor
{
    private const double SmallestPivot = 1e-4;

    /// <summary>
    /// L with L Lᵀ = R, or the nearest R there is. What rounding leaves is shrunk towards the identity by 0.001, 0.002, 0.004, ….
    /// </summary>
    internal static Matrix Of(Matrix correlation)
    {
        if (TryFactor(correlation, 0) is { } exact)
        {
            return exact;
        }

        Matrix nearest = NearestCorrelation.Of(correlation);
        double shrinkage = 0;
        Matrix? factor = TryFactor(nearest, shrinkage);
        while (factor is null)
        {
            shrinkage = Math.Min(1, Math.Max(0.001, 2 * shrinkage));
            factor = TryFactor(nearest, shrinkage);
        }

        return factor;
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
