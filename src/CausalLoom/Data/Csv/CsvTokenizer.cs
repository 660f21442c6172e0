using System.Buffers;
using System.Globalization;
using CausalLoom.Io;

namespace CausalLoom.Data.Csv;

/// <summary>
/// Splits a byte stream into records and cells by RFC 4180, strictly: a quote only at the start of a cell, doubled inside,
/// and only a separator or a line end after it. CR, LF and CRLF all end a line. Knows the line of everything it says.
/// </summary>
internal sealed class CsvTokenizer
{
    private const byte Quote = (byte)'"', Lf = (byte)'\n', Cr = (byte)'\r';

    private readonly ByteWindow _window;
    private readonly byte _delimiter;
    private readonly int _maxCellBytes;
    private readonly SearchValues<byte> _special;
    private readonly SearchValues<byte> _quotedSpecial = SearchValues.Create(Quote, Lf, Cr);
    private Piece[] _cells = new Piece[64];
    private int _at;
    private int _consumed;
    private bool _ended;

    public CsvTokenizer(ByteWindow window, string source, char delimiter, int maxCellBytes)
    {
        _window = window;
        Source = source;
        _delimiter = (byte)delimiter;
        _maxCellBytes = maxCellBytes;
        _special = SearchValues.Create(_delimiter, Quote, Lf, Cr);
    }

    public string Source { get; }

    /// <summary>Gets or sets the column names, for messages.</summary>
    public string[]? Names { get; set; }

    /// <summary>Gets the line on which the current record starts, from 1.</summary>
    public long RecordLine { get; private set; } = 1;

    /// <summary>Gets the line the tokenizer has reached.</summary>
    public long Line { get; private set; } = 1;

    /// <summary>Gets the number of cells of the current record.</summary>
    public int Count { get; private set; }

    /// <summary>Gets a value indicating whether the current record is an empty line.</summary>
    public bool IsBlank => Count == 1 && _cells[0].Length == 0 && !_cells[0].Quoted;

    public ReadOnlySpan<byte> Cell(int j) => _window.Bytes.Slice(_cells[j].Start, _cells[j].Length);

    public bool IsQuoted(int j) => _cells[j].Quoted;

    /// <summary>Reads the next record; false at the end of the file.</summary>
    public bool Read()
    {
        _window.Advance(_consumed);
        _at = 0;
        _consumed = 0;
        Count = 0;
        RecordLine = Line;
        if (_ended || (_window.Bytes.IsEmpty && !_window.Fill()))
        {
            return false;
        }

        bool more = true;
        while (more)
        {
            more = Peek() == Quote ? ReadQuoted() : ReadPlain();
        }

        _consumed = _at;
        CheckBytes();
        return true;
    }

    public CausalLoomException Error(long line, int column, string problem) =>
        new($"{Source}, line {line.ToString(CultureInfo.InvariantCulture)}, {ColumnName(column)}: {problem}");

    private string ColumnName(int column) => Names is not null && column < Names.Length
        ? "column " + CellText.Show(Names[column])
        : string.Create(CultureInfo.InvariantCulture, $"column {column + 1}");

    // The next byte, or −1 at the end of the file.
    private int Peek()
    {
        if (_at >= _window.Bytes.Length && !_window.Fill())
        {
            return -1;
        }

        return _window.Bytes[_at];
    }

    private bool ReadPlain()
    {
        int start = _at;
        while (true)
        {
            int found = _window.Bytes[_at..].IndexOfAny(_special);
            _at += found < 0 ? _window.Bytes.Length - _at : found;
            CheckLength(start, Line, quoted: false);
            if (found < 0 && _window.Fill())
            {
                continue;
            }

            if (found >= 0 && _window.Bytes[_at] == Quote)
            {
                CheckBytes();
                throw Error(Line, Count,
                    "a quote inside a cell that does not start with one; put the whole cell in quotes and double the quotes inside it.");
            }

            Add(start, _at - start, quoted: false);
            return EndCell();
        }
    }

    private bool ReadQuoted()
    {
        int start = _at++, write = start;
        long opened = Line;
        while (true)
        {
            int found = _window.Bytes[_at..].IndexOfAny(_quotedSpecial);
            int length = found < 0 ? _window.Bytes.Length - _at : found;
            Move(ref write, length);
            CheckLength(start, opened, quoted: true);
            if (found < 0)
            {
                ContinueQuoted(opened);
                continue;
            }

            byte special = _window.Bytes[_at];
            if (special == Quote)
            {
                _at++;
                if (Peek() != Quote)
                {
                    Add(start, write - start, quoted: true);
                    return EndCell();
                }
            }
            else if (special == Lf || PeekAfterCr() != Lf)
            {
                Line++;
            }

            Move(ref write, 1);
        }
    }

    private void ContinueQuoted(long opened)
    {
        if (!_window.Fill())
        {
            CheckBytes();
            throw Error(opened, Count, "a quote opens here and is never closed.");
        }
    }

    // Copies content to the left over the quotes that are not content.
    private void Move(ref int write, int length)
    {
        Span<byte> bytes = _window.Bytes;
        bytes.Slice(_at, length).CopyTo(bytes[write..]);
        write += length;
        _at += length;
    }

    private int PeekAfterCr()
    {
        if (_at + 1 >= _window.Bytes.Length && !_window.Fill())
        {
            return -1;
        }

        return _window.Bytes[_at + 1];
    }

    // At a separator or a line end; true where another cell follows.
    private bool EndCell()
    {
        int next = Peek();
        if (next == _delimiter)
        {
            _at++;
            return true;
        }

        if (next is Lf or Cr)
        {
            _at += next == Cr && PeekAfterCr() == Lf ? 2 : 1;
            Line++;
            return false;
        }

        if (next >= 0)
        {
            CheckBytes(_at + 1);
            throw Error(Line, Count - 1, "text after a closing quote; only a separator or a line end may follow.");
        }

        _ended = true;
        return false;
    }

    private void Add(int start, int length, bool quoted)
    {
        if (Count == _cells.Length)
        {
            Array.Resize(ref _cells, Count * 2);
        }

        _cells[Count++] = new Piece(start, length, _at, quoted);
    }

    private void CheckLength(int start, long line, bool quoted)
    {
        if (_at - start > _maxCellBytes)
        {
            CheckBytes();
            string hint = quoted ? " A quote that opens here may never be closed." : string.Empty;
            throw Error(line, Count, string.Create(CultureInfo.InvariantCulture, $"the cell is longer than {_maxCellBytes} bytes.{hint}"));
        }
    }

    // Refuses the record if it holds a byte that is no text.
    private void CheckBytes() => CheckBytes(_at);

    private void CheckBytes(int end)
    {
        int bad = _window.BadOffset;
        if (bad >= end)
        {
            return;
        }

        int column = 0;
        while (column < Count && _cells[column].RawEnd <= bad)
        {
            column++;
        }

        throw Error(RecordLine, column, _window.BadByte == 0
            ? "a NUL byte. Is the file text, and saved as UTF-8?"
            : $"the byte 0x{_window.BadByte:X2} is not UTF-8. Save the file as UTF-8 (it may be Latin-1 or Windows-1252).");
    }

    private readonly record struct Piece(int Start, int Length, int RawEnd, bool Quoted);
}
