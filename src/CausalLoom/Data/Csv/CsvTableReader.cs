using System.Globalization;
using System.Text;
using CausalLoom.Io;

namespace CausalLoom.Data.Csv;

/// <summary>One reading of a CSV stream: header, rows into cell stores, then a typed column each.</summary>
internal sealed class CsvTableReader(Stream stream, string source, CsvOptions options)
{
    private const int SniffBytes = 1 << 16;
    private const int RowsBetweenChecks = 4096;

    private readonly ByteWindow _window = new(stream);
    private ReadingContext _context = null!;
    private CsvTokenizer _tokenizer = null!;
    private string[] _names = [];
    private CellStore?[] _stores = [];
    private int _rows;

    public CsvTable Read()
    {
        while (_window.Bytes.Length < SniffBytes && _window.Fill())
        {
        }

        bool hasMark = SkipByteOrderMark();
        ReadOnlySpan<byte> start = _window.Bytes;
        bool isWhole = start.Length < SniffBytes;
        char delimiter = options.Delimiter ?? DelimiterSniffer.Detect(start[..Math.Min(start.Length, SniffBytes)], isWhole);
        _context = new ReadingContext(source, delimiter, new MissingTokens(options.MissingTokens));
        _tokenizer = new CsvTokenizer(_window, source, delimiter, options.MaxCellBytes);
        ReadHeader();
        ReadRows();
        (Table table, Schema schema) = MakeColumns();
        return new CsvTable(table, schema, delimiter, hasMark, _context);
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
            throw new CausalLoomException($"{source}: the file is {other}.");
        }

        if (!bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            return false;
        }

