using System.Globalization;
using CausalLoom.Io;

namespace CausalLoom.Data.Cells;

/// <summary>One reading of a table: rows of any format into cell stores, then typed columns.</summary>
internal sealed class TableReader
{
    private const int RowsBetweenChecks = 4096;

    private readonly ICellSource _source;
    private readonly CsvOptions _options;
    private readonly ReadingContext _context;
    private readonly CellStore?[] _stores;
    private int _rows;

    private TableReader(ICellSource source, CsvOptions options, ReadingContext context)
    {
        (_source, _options, _context) = (source, options, context);
        CheckHeader();
        _stores = [.. Names.Select(name => IsRead(name) ? new CellStore() : null)];
    }

    private IEnumerable<string> Names => _source.Columns.Select(column => column.Name);

    /// <summary>Reads a source to its end.</summary>
    /// <param name="source">The cells.</param>
    /// <param name="name">What the source is called in messages.</param>
    /// <param name="options">How to read.</param>
    /// <param name="log">Where findings go.</param>
    /// <param name="delimiter">The separator of a text file; what decimal commas depend on.</param>
    public static TableReading Read(ICellSource source, string name, CsvOptions options, ReadingLog log, char delimiter = ',')
    {
        ReadingContext context = new(name, delimiter, new MissingTokens(options.MissingTokens), log) { Lenient = options.Lenient };
        TableReader reader = new(source, options, context);
        reader.ReadRows();
        (Table table, Schema schema) = reader.MakeColumns();
        return new TableReading(table, schema, context);
    }

    private void CheckHeader()
    {
        string[] names = [.. Names];
        if (names.Length < _options.MinimumColumns)
        {
            string hint = names.Length == 1 && names[0].AsSpan().ContainsAny("|:") ? " Separators are ',', ';' or tab." : string.Empty;
            string count = names.Length == 1 ? "one column" : string.Create(CultureInfo.InvariantCulture, $"{names.Length} columns");
            throw _context.Error(string.Create(CultureInfo.InvariantCulture, $"the file has {count} "
                + $"({CellText.List([.. names.Select(CellText.Show)], 3)}); at least {_options.MinimumColumns} are needed.{hint}"));
        }

        if (Array.TrueForAll(names, CellText.IsNumber))
        {
            _context.Log.Warn("All column names are numbers; the first line must be a header");
        }

        HashSet<string> known = new(names, StringComparer.Ordinal);
        IEnumerable<string> required = (_options.Schema?.Columns ?? []).Where(column => !_options.LikeSchema || IsModelled(column))
            .Select(column => column.From ?? column.Name);
        foreach (string name in required.Concat(_options.Skip).Concat(_options.Only ?? []))
        {
            if (!known.Contains(name) && !known.Contains(_options.Schema?.Find(name)?.From ?? name))
            {
                throw _context.Error($"there is no column {CellText.Show(name)}.{Suggestion.For(name, names)} The columns are "
                    + $"{CellText.List([.. names.Select(CellText.Show)])}.");
            }
        }

        foreach (string name in names.Where(name => _options.LikeSchema && Said(name).Count == 0))
        {
            _context.Log.Note("Columns that the other file does not have are left out", CellText.Show(name));
        }
    }

    private static bool IsModelled(ColumnSchema column) =>
        column.Role is ColumnRole.Covariate or ColumnRole.Treatment or ColumnRole.Outcome;

    // What the schema says of a column of the file: of itself, and of those that are made of it.
    private List<ColumnSchema> Said(string name) =>
        [.. (_options.Schema?.Columns ?? []).Where(column => column.From == name || (column.Name == name && column.From is null))];

    private bool IsRead(string name)
    {
        List<ColumnSchema> said = Said(name);
        return !_options.Skip.Contains(name)
            && (_options.Only is null || _options.Only.Contains(name) || said.Exists(column => _options.Only.Contains(column.Name)))
            && (said.Count == 0 || said.Exists(column => column.Role != ColumnRole.Ignored))
            && (!_options.LikeSchema || said.Exists(IsModelled));
    }

    private void ReadRows()
    {
        while (_source.Read())
        {
            for (int j = 0; j < _stores.Length; j++)
            {
                _stores[j]?.Add(_source.Cell(j));
            }

            _context.MarkLine(_rows, _source.Line);
            _rows++;
            if (_rows % RowsBetweenChecks == 0)
            {
                _options.Cancellation.ThrowIfCancellationRequested();
            }
        }

        if (_rows < _options.MinimumRows)
        {
            throw _context.Error(_rows == 0
                ? "there is a header but no row."
                : string.Create(CultureInfo.InvariantCulture,
                    $"there {(_rows == 1 ? "is 1 row" : $"are {_rows} rows")}; at least {_options.MinimumRows} are needed."));
        }
    }

