using CausalLoom.Numerics.Linear;

namespace CausalLoom.Numerics.Solvers;

/// <summary>
/// A design whose columns are centred and scaled by their weighted mean and standard deviation, so that dollars and
/// indicators are solved for with the same care. Penalties stay those of the raw coefficients: β_j = γ_j / s_j.
/// A constant column becomes zero. Serves one thread.
/// </summary>
internal sealed class ScaledDesign
{
    private readonly double[] _mean;
    private readonly double[] _scale;

    private readonly RowView _rows;
    private readonly RowCursor _cursor;

    internal ScaledDesign(RowView x, ReadOnlySpan<double> weights)
    {
        (_rows, _cursor) = (x, x.Cursor());
        (_mean, _scale) = Moments(x, weights);
    }

    private ScaledDesign(Matrix x)
    {
        _rows = x;
        _cursor = _rows.Cursor();
        (_mean, _scale) = (new double[x.Columns], new double[x.Columns]);
        Array.Fill(_scale, 1);
    }

    /// <summary>n.</summary>
    internal int Rows => _rows.Rows;

    /// <summary>d.</summary>
    internal int Columns => _rows.Columns;

    /// <summary>Columns as they are.</summary>
    internal static ScaledDesign AsIs(Matrix x) => new(x);

    /// <summary>A row's scaled columns.</summary>
    /// <param name="row">The row.</param>
    /// <param name="into">[d].</param>
    internal void Fill(int row, Span<double> into)
    {
        ReadOnlySpan<double> from = _cursor.Row(row);
        for (int j = 0; j < into.Length; j++)
        {
            into[j] = _scale[j] > 0 ? (from[j] - _mean[j]) / _scale[j] : 0;
        }
    }

    /// <summary>The scaled columns of all rows, [n, d].</summary>
    internal Matrix Whole()
    {
        Matrix z = new(Rows, Columns);
        for (int i = 0; i < Rows; i++)
        {
            Fill(i, z.Row(i));
        }

        return z;
    }

    /// <summary>The penalty of the scaled coefficient that equals λ on the raw one.</summary>
    internal double Penalty(double l2, int column) => _scale[column] > 0 ? l2 / (_scale[column] * _scale[column]) : Math.Max(l2, 1);

    /// <summary>The raw intercept and coefficients.</summary>
    internal (double Intercept, double[] Coefficients) Unscale(double intercept, ReadOnlySpan<double> scaled)
    {
        double[] raw = new double[scaled.Length];
        for (int j = 0; j < raw.Length; j++)
        {
            raw[j] = _scale[j] > 0 ? scaled[j] / _scale[j] : 0;
            intercept -= raw[j] * _mean[j];
        }

        return (intercept, raw);
    }

    private static (double[] Mean, double[] Scale) Moments(RowView x, ReadOnlySpan<double> weights)
    {
        double[] mean = new double[x.Columns], square = new double[x.Columns], largest = new double[x.Columns];
        double total = 0;
        RowCursor rows = x.Cursor();
        for (int i = 0; i < x.Rows; i++)
        {
            double w = weights.IsEmpty ? 1 : weights[i];
            total += w;
            SymmetricMatrix.Axpy(w, rows.Row(i), mean);
        }

        for (int j = 0; j < mean.Length; j++)
        {
            mean[j] /= total;
        }

        for (int i = 0; i < x.Rows; i++)
        {
            double w = weights.IsEmpty ? 1 : weights[i];
            ReadOnlySpan<double> row = rows.Row(i);
            for (int j = 0; j < row.Length; j++)
            {
                square[j] += w * (row[j] - mean[j]) * (row[j] - mean[j]);
                largest[j] = Math.Max(largest[j], Math.Abs(row[j]));
            }
        }

        // The rounding of a constant column's mean must not pass for variation.
        double[] scale = [.. square.Select((s, j) => Math.Sqrt(s / total) is var sd && sd > 1e-13 * largest[j] ? sd : 0)];
        return (mean, scale);
    }
}
