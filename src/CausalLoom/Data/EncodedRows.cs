using CausalLoom.Numerics.Linear;

namespace CausalLoom.Data;

/// <summary>A table's rows, encoded when they are asked for.</summary>
internal sealed class EncodedRows(int rows, EncodedColumn[] columns) : RowSource
{
    private const int BlockRows = 4096;

    /// <inheritdoc />
    public override int Rows => rows;

    /// <inheritdoc />
    public override int Columns { get; } = columns.Sum(column => column.Width);

    /// <inheritdoc />
    public override void Read(ReadOnlySpan<int> rows, Span<double> into, int stride)
    {
        int offset = 0;
        foreach (EncodedColumn column in columns)
        {
            column.Write(rows, into[Math.Min(offset, into.Length)..], stride);
            offset += column.Width;
        }
    }

    /// <inheritdoc />
    public override double[] Column(int column)
    {
        int of = 0;
        for (; column >= columns[of].Width; of++)
        {
            column -= columns[of].Width;
        }

        int width = columns[of].Width;
        double[] values = new double[rows], block = new double[Math.Min(BlockRows, rows) * width];
        int[] wanted = new int[Math.Min(BlockRows, rows)];
        for (int from = 0; from < rows; from += BlockRows)
        {
            int count = Math.Min(BlockRows, rows - from);
            Fill(wanted, from, count);
            columns[of].Write(wanted.AsSpan(0, count), block, width);
            for (int i = 0; i < count; i++)
            {
                values[from + i] = block[(i * width) + column];
            }
        }

        return values;
    }

    /// <summary>All of it.</summary>
    internal Matrix Whole()
    {
        Matrix whole = new(rows, Columns);
        int[] wanted = new int[Math.Min(BlockRows, rows)];
        for (int from = 0; from < rows; from += BlockRows)
        {
            int count = Math.Min(BlockRows, rows - from);
            Fill(wanted, from, count);
            Read(wanted.AsSpan(0, count), whole.Data.AsSpan(from * Columns, count * Columns), Columns);
        }

        return whole;
    }

    private static void Fill(int[] wanted, int from, int count)
    {
        for (int i = 0; i < count; i++)
        {
            wanted[i] = from + i;
        }
    }
}
