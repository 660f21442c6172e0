using Apache.Arrow.Compression;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using Apache.Arrow;
using CausalLoom.Data.Cells;
using CausalLoom.Io;

namespace CausalLoom.Data.Formats;

/// <summary>
/// Reads an Arrow IPC file (`.arrow`, Feather version 2) or stream, batch by batch. Time stamps with a zone are moments: they become the
/// time in UTC, with a Z behind. Nested columns and bytes are refused.
/// </summary>
internal sealed class ArrowSource : ICellSource
{
    private const string FormatName = "Arrow";

    // What LZ4 and Zstandard do with columns of one value; a part of an uncompressed file is never longer than the file.
    private const long LargestRatio = 1 << 12;
    private const long AlwaysAllowed = 1 << 26;
    private readonly string _source;
    private readonly ArrowStreamReader _reader;
    private readonly CellBuffer _cells;
    private RecordBatch? _batch;
    private Action<CellBuffer, int>[] _writers = [];
    private int _row;

    /// <summary>Opens a file and reads its first batch.</summary>
    /// <param name="stream">The file, which can be read at any place; left open.</param>
    /// <param name="source">What it is called.</param>
    /// <param name="isFile">Whether it is a file, with an index at its end, or a stream.</param>
    public ArrowSource(Stream stream, string source, bool isFile)
    {
        _source = source;
        BoundedAllocator memory = new(Math.Max(AlwaysAllowed, stream.Length * LargestRatio));
        CompressionCodecFactory codecs = new();
        _reader = Guarded(() =>
        {
            ArrowLengths.Check(stream, isFile);
            return isFile ? new ArrowFileReader(stream, memory, codecs, leaveOpen: true)
                : new ArrowStreamReader(stream, memory, codecs, leaveOpen: true);
        });

        // Reading a batch reads the schema too; a file without rows has no batch.
        NextBatch();
        IReadOnlyList<Field> fields = Guarded(() => _reader.Schema ?? throw new InvalidDataException("it has no schema")).FieldsList;
        foreach (Field field in fields)
        {
            Check(field);
        }

        Columns = FormatErrors.Named(source, [.. fields.Select(Column)]);
        _cells = new CellBuffer(Columns.Count);
    }

    /// <inheritdoc />
    public IReadOnlyList<CellColumn> Columns { get; }

    /// <inheritdoc />
    public long Line => 0;

    /// <inheritdoc />
    public bool Read()
    {
        while (_batch is not null && _row >= _batch.Length)
        {
            NextBatch();
        }

        if (_batch is null)
        {
            return false;
        }

        return Guarded(() =>
        {
            _cells.Clear();
            foreach (Action<CellBuffer, int> write in _writers)
            {
                write(_cells, _row);
            }

            _row++;
            return true;
        });
    }

    /// <inheritdoc />
    public ReadOnlySpan<byte> Cell(int column) => _cells[column];

    /// <inheritdoc />
    public void Dispose()
    {
        _batch?.Dispose();
        _reader.Dispose();
    }

    private void NextBatch()
    {
        _batch?.Dispose();
        _row = 0;
        _batch = Guarded(_reader.ReadNextRecordBatch);
        if (_batch is not null)
        {
            _writers = Guarded(() => _batch.ColumnCount != _reader.Schema.FieldsList.Count
                ? throw new InvalidDataException("a batch of it has not the columns of its schema")
                : _batch.Arrays.Select((array, j) => array.Length == _batch.Length ? ArrowCells.Writer(array)
                : throw new InvalidDataException($"column {j + 1} and its batch differ in length")).ToArray());
        }
    }

    private void Check(Field field)
    {
        IArrowType type = field.DataType is DictionaryType dictionary ? dictionary.ValueType : field.DataType;
        if (!ArrowCells.CanRead(type))
        {
            throw new CausalLoomException($"{_source}: column {CellText.Show(field.Name)} is of type {type.Name}, which is no single value "
                + "of a table. Flatten it, write it as text, or leave it out.");
        }
    }

    private static CellColumn Column(Field field) => new(field.Name) { Label = Said(field, "label") };

    private static string? Said(Field field, string key) =>
        field.HasMetadata && field.Metadata.TryGetValue(key, out string? said) ? said : null;

    // A parser of binary files that meets a damaged one may end in any way; the user needs to know that it is damaged.
    private T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is not (CausalLoomException or OperationCanceledException))
        {
            throw FormatErrors.Damaged(_source, FormatName, e.Message, e);
        }
    }
}
