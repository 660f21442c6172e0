namespace CausalLoom.Numerics.Linear;

/// <summary>Some rows of a matrix (and its first columns) or of a source of rows, without a copy.</summary>
public readonly struct RowView
{
    private readonly Matrix? _matrix;
    private readonly RowSource? _source;
    private readonly int[]? _rows;

    /// <summary>A view of a matrix.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="rows">Its rows, in that order (repeats allowed); null: all.</param>
    /// <param name="columns">How many of its columns, the first; null: all.</param>
    public RowView(Matrix matrix, int[]? rows = null, int? columns = null)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        (_matrix, _rows, Rows, Columns) = (matrix, rows, rows?.Length ?? matrix.Rows, columns ?? matrix.Columns);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Columns, matrix.Columns);
    }

    /// <summary>A view of rows that are made when they are asked for.</summary>
    /// <param name="source">The source.</param>
    /// <param name="rows">Its rows, in that order (repeats allowed); null: all.</param>
    public RowView(RowSource source, int[]? rows = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        (_source, _rows, Rows, Columns) = (source, rows, rows?.Length ?? source.Rows, source.Columns);
    }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The number of columns.</summary>
    public int Columns { get; }

    /// <summary>A reader, from the first row on.</summary>
    public RowCursor Cursor() => new(_matrix, _source, _rows, Columns);

    /// <summary>Some rows of a view of all rows.</summary>
    /// <param name="rows">Which, in that order (repeats allowed).</param>
    /// <exception cref="InvalidOperationException">The view is of some rows already.</exception>
    public RowView At(int[] rows) => _rows is not null ? throw new InvalidOperationException("The view is of some rows already.")
        : _matrix is null ? new RowView(_source!, rows) : new RowView(_matrix, rows, Columns);

    /// <summary>One column, [n].</summary>
    public double[] Column(int column)
    {
        if (_rows is null)
        {
            return _source?.Column(column) ?? _matrix!.Column(column);
        }

        double[] values = new double[Rows];
        RowCursor cursor = Cursor();
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = cursor.Row(i)[column];
        }

        return values;
    }

    /// <summary>All of a matrix.</summary>
    public static implicit operator RowView(Matrix matrix) => new(matrix);

    /// <summary>All of a matrix.</summary>
    public static RowView FromMatrix(Matrix matrix) => new(matrix);
}
