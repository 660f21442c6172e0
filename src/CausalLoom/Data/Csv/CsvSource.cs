using System.Globalization;
using System.Text;
using CausalLoom.Data.Cells;
using CausalLoom.Io;

namespace CausalLoom.Data.Csv;

/// <summary>
/// The cells of a CSV stream. Before the header it reads past blank lines, a line `sep=;` and title lines; a first column without a name
/// holds row names, as R and Python write them.
/// </summary>
internal sealed class CsvSource : ICellSource
{
    private const int SniffBytes = 1 << 16;

    private readonly ByteWindow _window;
    private readonly CsvTokenizer _tokenizer;
    private readonly ReadingLog _log;
    private readonly string _source;
    private readonly string[] _names;
    private readonly byte[][] _header;
    private readonly int _cells;
    private readonly bool _keepsEmptyRows;
    private int _rows;
    private (int Count, long First) _blank, _trailing, _bare, _headers;

    public CsvSource(Stream stream, string source, CsvOptions options, ReadingLog log)
    {
        (_source, _log) = (source, log);
        _window = new ByteWindow(stream);
        while (_window.Bytes.Length < SniffBytes && _window.Fill())
        {
        }

        HasByteOrderMark = SkipByteOrderMark();
        char? said = SkipSeparatorLine();
        ReadOnlySpan<byte> start = _window.Bytes;
        bool isWhole = start.Length < SniffBytes;
        CsvShape shape = DelimiterSniffer.Detect(start[..Math.Min(start.Length, SniffBytes)], isWhole, options.Delimiter ?? said);
        Delimiter = shape.Delimiter;
        _keepsEmptyRows = options.KeepEmptyRows;
        _tokenizer = new CsvTokenizer(_window, source, Delimiter, options.MaxCellBytes);
        List<string> header = ReadHeader(shape.Titles);
        header.InsertRange(0, shape.RowNames ? [string.Empty] : []);
        _cells = header.Count;
        _names = Named(header);
        _tokenizer.Names = _names;
        _header = [.. _names.Select(Encoding.UTF8.GetBytes)];
        Columns = [.. _names.Select(name => new CellColumn(name) { Identifier = name == RowNames ? "row names" : null })];
    }

    /// <summary>Gets the separator.</summary>
    public char Delimiter { get; }

    /// <summary>Gets a value indicating whether the file began with a byte-order mark.</summary>
    public bool HasByteOrderMark { get; }

    /// <inheritdoc />
    public IReadOnlyList<CellColumn> Columns { get; }

    /// <inheritdoc />
    public long Line => _tokenizer.RecordLine;

    private string? RowNames { get; set; }

    /// <inheritdoc />
    public bool Read()
    {
        while (_tokenizer.Read())
        {
            if (_tokenizer.IsBlank)
            {
                Count(ref _trailing);
                continue;
            }

            // Blank lines at the end are how many files end.
            _blank = _trailing.Count == 0 ? _blank
                : (_blank.Count + _trailing.Count, _blank.Count == 0 ? _trailing.First : _blank.First);
            _trailing = default;
            CheckCells();
            if (!_keepsEmptyRows && IsBare())
            {
                Count(ref _bare);
                continue;
            }

            if (RepeatsHeader())
            {
                Count(ref _headers);
                continue;
            }

            _rows++;
            return true;
        }

        Say("Blank lines skipped", _blank);
        Say("Rows without a single value left out", _bare);
        Say("Rows that repeat the header left out", _headers);
        return false;

        void Count(ref (int Count, long First) lines) =>
            lines = (lines.Count + 1, lines.Count == 0 ? _tokenizer.RecordLine : lines.First);

        void Say(string what, (int Count, long First) lines)
        {
            if (lines.Count > 0)
            {
                _log.Warn(string.Create(CultureInfo.InvariantCulture, $"{what}: {lines.Count}, the first is line {lines.First}"));
            }
        }
    }

    /// <inheritdoc />
    public ReadOnlySpan<byte> Cell(int column) => _tokenizer.Cell(column);

    /// <inheritdoc />
    public void Dispose()
    {
    }

