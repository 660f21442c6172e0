using CausalLoom.Numerics.Linear;

namespace CausalLoom.Mechanisms.Stacking;

/// <summary>Standardised rows with curves and products beside them, made when they are asked for.</summary>
internal sealed class TermRows(RowView z, StackTerms terms) : RowSource
{
    private readonly RowView _z = z.Columns == terms.Columns ? z : throw new ArgumentException("Other columns.", nameof(z));

    /// <inheritdoc />
    public override int Rows => _z.Rows;

    /// <inheritdoc />
    public override int Columns => terms.Width;

    /// <inheritdoc />
    public override void Read(ReadOnlySpan<int> rows, Span<double> into, int stride)
    {
        RowCursor from = _z.At(rows.ToArray()).Cursor();
        for (int i = 0; i < rows.Length; i++)
        {
            terms.Write(from.Row(i), into.Slice(i * stride, Columns));
        }
    }

    /// <inheritdoc />
    public override double[] Column(int column) => new RowView(this, [.. Enumerable.Range(0, Rows)]).Column(column);
}
