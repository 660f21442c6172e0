namespace CausalLoom.Numerics.Linear;

/// <summary>A reader of a view's rows: those of a source are made a block at a time, so ask for them in order. Serves one thread.</summary>
public sealed class RowCursor
{
    private const int BlockRows = 256;
    private readonly Matrix? _matrix;
    private readonly RowSource? _source;
    private readonly int[]? _rows;
    private readonly int _columns;
    private readonly double[] _block;
    private readonly int[] _wanted;
    private int _from = -1;

    internal RowCursor(Matrix? matrix, RowSource? source, int[]? rows, int columns)
    {
        (_matrix, _source, _rows, _columns) = (matrix, source, rows, columns);
        int block = source is null ? 0 : Math.Min(BlockRows, rows?.Length ?? source.Rows);
        (_block, _wanted) = (new double[block * columns], new int[block]);
    }

    /// <summary>A row, which the next call may overwrite, [d].</summary>
    public ReadOnlySpan<double> Row(int row)
    {
        if (_source is null)
        {
            return _matrix!.Row(_rows is null ? row : _rows[row])[.._columns];
        }

        int from = row / BlockRows * BlockRows;
        if (from != _from)
        {
            Read(from, _source);
        }

        return _block.AsSpan((row - from) * _columns, _columns);
    }

    private void Read(int from, RowSource source)
    {
        int count = Math.Min(BlockRows, (_rows?.Length ?? source.Rows) - from);
        for (int i = 0; i < count; i++)
        {
            _wanted[i] = _rows is null ? from + i : _rows[from + i];
        }

        source.Read(_wanted.AsSpan(0, count), _block, _columns);
        _from = from;
    }
}
