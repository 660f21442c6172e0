using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CausalLoom.Io;

namespace CausalLoom.Data.Formats;

/// <summary>
/// Writes CDISC Dataset-JSON 1.1, or its NDJSON variant. Dates and times are text that stands for SAS numbers (`targetDataType`). The time
/// of creation is fixed, so that the same rows are the same bytes.
/// </summary>
internal sealed class DatasetJsonSink : ITableSink
{
    private const string Created = "1970-01-01T00:00:00";
    private const int FlushBytes = 1 << 16;
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly Stream _stream;
    private readonly string _name;
    private readonly Schema? _schema;
    private readonly long _rows;
    private readonly bool _isLines;
    private readonly ArrayBufferWriter<byte> _buffer = new(FlushBytes * 2);
    private readonly Utf8JsonWriter _json;
    private readonly CellBuffer _cell = new(1);
    private OutColumn[]? _columns;
    private long _written;

    /// <summary>Begins a file.</summary>
    /// <param name="stream">Where to; left open.</param>
    /// <param name="path">The file, whose name is the data set's.</param>
    /// <param name="schema">How columns are written, or null.</param>
    /// <param name="rows">How many rows will come: the file says it at its beginning.</param>
    /// <param name="isLines">Whether it is the NDJSON variant.</param>
    public DatasetJsonSink(Stream stream, string path, Schema? schema, long rows, bool isLines)
    {
        (_stream, _schema, _rows, _isLines) = (stream, schema, rows, isLines);
        _name = Path.GetFileName(path).Split('.')[0] is { Length: > 0 } stem ? stem : "DATA";
        _json = new Utf8JsonWriter(_buffer, Options);
    }

    /// <inheritdoc />
    public void Append(Table block)
    {
        ArgumentNullException.ThrowIfNull(block);
        if (_columns is null)
        {
            _columns = OutColumn.Of(block, _schema);
            WriteHead();
        }

        OutCells[] cells = OutColumn.Cells(_columns, block, _schema);
        for (int i = 0; i < block.Rows; i++)
        {
            BeginRow();
            for (int j = 0; j < cells.Length; j++)
            {
                WriteCell(_columns[j].Kind, cells[j], i);
            }

            _json.WriteEndArray();
            if (_buffer.WrittenCount >= FlushBytes)
            {
                Flush();
            }
        }
    }

    /// <inheritdoc />
    public void Complete()
    {
        if (!_isLines)
        {
            _json.WriteEndArray();
            _json.WriteEndObject();
        }

        _json.Flush();
        _buffer.Write("\n"u8);
        Flush();
        if (_written != _rows)
        {
            throw new InvalidOperationException(FormattableString.Invariant($"{_rows} rows were announced and {_written} written."));
        }
    }

    /// <inheritdoc />
    public void Dispose() => _json.Dispose();

    // A line each: as easy to read, cut and compare as CSV, in both variants.
    private void BeginRow()
    {
        _json.Flush();
        if (_isLines)
        {
            _json.Reset();
            _buffer.Write("\n"u8);
        }

        _written++;
        _json.WriteStartArray();
    }

    private void WriteHead()
    {
        _json.WriteStartObject();
        _json.WriteString("datasetJSONCreationDateTime", Created);
        _json.WriteString("datasetJSONVersion", "1.1.0");
        _json.WriteString("itemGroupOID", "IG." + _name);
        _json.WriteNumber("records", _rows);
        _json.WriteString("name", _name);
        _json.WriteString("label", _name);
        _json.WriteStartArray("columns");
        foreach (OutColumn column in _columns!)
        {
            WriteColumn(column);
        }

        _json.WriteEndArray();
        if (_isLines)
        {
            _json.WriteEndObject();
        }
        else
        {
            _json.WriteStartArray("rows");
        }
    }

    private void WriteColumn(OutColumn column)
    {
        _json.WriteStartObject();
        _json.WriteString("itemOID", $"IT.{_name}.{column.Name}");
        _json.WriteString("name", column.Name);
        _json.WriteString("label", column.Label ?? column.Name);
        _json.WriteString("dataType", column.Kind switch
        {
            OutKind.Whole => "integer",
            OutKind.Number => "double",
            OutKind.Text => "string",
            _ => column.Kind.ToString().ToLowerInvariant(),
        });
        if (column.Kind is OutKind.Date or OutKind.DateTime or OutKind.Time)
        {
            _json.WriteString("targetDataType", "integer");
        }

        if (column.Levels is { Count: > 0 } levels)
        {
            _json.WriteNumber("length", levels.Max(level => level.Length));
        }

        string? format = column.Shown?.ToString() ?? column.Kind switch
        {
            OutKind.Date => "E8601DA.",
            OutKind.DateTime => "E8601DT.",
            OutKind.Time => "E8601TM.",
            _ => null,
        };
        if (format is not null)
        {
            _json.WriteString("displayFormat", format);
        }

        _json.WriteEndObject();
    }

    private void WriteCell(OutKind kind, OutCells cells, int row)
    {
        if (cells.IsMissing(row))
        {
            _json.WriteNullValue();
            return;
        }

        switch (kind)
        {
            case OutKind.Whole:
                _json.WriteNumberValue(cells.Whole(row));
                break;
            case OutKind.Number:
                _json.WriteNumberValue(cells.Number(row));
                break;
            case OutKind.Text:
                _json.WriteStringValue(cells.Text(row));
                break;
            default:
                _cell.Clear();
                OutTime.Add(_cell, kind, cells.Number(row));
                _json.WriteStringValue(_cell[0]);
                break;
        }
    }

    private void Flush()
    {
        _json.Flush();
        _stream.Write(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
    }
}
