namespace CausalLoom.Numerics.Linear;

/// <summary>A dense float64 matrix, row-major and contiguous: the currency of statistics, metrics and estimators.</summary>
public sealed class Matrix
{
    /// <summary>A matrix of zeros.</summary>
    public Matrix(int rows, int columns)
        : this(rows, columns, new double[(long)rows * columns])
    {
    }

    /// <summary>Wraps row-major values without copying them.</summary>
    public Matrix(int rows, int columns, double[] data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.LongLength != (long)rows * columns)
        {
            throw new ArgumentException($"A {rows} × {columns} matrix needs {(long)rows * columns} values, not {data.LongLength}.",
                nameof(data));
        }

        Rows = rows;
        Columns = columns;
        Data = data;
    }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The number of columns.</summary>
    public int Columns { get; }

    /// <summary>The values, row after row.</summary>
    public double[] Data { get; }

    /// <summary>One entry.</summary>
    public double this[int row, int column]
    {
        get => Data[((long)row * Columns) + column];
        set => Data[((long)row * Columns) + column] = value;
    }

    /// <summary>One row, in place.</summary>
    public Span<double> Row(int row) => Data.AsSpan(row * Columns, Columns);

    /// <summary>A copy of one column.</summary>
    public double[] Column(int column)
    {
        double[] values = new double[Rows];
        for (int i = 0; i < Rows; i++)
        {
            values[i] = this[i, column];
        }

        return values;
    }

    /// <summary>A new matrix of the given rows, in that order (repeats allowed).</summary>
    public Matrix TakeRows(ReadOnlySpan<int> rows)
    {
        Matrix taken = new(rows.Length, Columns);
        for (int i = 0; i < rows.Length; i++)
        {
            Row(rows[i]).CopyTo(taken.Row(i));
        }

        return taken;
    }

    /// <summary>A new matrix with further columns to the right.</summary>
    public Matrix Append(Matrix right)
    {
        ArgumentNullException.ThrowIfNull(right);
        if (right.Rows != Rows)
        {
            throw new ArgumentException($"Cannot set {right.Rows} rows beside {Rows}.", nameof(right));
        }

        Matrix joined = new(Rows, Columns + right.Columns);
        for (int i = 0; i < Rows; i++)
        {
            Row(i).CopyTo(joined.Row(i));
            right.Row(i).CopyTo(joined.Row(i)[Columns..]);
        }

        return joined;
    }
}
