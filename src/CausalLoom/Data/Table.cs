using CausalLoom.Io;

namespace CausalLoom.Data;

/// <summary>
/// An immutable columnar table. Selecting columns shares them; taking rows copies them. Column names are unique and
/// compared exactly.
/// </summary>
public sealed class Table
{
    private readonly Dictionary<string, int> _index;

    /// <summary>A table of columns of equal length.</summary>
    /// <exception cref="ArgumentException">Lengths differ or a name occurs twice.</exception>
    public Table(IReadOnlyList<Column> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        Columns = [.. columns];
        Rows = Columns.Count == 0 ? 0 : Columns[0].Count;
        _index = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int j = 0; j < Columns.Count; j++)
        {
            if (Columns[j].Count != Rows)
            {
                throw new ArgumentException($"Column {Columns[j].Name} has {Columns[j].Count} rows; {Columns[0].Name} has {Rows}.",
                    nameof(columns));
            }

            if (!_index.TryAdd(Columns[j].Name, j))
            {
                throw new ArgumentException($"Column {Columns[j].Name} occurs twice.", nameof(columns));
            }
        }
    }

    /// <summary>The columns, in order.</summary>
    public IReadOnlyList<Column> Columns { get; }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The column of that name.</summary>
    /// <exception cref="CausalLoomException">There is none.</exception>
    public Column this[string name] => _index.TryGetValue(name, out int j)
        ? Columns[j]
        : throw new CausalLoomException($"There is no column {CellText.Show(name)}.{Suggestion.For(name, Columns.Select(c => c.Name))} The "
            + $"columns are {CellText.List([.. Columns.Select(c => CellText.Show(c.Name))])}.");

    /// <summary>Whether there is a column of that name.</summary>
    public bool Contains(string name) => _index.ContainsKey(name);

    /// <summary>The named columns, in that order, sharing their values.</summary>
    public Table Select(IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return new Table([.. names.Select(name => this[name])]);
    }

    /// <summary>All columns but the named ones.</summary>
    public Table Without(params IReadOnlyCollection<string> names) => new([.. Columns.Where(c => !names.Contains(c.Name))]);

    /// <summary>This table with further columns to the right.</summary>
    public Table With(params IReadOnlyList<Column> more) => new([.. Columns, .. more]);

    /// <summary>The given rows, in that order (repeats allowed).</summary>
    public Table Take(ReadOnlySpan<int> rows)
    {
        Column[] taken = new Column[Columns.Count];
        for (int j = 0; j < taken.Length; j++)
        {
            taken[j] = Columns[j].Take(rows);
        }

        return new Table(taken);
    }
}
