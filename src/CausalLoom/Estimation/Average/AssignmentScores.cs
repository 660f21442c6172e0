using CausalLoom.Numerics.Linear;

namespace CausalLoom.Estimation.Average;

/// <summary>
/// Each row's scores s·(1(W = w) − g_w)·(1, z) of a multinomial logistic model of assignment, level after level but for the reference:
/// s its sampling weight.
/// </summary>
internal sealed class AssignmentScores(ScoreInput input, RowView z) : RowSource
{
    private readonly int _width = z.Columns + 1;

    /// <inheritdoc />
    public override int Rows => input.Rows;

    /// <inheritdoc />
    public override int Columns => (input.Levels - 1) * _width;

    /// <inheritdoc />
    public override void Read(ReadOnlySpan<int> rows, Span<double> into, int stride)
    {
        RowCursor features = z.At(rows.ToArray()).Cursor();
        for (int i = 0; i < rows.Length; i++)
        {
            ReadOnlySpan<double> from = features.Row(i);
            for (int level = 1; level < input.Levels; level++)
            {
                Span<double> row = into.Slice((i * stride) + ((level - 1) * _width), _width);
                double residual = Residual(rows[i], level);
                row[0] = residual;
                for (int j = 0; j < from.Length; j++)
                {
                    row[j + 1] = residual * from[j];
                }
            }
        }
    }

    /// <inheritdoc />
    public override double[] Column(int column)
    {
        int level = 1 + (column / _width), feature = (column % _width) - 1;
        double[]? of = feature < 0 ? null : z.Column(feature);
        return [.. Enumerable.Range(0, Rows).Select(i => Residual(i, level) * (of?[i] ?? 1))];
    }

    private double Residual(int row, int level) =>
        input.Weights[row] * ((input.Treatment[row] == level ? 1 : 0) - input.Propensity[level][row]);
}