    private bool SkipByteOrderMark()
    {
        ReadOnlySpan<byte> bytes = _window.Bytes;
        string? other = bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])
            ? "UTF-16 text; save it as UTF-8"
            : bytes.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) ? "compressed with gzip; unpack it first"
            : bytes.StartsWith("PK\u0003\u0004"u8) ? "a zip or Excel file; save the table as CSV"
            : bytes.StartsWith("PAR1"u8) ? "a Parquet file; save the table as CSV" : null;
        if (other is not null)
        {
            throw new CausalLoomException($"{_source}: the file is {other}.");
        }

        if (!bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            return false;
        }

        _window.Advance(3);
        return true;
    }

    // "sep=;", which spreadsheets write and obey.
    private char? SkipSeparatorLine()
    {
        ReadOnlySpan<byte> bytes = _window.Bytes;
        ReadOnlySpan<byte> rest = bytes.StartsWith("\"sep="u8) ? bytes[1..] : bytes;
        if (rest.Length < 6 || !Ascii.EqualsIgnoreCase(rest[..4], "sep="u8) || rest[4] is not ((byte)',' or (byte)';' or (byte)'\t')
            || !(rest[5] is (byte)'\r' or (byte)'\n' || rest[5..].StartsWith("\"\r"u8) || rest[5..].StartsWith("\"\n"u8)))
        {
            return null;
        }

        char said = (char)rest[4];
        _window.Advance(bytes.IndexOfAny((byte)'\r', (byte)'\n'));
        return said;
    }

    private List<string> ReadHeader(int oneCell)
    {
        List<string> titles = [];
        while (_tokenizer.Read())
        {
            List<string> cells = [.. Enumerable.Range(0, _tokenizer.Count).Select(Name)];
            if (_tokenizer.IsBlank || (cells.Count > 1 && cells.TrueForAll(cell => cell.Length == 0)))
            {
                continue;
            }

            // One cell where several follow, or one filled cell in a line of several, is a title.
            bool filled = cells.Count > 1 && cells[0].Length > 0 && cells.Skip(1).All(cell => cell.Length == 0);
            if (titles.Count < oneCell || filled)
            {
                titles.Add(cells[0]);
                continue;
            }

            SayTitles(titles);
            return cells;
        }

        throw Error(titles.Count > 0 ? "there is a title line but no header." : "the file is empty.");
    }

    private void SayTitles(List<string> titles)
    {
        if (titles.Count > 0)
        {
            _log.Warn("Title lines above the header are left out", CellText.List([.. titles.Select(CellText.Show)], 3));
        }
    }

    private string Name(int j)
    {
        string name = Encoding.UTF8.GetString(_tokenizer.Cell(j));
        return _tokenizer.IsQuoted(j) ? name : name.Trim();
    }

    private string[] Named(List<string> header)
    {
        while (header.Count > 1 && header[^1].Length == 0)
        {
            header.RemoveAt(header.Count - 1);
        }

        if (header.Count > 1 && string.IsNullOrWhiteSpace(header[0]))
        {
            RowNames = header.Contains("row", StringComparer.Ordinal) ? "row_names" : "row";
            header[0] = RowNames;
            _log.Note($"The first column has no name: read as row names and called {CellText.Show(RowNames)}");
        }

        HashSet<string> seen = new(StringComparer.Ordinal);
        for (int j = 0; j < header.Count; j++)
        {
            string? problem = string.IsNullOrWhiteSpace(header[j]) ? "the column has no name; every column needs one."
                : !seen.Add(header[j]) ? $"the name {CellText.Show(header[j])} occurs twice; every column needs its own." : null;
            if (problem is not null)
            {
                throw _tokenizer.Error(_tokenizer.RecordLine, j, problem);
            }
        }

        return [.. header];
    }

    // A header in the middle, as where files were put below each other.
    private bool RepeatsHeader()
    {
        if (_names.Length < 2 || _tokenizer.Cell(_names.Length - 1).IsEmpty || _keepsEmptyRows)
        {
            return false;
        }

        for (int j = _names.Length - 1; j >= 0; j--)
        {
            if ((j > 0 || RowNames is null) && !_tokenizer.Cell(j).SequenceEqual(_header[j]))
            {
                return false;
            }
        }

        return true;
    }

    // A row of separators alone.
    private bool IsBare()
    {
        if (_names.Length == 1 || _tokenizer.Cell(0).Length > 0)
        {
            return false;
        }

        for (int j = 0; j < _tokenizer.Count; j++)
        {
            if (_tokenizer.Cell(j).Length > 0 || _tokenizer.IsQuoted(j))
            {
                return false;
            }
        }

        return true;
    }

    private void CheckCells()
    {
        if (_tokenizer.Count != _cells)
        {
            throw new CausalLoomException(string.Create(CultureInfo.InvariantCulture,
                $"{_source}, row {_rows + 1} (line {_tokenizer.RecordLine}): {_tokenizer.Count} cell{(_tokenizer.Count == 1 ? "" : "s")} "
                    + $"found, {_cells} expected as in the header."));
        }

        for (int j = _names.Length; j < _cells; j++)
        {
            if (_tokenizer.Cell(j).Length > 0)
            {
                throw _tokenizer.Error(_tokenizer.RecordLine, j, "the column has no name; every column needs one.");
            }
        }
    }

    private CausalLoomException Error(string problem) => new($"{_source}: {problem}");
}