        _window.Advance(3);
        return true;
    }

    private void ReadHeader()
    {
        bool found;
        while ((found = _tokenizer.Read()) && _tokenizer.IsBlank)
        {
        }

        if (!found)
        {
            throw _context.Error("the file is empty.");
        }

        _names = new string[_tokenizer.Count];
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (int j = 0; j < _names.Length; j++)
        {
            string name = Encoding.UTF8.GetString(_tokenizer.Cell(j));
            _names[j] = _tokenizer.IsQuoted(j) ? name : name.Trim();
            string? problem = string.IsNullOrWhiteSpace(name) ? "the column has no name; every column needs one."
                : !seen.Add(_names[j]) ? $"the name {CellText.Show(_names[j])} occurs twice; every column needs its own." : null;
            if (problem is not null)
            {
                throw _tokenizer.Error(_tokenizer.RecordLine, j, problem);
            }
        }

        CheckHeader();
        _tokenizer.Names = _names;
        _stores = [.. _names.Select(name => IsRead(name) ? new CellStore() : null)];
    }

    private void CheckHeader()
    {
        if (_names.Length < options.MinimumColumns)
        {
            string hint = _names.Length == 1 && _names[0].AsSpan().ContainsAny("|:") ? " Separators are ',', ';' or tab." : string.Empty;
            string count = _names.Length == 1 ? "one column" : string.Create(CultureInfo.InvariantCulture, $"{_names.Length} columns");
            throw _context.Error(string.Create(CultureInfo.InvariantCulture, $"the file has {count} "
                + $"({CellText.List([.. _names.Select(CellText.Show)], 3)}); at least {options.MinimumColumns} are needed.{hint}"));
        }

        if (Array.TrueForAll(_names, CellText.IsNumber))
        {
            _context.Log.Warn("All column names are numbers; the first line must be a header");
        }

        HashSet<string> names = new(_names, StringComparer.Ordinal);
        string[] required = [.. (options.Schema?.Columns ?? []).Where(column => !options.LikeSchema || IsModelled(column))
            .Select(column => column.Name)];
        foreach (string name in required.Concat(options.Skip).Concat(options.Only ?? []))
        {
            if (!names.Contains(name))
            {
                throw _context.Error($"there is no column {CellText.Show(name)}.{Suggestion.For(name, _names)} The columns are "
                    + $"{CellText.List([.. _names.Select(CellText.Show)])}.");
            }
        }

        foreach (string name in _names.Where(name => options.LikeSchema && options.Schema!.Find(name) is null))
        {
            _context.Log.Note("Columns that the other file does not have are left out", CellText.Show(name));
        }
    }

    private static bool IsModelled(ColumnSchema? column) =>
        column?.Role is ColumnRole.Covariate or ColumnRole.Treatment or ColumnRole.Outcome;

    private bool IsRead(string name) => !options.Skip.Contains(name)
        && options.Only?.Contains(name) != false
        && options.Schema?.Find(name)?.Role != ColumnRole.Ignored
        && (!options.LikeSchema || IsModelled(options.Schema!.Find(name)));

    private void ReadRows()
    {
        int blank = 0, trailing = 0;
        long firstBlank = 0;
        while (_tokenizer.Read())
        {
            if (_tokenizer.IsBlank)
            {
                trailing++;
                firstBlank = firstBlank == 0 ? _tokenizer.RecordLine : firstBlank;
                continue;
            }

            (blank, trailing) = (blank + trailing, 0);
            AddRow();
            if (_rows % RowsBetweenChecks == 0)
            {
                options.Cancellation.ThrowIfCancellationRequested();
            }
        }

        if (blank > 0)
        {
            _context.Log.Warn(string.Create(CultureInfo.InvariantCulture, $"Blank lines skipped: {blank}, the first is line {firstBlank}"));
        }

        if (_rows < options.MinimumRows)
        {
            throw _context.Error(_rows == 0
                ? "there is a header but no row."
                : string.Create(CultureInfo.InvariantCulture,
                    $"there {(_rows == 1 ? "is 1 row" : $"are {_rows} rows")}; at least {options.MinimumRows} are needed."));
        }
    }

    private void AddRow()
    {
        if (_tokenizer.Count != _names.Length)
        {
            throw new CausalLoomException(string.Create(
                CultureInfo.InvariantCulture,
                $"{source}, row {_rows + 1} (line {_tokenizer.RecordLine}): {_tokenizer.Count} cell{(_tokenizer.Count == 1 ? "" : "s")} "
                    + $"found, {_names.Length} expected as in the header."));
        }

        for (int j = 0; j < _stores.Length; j++)
        {
            _stores[j]?.Add(_tokenizer.Cell(j));
        }

        _context.MarkLine(_rows, _tokenizer.RecordLine);
        _rows++;
    }

    private (Table Table, Schema Schema) MakeColumns()
    {
        List<Column> columns = [];
        List<ColumnSchema> schema = [];
        for (int j = 0; j < _names.Length; j++)
        {
            options.Cancellation.ThrowIfCancellationRequested();
            ColumnSchema said = options.Schema?.Find(_names[j]) ?? new ColumnSchema(_names[j]);
            if (_stores[j] is not { } store)
            {
                schema.Add(said with { Role = ColumnRole.Ignored });
                continue;
            }

            (Column column, ColumnRole role) = MakeColumn(new ColumnCells(_names[j], store, _context.Missing), said);
            _stores[j] = null;
            if (role == ColumnRole.Id)
            {
                _context.Identifiers.Add(_names[j]);
            }

            columns.Add(column);
            schema.Add(Schema.Of(column, said.Role ?? role) with { Minimum = said.Minimum, Maximum = said.Maximum });
        }

        if (_context is { CommaColumn: { } comma, PointColumn: { } point } && _context.Delimiter != ',')
        {
            throw _context.Error($"column {CellText.Show(comma)} has decimal commas and column {CellText.Show(point)} has points, which "
                + $"could be decimals or thousands. Use one decimal sign throughout.");
        }

        return (new Table(columns), new Schema(schema) { Rules = options.Schema?.Rules });
    }

    private (Column Column, ColumnRole Role) MakeColumn(ColumnCells cells, ColumnSchema said)
    {
        if (said is { Type: null, Levels: { } levels })
        {
            said = said with { Type = levels.Count == 2 ? ColumnType.Binary : ColumnType.Categorical };
        }

        return said.Type is null
            ? ColumnInference.Infer(cells, _context)
            : (ColumnDeclared.Read(cells, said, _context, options.LikeSchema), ColumnRole.Covariate);
    }
}
