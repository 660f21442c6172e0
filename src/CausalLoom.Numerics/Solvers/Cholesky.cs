using System.Diagnostics.CodeAnalysis;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Numerics.Solvers;

/// <summary>The factor L of a symmetric positive definite A = L Lᵀ, float64.</summary>
public sealed class Cholesky
{
    private readonly Matrix _lower;

    private Cholesky(Matrix lower) => _lower = lower;

    /// <summary>The order of A.</summary>
    public int Order => _lower.Rows;

    /// <summary>The lower factor L; its upper triangle is zero. Not to be written to.</summary>
    public Matrix Lower => _lower;

    /// <summary>log det A.</summary>
    public double LogDeterminant
    {
        get
        {
            double sum = 0;
            for (int i = 0; i < Order; i++)
            {
                sum += Math.Log(_lower[i, i]);
            }

            return 2 * sum;
        }
    }

    /// <summary>Factors A; only its lower triangle is read.</summary>
    /// <exception cref="ArithmeticException">A is not positive definite; the message names the pivot.</exception>
    public static Cholesky Factor(Matrix a)
    {
        ArgumentNullException.ThrowIfNull(a);
        Matrix lower = CopySquare(a);
        int failed = FactorInPlace(lower, 0);
        return failed < 0
            ? new Cholesky(lower)
            : throw new ArithmeticException($"The {a.Rows} × {a.Rows} matrix is not positive definite: pivot {failed} is not above zero. "
                + $"Add a ridge or drop collinear columns.");
    }

    /// <summary>Factors A where it can.</summary>
    /// <param name="a">A symmetric matrix; only its lower triangle is read.</param>
    /// <param name="factor">The factor, where A is positive definite.</param>
    /// <param name="relativeTolerance">A pivot must exceed this share of its diagonal entry, so that near-singular matrices count as
    /// singular.</param>
    public static bool TryFactor(Matrix a, [NotNullWhen(true)] out Cholesky? factor, double relativeTolerance = 0)
    {
        ArgumentNullException.ThrowIfNull(a);
        Matrix lower = CopySquare(a);
        factor = FactorInPlace(lower, relativeTolerance) < 0 ? new Cholesky(lower) : null;
        return factor is not null;
    }

    /// <summary>x with A x = b.</summary>
    public double[] Solve(ReadOnlySpan<double> b)
    {
        double[] x = SolveLower(b);
        for (int i = Order - 1; i >= 0; i--)
        {
            x[i] /= _lower[i, i];
            SymmetricMatrix.Axpy(-x[i], _lower.Row(i)[..i], x.AsSpan(0, i));
        }

        return x;
    }

    /// <summary>z with L z = b: whitens b, so that |z|² = bᵀ A⁻¹ b.</summary>
    public double[] SolveLower(ReadOnlySpan<double> b)
    {
        if (b.Length != Order)
        {
            throw new ArgumentException($"Expected {Order} values, not {b.Length}.", nameof(b));
        }

        double[] z = b.ToArray();
        for (int i = 0; i < Order; i++)
        {
            z[i] = (z[i] - SymmetricMatrix.Dot(_lower.Row(i)[..i], z.AsSpan(0, i))) / _lower[i, i];
        }

        return z;
    }

    /// <summary>A⁻¹.</summary>
    public Matrix Inverse()
    {
        Matrix inverse = new(Order, Order);
        double[] unit = new double[Order];
        for (int i = 0; i < Order; i++)
        {
            unit[i] = 1;
            Solve(unit).CopyTo(inverse.Row(i));
            unit[i] = 0;
        }

        return inverse;
    }

    private static Matrix CopySquare(Matrix a)
    {
        if (a.Rows != a.Columns)
        {
            throw new ArgumentException($"A {a.Rows} × {a.Columns} matrix has no Cholesky factor.", nameof(a));
        }

        Matrix lower = new(a.Rows, a.Rows);
        for (int i = 0; i < a.Rows; i++)
        {
            a.Row(i)[..(i + 1)].CopyTo(lower.Row(i));
        }

        return lower;
    }

    // Row by row (Cholesky–Banachiewicz): both operands of each inner product are contiguous. Returns the failed pivot or −1.
    private static int FactorInPlace(Matrix l, double relativeTolerance)
    {
        for (int i = 0; i < l.Rows; i++)
        {
            Span<double> row = l.Row(i);
            for (int j = 0; j < i; j++)
            {
                row[j] = (row[j] - SymmetricMatrix.Dot(row[..j], l.Row(j)[..j])) / l[j, j];
            }

            double pivot = row[i] - SymmetricMatrix.Dot(row[..i], row[..i]);
            if (!(pivot > relativeTolerance * row[i]) || !double.IsFinite(pivot))
            {
                return i;
            }

            row[i] = Math.Sqrt(pivot);
        }

        return -1;
    }
}
