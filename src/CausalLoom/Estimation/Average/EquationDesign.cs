using CausalLoom.Numerics.Linear;

namespace CausalLoom.Estimation.Average;

/// <summary>Features of an estimating equation with an intercept before them, standardised: the same equation, better
/// conditioned.</summary>
internal sealed class EquationDesign
{
    private readonly double[] _mean;
    private readonly double[] _scale;

    internal EquationDesign(RowView features)
    {
        double[] square = new double[features.Columns], largest = new double[features.Columns];
        _mean = new double[features.Columns];
        for (int pass = 0; pass < 2; pass++)
        {
            RowCursor rows = features.Cursor();
            for (int i = 0; i < features.Rows; i++)
            {
                ReadOnlySpan<double> row = rows.Row(i);
                for (int j = 0; j < row.Length; j++)
                {
                    if (pass == 0)
                    {
                        _mean[j] += row[j] / features.Rows;
                        largest[j] = Math.Max(largest[j], Math.Abs(row[j]));
                    }
                    else
                    {
                        square[j] += (row[j] - _mean[j]) * (row[j] - _mean[j]) / features.Rows;
                    }
                }
            }
        }

        // The rounding of a constant column's mean must not pass for variation.
        _scale = [.. square.Select((s, j) => Math.Sqrt(s) > 1e-13 * largest[j] ? Math.Sqrt(s) : 0)];
    }

    /// <summary>d + 1.</summary>
    internal int Width => _mean.Length + 1;

    /// <summary>(1, x) of a row.</summary>
    internal void Fill(ReadOnlySpan<double> row, Span<double> into)
    {
        into[0] = 1;
        for (int j = 0; j < row.Length; j++)
        {
            into[j + 1] = _scale[j] > 0 ? (row[j] - _mean[j]) / _scale[j] : 0;
        }
    }

    /// <summary>Adds λ to the diagonal of an information matrix; it acts on no intercept.</summary>
    internal void AddPenalty(Matrix information, int from, (double L2, bool Standardised) penalty)
    {
        for (int j = 0; j < _scale.Length; j++)
        {
            // A column that does not vary has no say.
            information[from + j + 1, from + j + 1] += _scale[j] == 0 ? 1
                : penalty.Standardised ? penalty.L2 : penalty.L2 / (_scale[j] * _scale[j]);
        }
    }
}
