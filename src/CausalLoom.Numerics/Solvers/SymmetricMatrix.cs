using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Numerics.Solvers;

/// <summary>Small helpers on symmetric float64 matrices: weighted Gram matrices, products, pseudo-inverse solves.</summary>
public static class SymmetricMatrix
{
    /// <summary>Xᵀ diag(w) X, [d, d], both triangles filled.</summary>
    /// <param name="x">Rows, [n, d].</param>
    /// <param name="weights">Weights, [n]; empty means 1.</param>
    public static Matrix Gram(Matrix x, ReadOnlySpan<double> weights = default)
    {
        ArgumentNullException.ThrowIfNull(x);
        CheckLength(weights, x.Rows, nameof(weights));
        Matrix gram = new(x.Columns, x.Columns);
        AddGram(gram, x, weights);
        MirrorUpper(gram);
        return gram;
    }

    /// <summary>Adds Xᵀ diag(w) X to an upper triangle.</summary>
    internal static void AddGram(Matrix gram, Matrix x, ReadOnlySpan<double> weights)
    {
        int row = 0;
        for (; row + 4 <= x.Rows; row += 4)
        {
            AddFourRows(gram, x, row, weights);
        }

        for (; row < x.Rows; row++)
        {
            ReadOnlySpan<double> xi = x.Row(row);
            double w = weights.IsEmpty ? 1 : weights[row];
            for (int j = 0; j < xi.Length; j++)
            {
                Axpy(w * xi[j], xi[j..], gram.Row(j)[j..]);
            }
        }

    }

    /// <summary>Xᵀ v, [d]; for Xᵀ W y give v = w ⊙ y.</summary>
    public static double[] TransposeMultiply(Matrix x, ReadOnlySpan<double> v)
    {
        ArgumentNullException.ThrowIfNull(x);
        CheckLength(v, x.Rows, nameof(v));
        double[] result = new double[x.Columns];
        for (int i = 0; i < v.Length; i++)
        {
            Axpy(v[i], x.Row(i), result);
        }

        return result;
    }

    /// <summary>X b + a, [n].</summary>
    public static double[] Multiply(RowView x, ReadOnlySpan<double> b, double intercept = 0)
    {
        if (b.Length != x.Columns)
        {
            throw new ArgumentException($"Expected {x.Columns} coefficients, not {b.Length}.", nameof(b));
        }

        double[] result = new double[x.Rows];
        RowCursor rows = x.Cursor();
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = intercept + Dot(rows.Row(i), b);
        }

        return result;
    }

    /// <summary>
    /// The minimum-norm solution of A x = b for a positive semidefinite A: Cholesky where it succeeds, otherwise the
    /// eigen-decomposition with eigenvalues below 1e-12 of the largest taken for zero.
    /// </summary>
    public static double[] Solve(Matrix a, ReadOnlySpan<double> b)
    {
        if (Cholesky.TryFactor(a, out Cholesky? factor, relativeTolerance: 1e-12))
        {
            return factor.Solve(b);
        }

        var dense = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(a.Rows, a.Columns, (i, j) => a[i, j]);
        var evd = dense.Evd(MathNet.Numerics.LinearAlgebra.Symmetricity.Symmetric);
        double[] values = [.. evd.EigenValues.Select(v => v.Real)];
        double floor = 1e-12 * Math.Max(values.Max(), 0);
        double[] result = new double[b.Length];
        for (int k = 0; k < values.Length; k++)
        {
            if (values[k] > floor)
            {
                double[] vector = evd.EigenVectors.Column(k).ToArray();
                Axpy(Dot(vector, b) / values[k], vector, result);
            }
        }

        return result;
    }

    /// <summary>aᵀb, summed in the same order on every machine.</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        // Lanes of a fixed width, so that the order of the sum is the same on every machine.
        Vector256<double> lanes = Vector256<double>.Zero;
        int j = 0;
        for (; j + 4 <= a.Length; j += 4)
        {
            lanes += Vector256.Create(a.Slice(j, 4)) * Vector256.Create(b.Slice(j, 4));
        }

        double sum = Vector256.Sum(lanes);
        for (; j < a.Length; j++)
        {
            sum += a[j] * b[j];
        }

        return sum;
    }

    /// <summary>y += scale · x.</summary>
    public static void Axpy(double scale, ReadOnlySpan<double> x, Span<double> y)
    {
        Vector<double> s = new(scale);
        int width = Vector<double>.Count, j = 0;
        for (; j + width <= x.Length; j += width)
        {
            (new Vector<double>(y[j..]) + (s * new Vector<double>(x[j..]))).CopyTo(y[j..]);
        }

        for (; j < x.Length; j++)
        {
            y[j] += scale * x[j];
        }
    }

    internal static void CheckLength(ReadOnlySpan<double> values, int rows, string name)
    {
        if (!values.IsEmpty && values.Length != rows)
        {
            throw new ArgumentException($"Expected {rows} values, not {values.Length}.", name);
        }
    }

    // Four rows at a time, so that one load and store of G's row serves four products.
    private static void AddFourRows(Matrix gram, Matrix x, int first, ReadOnlySpan<double> weights)
    {
        int d = x.Columns, width = Vector<double>.Count;
        ref double r0 = ref MemoryMarshal.GetReference(x.Row(first));
        ReadOnlySpan<double> a = x.Row(first), b = x.Row(first + 1), c = x.Row(first + 2), e = x.Row(first + 3);
        (double wa, double wb, double wc, double we) = weights.IsEmpty ? (1, 1, 1, 1)
            : (weights[first], weights[first + 1], weights[first + 2], weights[first + 3]);
        for (int j = 0; j < d; j++)
        {
            double sa = wa * a[j], sb = wb * b[j], sc = wc * c[j], se = we * e[j];
            Vector<double> va = new(sa), vb = new(sb), vc = new(sc), ve = new(se);
            ref double g = ref MemoryMarshal.GetReference(gram.Row(j));
            int k = j;
            for (; k + width <= d; k += width)
            {
                nuint at = (nuint)k, stride = (nuint)d;
                Vector<double> sum = Vector.LoadUnsafe(ref g, at)
                    + (va * Vector.LoadUnsafe(ref r0, at)) + (vb * Vector.LoadUnsafe(ref r0, at + stride))
                    + (vc * Vector.LoadUnsafe(ref r0, at + (2 * stride))) + (ve * Vector.LoadUnsafe(ref r0, at + (3 * stride)));
                sum.StoreUnsafe(ref g, at);
            }

            for (; k < d; k++)
            {
                gram[j, k] = gram[j, k] + (sa * a[k]) + (sb * b[k]) + (sc * c[k]) + (se * e[k]);
            }
        }
    }

    internal static void MirrorUpper(Matrix a)
    {
        for (int i = 0; i < a.Rows; i++)
        {
            for (int j = i + 1; j < a.Columns; j++)
            {
                a[j, i] = a[i, j];
            }
        }
    }
}
