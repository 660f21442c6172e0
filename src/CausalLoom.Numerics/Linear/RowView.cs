namespace CausalLoom.Numerics.Linear;

/// <summary>Some rows, and the first columns, of a matrix, without a copy.</summary>
public readonly struct RowView
{
    private readonly Matrix _matrix;
    private readonly int[]? _rows;

    /// <summary>A view of a matrix.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="rows">Its rows, in that order (repeats allowed); null: all.</param>
    /// <param name="columns">How many of its columns, the first; null: all.</param>
    public RowView(Matrix matrix, int[]? rows = null, int? columns = null)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        (_matrix, _rows, Columns) = (matrix, rows, columns ?? matrix.Columns);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Columns, matrix.Columns);
    }

    /// <summary>The number of rows.</summary>
    public int Rows => _rows?.Length ?? _matrix.Rows;

    /// <summary>The number of columns.</summary>
    public int Columns { get; }

    /// <summary>A row, in place.</summary>
    public ReadOnlySpan<double> Row(int row) => _matrix.Row(_rows is null ? row : _rows[row])[..Columns];

    /// <summary>All of a matrix.</summary>
    public static implicit operator RowView(Matrix matrix) => new(matrix);

    /// <summary>All of a matrix.</summary>
    public static RowView FromMatrix(Matrix matrix) => new(matrix);
}