    private (Table Table, Schema Schema) MakeColumns()
    {
        List<Column> columns = [];
        List<ColumnSchema> schema = [];
        for (int j = 0; j < _stores.Length; j++)
        {
            _options.Cancellation.ThrowIfCancellationRequested();
            CellColumn column = _source.Columns[j];
            List<ColumnSchema> said = Said(column.Name);
            if (_stores[j] is not { } store)
            {
                schema.AddRange(said.DefaultIfEmpty(new ColumnSchema(column.Name)).Select(c => c with { Role = ColumnRole.Ignored }));
                continue;
            }

            foreach ((Column made, ColumnSchema facts) in Made(new ColumnCells(column.Name, store, _context.Missing), said, column))
            {
                columns.Add(made);
                schema.Add(facts);
            }

            _stores[j] = null;
        }

        if (_context is { CommaColumn: { } comma, PointColumn: { } point } && _context.Delimiter != ',')
        {
            throw _context.Error($"column {CellText.Show(comma)} has decimal commas and column {CellText.Show(point)} has points, which "
                + $"could be decimals or thousands. Use one decimal sign throughout.");
        }

        return (new Table(columns), new Schema(schema) { Rules = _options.Schema?.Rules });
    }

    // The columns that a column of the file becomes: one for most.
    private IEnumerable<(Column Column, ColumnSchema Schema)> Made(ColumnCells cells, List<ColumnSchema> said, CellColumn file)
    {
        ColumnSchema own = said.Find(column => column.Name == cells.Name) ?? new ColumnSchema(cells.Name);
        ColumnSchema? first = said.Find(column => column.Part == ColumnPart.First);
        ColumnSchema? kinds = own.MissingKinds || said.Exists(column => column.Part == ColumnPart.MissingKind)
            ? said.Find(column => column.Part == ColumnPart.MissingKind) ?? new ColumnSchema(cells.Name + ".missing") : null;
        bool plain = own is { Type: null, Form: null, Missing: null } && kinds is null && first is null && own.Role != ColumnRole.Treatment;
        if (!plain || !cells.IsPlainLane)
        {
            cells.LeaveLane();
        }

        string[]? texts = kinds is null ? null : cells.Texts();
        TypedColumn typed = first is not null ? ColumnDeclared.ReadPair(cells, first,
            said.Find(column => column.Part == ColumnPart.Second)?.Name ?? cells.Name + ".2", _context) : Typed(cells, own);
        if (typed.Role == ColumnRole.Id || file.Identifier is not null)
        {
            _context.Identifiers.Add(cells.Name);
        }

        if (file.Identifier is { } why)
        {
            typed = typed with { Role = ColumnRole.Id };
            _context.Log.LeaveOut(null, cells.Name, why);
        }

        if (typed.Second is { } second)
        {
            ColumnSchema other = said.Find(column => column.Part == ColumnPart.Second) ?? own;
            foreach ((TypedColumn part, ColumnPart which, ColumnSchema facts) in
                new[] { (typed, ColumnPart.First, first ?? own), (second, ColumnPart.Second, other) })
            {
                yield return (part.Column, Schema.Of(part.Column, facts.Role ?? part.Role) with
                {
                    From = cells.Name, Part = which, Between = typed.Between, After = typed.After, Label = facts.Label ?? file.Label,
                        Timing = facts.Timing,
                    Minimum = facts.Minimum, Maximum = facts.Maximum, Form = facts.Form ?? part.Form,
                });
            }

            yield break;
        }

        yield return (typed.Column, Schema.Of(typed.Column, own.Role ?? typed.Role) with
        {
            Minimum = own.Minimum, Maximum = own.Maximum, Form = typed.Form, Label = own.Label ?? file.Label,
            Display = own.Display ?? file.Format,
            LevelLabels = own.LevelLabels, Timing = own.Timing, Missing = own.Missing, MissingKinds = kinds is not null,
        });
        if (kinds is not null && MissingKindColumn.Of(cells.Name, kinds, typed.Column, cells, texts!) is { } kind)
        {
            yield return (kind, Schema.Of(kind, kinds.Role ?? ColumnRole.Covariate) with { From = cells.Name, Part =
                ColumnPart.MissingKind });
        }
    }

    private TypedColumn Typed(ColumnCells cells, ColumnSchema said)
    {
        if (said is { Type: null, Levels: { } levels })
        {
            said = said with { Type = levels.Count == 2 ? ColumnType.Binary : ColumnType.Categorical };
        }

        if (said.Missing is { } codes)
        {
            cells.SetMissing(new MissingTokens(codes));
        }

        return said.Type is null && said.Form is null
            ? ColumnInference.Infer(cells, _context, levels: said.Role == ColumnRole.Treatment)
            : ColumnDeclared.Read(cells, said, _context, _options.LikeSchema);
    }
}
