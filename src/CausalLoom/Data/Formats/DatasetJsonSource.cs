using System.Globalization;
using System.Text.Json;
using System.Text;
using CausalLoom.Data.Cells;
using CausalLoom.Io;

namespace CausalLoom.Data.Formats;

/// <summary>
/// Reads CDISC Dataset-JSON 1.1, one object with `columns` and `rows`, or its NDJSON variant, whose first line has the columns and each
/// other one a row. Cells are texts, numbers, truth values or null.
/// </summary>
internal sealed class DatasetJsonSource : ICellSource
{
    public const string FormatName = "Dataset-JSON";
    private readonly string _source;
    private readonly JsonTokens _json;
    private readonly bool _isLines;
    private readonly CellBuffer _cells;
    private long _rows;

    /// <summary>Reads up to the first row.</summary>
    /// <param name="stream">The file; left open.</param>
    /// <param name="source">What it is called.</param>
    /// <param name="isLines">Whether it is the NDJSON variant.</param>
    public DatasetJsonSource(Stream stream, string source, bool isLines)
    {
        (_source, _isLines) = (source, isLines);
        _json = new JsonTokens(stream, source, severalValues: isLines);
        Columns = FormatErrors.Named(source, ReadHead());
        _cells = new CellBuffer(Columns.Count);
    }

    /// <inheritdoc />
    public IReadOnlyList<CellColumn> Columns { get; }

    /// <inheritdoc />
    public long Line => 0;

    /// <inheritdoc />
    public bool Read()
    {
        if (!_json.Read())
        {
            return _isLines ? false : throw Error("it ends within its rows");
        }

        if (!_isLines && _json.Type == JsonTokenType.EndArray)
        {
            ReadTail();
            return false;
        }

        _rows++;
        Demand(_json.Type == JsonTokenType.StartArray, "is no list of cells");
        _cells.Clear();
        for (int cells = 0; ; cells++)
        {
            Demand(_json.Read(), "is cut");
            if (_json.Type == JsonTokenType.EndArray)
            {
                Demand(cells == Columns.Count, cells, Columns.Count);
                return true;
            }

            Demand(cells < Columns.Count, cells + 1, Columns.Count);
            AddCell(Columns[cells].Name);
        }
    }

    /// <inheritdoc />
    public ReadOnlySpan<byte> Cell(int column) => _cells[column];

    /// <inheritdoc />
    public void Dispose()
    {
    }

    private void AddCell(string column)
    {
        switch (_json.Type)
        {
            case JsonTokenType.Null:
                _cells.AddMissing();
                break;
            case JsonTokenType.True or JsonTokenType.False:
                _cells.AddTruth(_json.Type == JsonTokenType.True);
                break;
            case JsonTokenType.String or JsonTokenType.Number:
                _cells.Add(_json.Text);
                break;
            default:
                throw new CausalLoomException(FormattableString.Invariant(
                    $"{_source}, row {_rows}, column {CellText.Show(column)}: a list or an object in a cell cannot be read."));
        }
    }

    private List<CellColumn> ReadHead()
    {
        const string NoDataset = "it is no object with `datasetJSONVersion`, `columns` and `rows`; other JSON cannot be read";
        if (!_json.Read() || _json.Type != JsonTokenType.StartObject)
        {
            throw Error(NoDataset);
        }

        List<CellColumn>? columns = null;
        string? version = null;
        while (_json.Read() && _json.Type == JsonTokenType.PropertyName)
        {
            string key = Encoding.UTF8.GetString(_json.Text);
            switch (key)
            {
                case "columns":
                    columns = ReadColumns();
                    break;
                case "datasetJSONVersion":
                    version = ReadText();
                    break;
                case "rows" when columns is null:
                    throw Error("`rows` stand before `columns`");
                case "rows" when _isLines:
                    throw Error("an NDJSON file has its rows on lines of their own");
                case "rows":
                    if (!_json.Read() || _json.Type != JsonTokenType.StartArray)
                    {
                        throw Error("`rows` is no list");
                    }

                    CheckVersion(version);
                    return columns;
                default:
                    _json.SkipValue();
                    break;
            }
        }

        if (_isLines && columns is not null && _json.Type == JsonTokenType.EndObject)
        {
            CheckVersion(version);
            return columns;
        }

        throw Error(columns is null ? NoDataset : "there are no `rows`");
    }

    private void CheckVersion(string? version)
    {
        if (version is null || !version.StartsWith("1.", StringComparison.Ordinal) || version.StartsWith("1.0", StringComparison.Ordinal))
        {
            throw Error(version is null ? "there is no `datasetJSONVersion`" : $"its version {CellText.Show(version)} is not 1.1");
        }
    }

    private List<CellColumn> ReadColumns()
    {
        List<CellColumn> columns = [];
        if (!_json.Read() || _json.Type != JsonTokenType.StartArray)
        {
            throw Error("`columns` is no list");
        }

        while (_json.Read() && _json.Type == JsonTokenType.StartObject)
        {
            CellColumn column = new(string.Empty);
            while (_json.Read() && _json.Type == JsonTokenType.PropertyName)
            {
                string key = Encoding.UTF8.GetString(_json.Text);
                column = key switch
                {
                    "name" => column with { Name = ReadText() ?? string.Empty },
                    "label" => column with { Label = ReadText() },
                    "displayFormat" => column with { Format = ReadText() },
                    _ => Skipped(column),
                };
            }

            columns.Add(column);
        }

        return _json.Type == JsonTokenType.EndArray ? columns : throw Error("`columns` is no list of objects");
    }

    private CellColumn Skipped(CellColumn column)
    {
        _json.SkipValue();
        return column;
    }

    private string? ReadText()
    {
        if (_json.Read() && _json.Type is JsonTokenType.String or JsonTokenType.Number)
        {
            return _json.Text.IsEmpty ? null : Encoding.UTF8.GetString(_json.Text);
        }

        _json.SkipValue();
        return null;
    }

    // What stands behind the rows says nothing that is needed, but without its end the file is cut.
    private void ReadTail()
    {
        while (_json.Read())
        {
        }
    }

    private void Demand(bool holds, string problem)
    {
        if (!holds)
        {
            throw new CausalLoomException(FormattableString.Invariant($"{_source}: row {_rows} {problem}."));
        }
    }

    private void Demand(bool holds, int found, int expected)
    {
        if (!holds)
        {
            string more = found > expected ? "more than " : string.Empty;
            throw new CausalLoomException(string.Create(CultureInfo.InvariantCulture,
                $"{_source}: row {_rows} has {more}{Math.Min(found, expected)} cells; there are {expected} columns."));
        }
    }

    private CausalLoomException Error(string problem) => FormatErrors.Damaged(_source, FormatName, problem);
}
