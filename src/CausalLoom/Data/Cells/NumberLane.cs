namespace CausalLoom.Data.Cells;

/// <summary>
/// The rows of a column from the one on at which its values turned out to be numbers of very many kinds: the numbers themselves, NaN
/// where a cell is none, whose text then stands apart.
/// </summary>
/// <param name="firstRow">The first row.</param>
internal sealed class NumberLane(int firstRow)
{
    private const int Chunk = 1 << 14;

    private readonly List<double[]> _chunks = [];
    private double[] _last = [];
    private int _used;

    /// <summary>Gets the first row.</summary>
    public int FirstRow => firstRow;

    /// <summary>Gets the number of rows.</summary>
    public int Rows => _chunks.Count == 0 ? 0 : ((_chunks.Count - 1) * Chunk) + _used;

    /// <summary>Gets the rows whose cells are no plain numbers, with the entries of their texts.</summary>
    public List<(int Row, int Entry)> Odd { get; } = [];

    /// <summary>Gets the most decimals, without trailing zeros; −1 where an exponent leaves them open.</summary>
    public int Decimals { get; private set; }

    /// <summary>Gets the most significant digits.</summary>
    public int Digits { get; private set; }

    /// <summary>Adds a number.</summary>
    public void Add(CellValue value, int digits)
    {
        Digits = Math.Max(Digits, digits);
        Decimals = Decimals < 0 || value.Decimals < 0 ? -1 : Math.Max(Decimals, value.Decimals);
        Push(value.Number);
    }

    /// <summary>Adds a cell that is no plain number.</summary>
    public void AddOdd(int row, int entry)
    {
        Odd.Add((row, entry));
        Push(double.NaN);
    }

    /// <summary>The numbers, [<see cref="Rows"/>].</summary>
    public void CopyTo(Span<double> to)
    {
        for (int c = 0; c < _chunks.Count; c++)
        {
            int length = c == _chunks.Count - 1 ? _used : Chunk;
            _chunks[c].AsSpan(0, length).CopyTo(to[(c * Chunk)..]);
        }
    }

    private void Push(double number)
    {
        if (_used == _last.Length)
        {
            _last = GC.AllocateUninitializedArray<double>(Chunk);
            _chunks.Add(_last);
            _used = 0;
        }

        _last[_used++] = number;
    }
}
