using CausalLoom.Numerics.Linear;

namespace CausalLoom.Numerics.Solvers;

/// <summary>
/// The rows of a wide design, d > n, in coordinates of the space that they span: X = L Qᵀ with L [n, r], r ≤ n, and QᵀQ = I. A fit with a
/// ridge penalty lies in that space and has the same length in both, so that one of n columns gives it exactly, at n³ for d³.
/// </summary>
internal sealed class RowSpace
{
    // Pivots below this share of the largest are what rounding leaves of rows that others span.
    private const double Nothing = 1e-13;

    private readonly Matrix _rows;
    private readonly double[] _unit;

    private RowSpace(Matrix rows, double[] unit, double penalty, Matrix coordinates) =>
        (_rows, _unit, Penalty, Coordinates) = (rows, unit, penalty, coordinates);

    /// <summary>L, [n, r].</summary>
    internal Matrix Coordinates { get; }

    /// <summary>The penalty of each coefficient of the coordinates.</summary>
    internal double Penalty { get; }

    /// <summary>The space of the rows of a design, in units in which all columns are penalised alike.</summary>
    /// <param name="design">The design, [n, d].</param>
    /// <param name="penalty">The penalty of each column, [d]: all above 0, or all 0.</param>
    internal static RowSpace Of(Matrix design, ReadOnlySpan<double> penalty)
    {
        double most = 0;
        foreach (double p in penalty)
        {
            most = Math.Max(most, p);
        }

        double[] unit = new double[penalty.Length];
        for (int j = 0; j < unit.Length; j++)
        {
            unit[j] = most == 0 ? 1 : Math.Sqrt(most / penalty[j]);
        }

        Matrix rows = new(design.Rows, design.Columns);
        for (int i = 0; i < rows.Rows; i++)
        {
            Span<double> from = design.Row(i), to = rows.Row(i);
            for (int j = 0; j < to.Length; j++)
            {
                to[j] = from[j] * unit[j];
            }
        }

        return new RowSpace(rows, unit, most, PivotedCholesky(Products(rows)));
    }

    /// <summary>β, [d], of coefficients γ of the coordinates, [r].</summary>
    internal double[] Coefficients(ReadOnlySpan<double> gamma)
    {
        double[] inner = SymmetricMatrix.Solve(SymmetricMatrix.Gram(Coordinates), gamma);
        double[] beta = SymmetricMatrix.TransposeMultiply(_rows, SymmetricMatrix.Multiply(Coordinates, inner));
        for (int j = 0; j < beta.Length; j++)
        {
            beta[j] *= _unit[j];
        }

        return beta;
    }

    // X Xᵀ, [n, n].
    private static Matrix Products(Matrix x)
    {
        Matrix products = new(x.Rows, x.Rows);
        for (int i = 0; i < x.Rows; i++)
        {
            for (int k = 0; k <= i; k++)
            {
                products[i, k] = products[k, i] = SymmetricMatrix.Dot(x.Row(i), x.Row(k));
            }
        }

        return products;
    }

    // The largest row that is left each time, until nothing is left: A = L Lᵀ with as many columns as A has rank.
    private static Matrix PivotedCholesky(Matrix a)
    {
        int n = a.Rows;
        double[] left = [.. Enumerable.Range(0, n).Select(i => a[i, i])];
        double least = Nothing * (n == 0 ? 0 : left.Max());
        List<double[]> columns = [];
        while (columns.Count < n)
        {
            int pivot = Array.IndexOf(left, left.Max());
            if (!(left[pivot] > least))
            {
                break;
            }

            double root = Math.Sqrt(left[pivot]);
            double[] column = a.Row(pivot).ToArray();
            foreach (double[] before in columns)
            {
                SymmetricMatrix.Axpy(-before[pivot], before, column);
            }

            for (int i = 0; i < n; i++)
            {
                // Rows that were pivots before have no part in what is left.
                column[i] = left[i] < 0 ? 0 : column[i] / root;
                left[i] -= column[i] * column[i];
            }

            (column[pivot], left[pivot]) = (root, double.NegativeInfinity);
            columns.Add(column);
            for (int i = 0; i < n; i++)
            {
                left[i] = double.IsNegativeInfinity(left[i]) ? left[i] : Math.Max(0, left[i]);
            }
        }

        Matrix lower = new(n, columns.Count);
        for (int k = 0; k < columns.Count; k++)
        {
            for (int i = 0; i < n; i++)
            {
                lower[i, k] = columns[k][i];
            }
        }

        return lower;
    }
}
