using MathNet.Numerics.LinearAlgebra;
using Dense = MathNet.Numerics.LinearAlgebra.Matrix<double>;
using Matrix = CausalLoom.Numerics.Linear.Matrix;

namespace CausalLoom.Generators.Copula;

/// <summary>
/// The correlation matrix nearest to a symmetric one in the Frobenius norm: alternating projections onto the positive
/// semidefinite cone and the matrices of unit diagonal with Dykstra's correction (Higham, "Computing the nearest
/// correlation matrix", IMA J. Numer. Anal. 22, 2002). Shrinking towards the identity instead would weaken every correlation
/// for the sake of a few impossible ones.
/// </summary>
internal static class NearestCorrelation
{
    private const int Iterations = 40;
    private const double SmallestEigenvalue = 1e-3;
    private const double Tolerance = 1e-5;

    internal static Matrix Of(Matrix symmetric)
    {
        int n = symmetric.Rows;
        Dense y = Dense.Build.Dense(n, n, (i, j) => symmetric[i, j]), correction = Dense.Build.Dense(n, n);
        Dense x = y;
        for (int iteration = 0; iteration < Iterations; iteration++)
        {
            Dense shifted = y - correction;
            x = Positive(shifted);
            correction = x - shifted;
            Dense next = x.Clone();
            next.SetDiagonal(Dense.Build.Dense(n, 1, 1).Column(0));
            double moved = (next - y).FrobeniusNorm() / n;
            y = next;
            if (moved < Tolerance)
            {
                break;
            }
        }

        return Rescaled(x);
    }

    /// <summary>The same eigenvectors with eigenvalues of at least <see cref="SmallestEigenvalue"/>.</summary>
    private static Dense Positive(Dense symmetric)
    {
        var eigen = symmetric.Evd(Symmetricity.Symmetric);
        Dense scaled = eigen.EigenVectors.Clone();
        for (int k = 0; k < scaled.ColumnCount; k++)
        {
            double value = Math.Max(eigen.EigenValues[k].Real, SmallestEigenvalue);
            scaled.SetColumn(k, scaled.Column(k) * value);
        }

        Dense product = scaled.TransposeAndMultiply(eigen.EigenVectors);
        return 0.5 * (product + product.Transpose());
    }

    private static Matrix Rescaled(Dense x)
    {
        Matrix result = new(x.RowCount, x.RowCount);
        for (int i = 0; i < result.Rows; i++)
        {
            for (int j = 0; j < result.Rows; j++)
            {
                result[i, j] = i == j ? 1 : x[i, j] / Math.Sqrt(x[i, i] * x[j, j]);
            }
        }

        return result;
    }
}
