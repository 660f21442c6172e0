using CausalLoom.Numerics.Linear;

namespace CausalLoom.Mechanisms.Stacking;

/// <summary>Rows with the squares of some of their columns beside them.</summary>
internal sealed class SquaredRows(RowSource rows, int[] squared) : RowSource
{
    /// <inheritdoc />
    public override int Rows => rows.Rows;

    /// <inheritdoc />
    public override int Columns => rows.Columns + squared.Length;

    /// <inheritdoc />
    public override void Read(ReadOnlySpan<int> wanted, Span<double> into, int stride)
    {
        rows.Read(wanted, into, stride);
        for (int i = 0; i < wanted.Length; i++)
        {
            Span<double> row = into.Slice(i * stride, Columns);
            for (int j = 0; j < squared.Length; j++)
            {
                row[rows.Columns + j] = StackFeatures.Square(row[squared[j]]);
            }
        }
    }

    /// <inheritdoc />
    public override double[] Column(int column) => column < rows.Columns ? rows.Column(column)
        : Array.ConvertAll(rows.Column(squared[column - rows.Columns]), StackFeatures.Square);
}
