using CausalLoom.Data.Formats;
using CausalLoom.Io;

namespace CausalLoom.Data;

/// <summary>Types and roles of a table's columns: given by a user in YAML, or as found in the data.</summary>
public sealed class Schema
{
    private readonly Dictionary<string, ColumnSchema> _byName;

    /// <summary>A schema of columns with different names.</summary>
    public Schema(IReadOnlyList<ColumnSchema> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        Columns = [.. columns];
        _byName = Columns.ToDictionary(column => column.Name, StringComparer.Ordinal);
    }

    /// <summary>The columns, in order.</summary>
    public IReadOnlyList<ColumnSchema> Columns { get; }

    /// <summary>The columns that a file may lack unless a role is asked of them: those of a data dictionary, of which a file is a
    /// part.</summary>
    internal IReadOnlySet<string> Optional { get; init; } = new HashSet<string>();

    /// <summary>What is said of that column, or null.</summary>
    public ColumnSchema? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The names of the columns with a role, in order.</summary>
    public IReadOnlyList<string> WithRole(ColumnRole role) =>
        [.. Columns.Where(column => column.Role == role).Select(column => column.Name)];

    /// <summary>This schema with something else said of some columns; columns it does not have are added.</summary>
    public Schema With(params IEnumerable<ColumnSchema> changes)
    {
        Dictionary<string, ColumnSchema> changed = changes.ToDictionary(column => column.Name, StringComparer.Ordinal);
        return new Schema(
        [
            .. Columns.Select(column => changed.GetValueOrDefault(column.Name, column)),
            .. changed.Values.Where(column => !_byName.ContainsKey(column.Name)),
        ]) { Optional = Optional };
    }

    /// <summary>The schema of a table: types, levels and decimals as they are.</summary>
    /// <param name="table">The table.</param>
    /// <param name="role">The role of each column.</param>
    public static Schema Of(Table table, Func<string, ColumnRole> role)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(role);
        return new Schema([.. table.Columns.Select(column => Of(column, role(column.Name)))]);
    }

    /// <summary>Reads a schema file: YAML, or a REDCap data dictionary, which its header tells.</summary>
    /// <exception cref="CausalLoomException">It cannot be read or is not a schema; the message gives the line.</exception>
    public static Schema Read(string path)
    {
        string text = InputFile.ReadText(path, SchemaYaml.MaxBytes);
        return RedcapDictionary.IsOne(text) ? RedcapDictionary.Parse(text, path) : SchemaYaml.Parse(text, path);
    }

    /// <summary>Reads the YAML of a schema.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="source">Where it is from, for messages.</param>
    /// <exception cref="CausalLoomException">It is not a schema; the message gives the line.</exception>
    public static Schema Parse(string yaml, string source = "schema") => SchemaYaml.Parse(yaml, source);

    /// <summary>The schema as YAML, which <see cref="Parse"/> reads back.</summary>
    public string ToYaml() => SchemaYaml.Write(this);

    /// <summary>What is said of the columns of a file, and of those that it must have.</summary>
    internal Schema Of(IEnumerable<string> file)
    {
        HashSet<string> there = new(file, StringComparer.Ordinal);
        return Optional.Count == 0 ? this : new Schema([.. Columns.Where(column => there.Contains(column.From ?? column.Name)
            || !Optional.Contains(column.Name) || column.Role is ColumnRole.Treatment or ColumnRole.Outcome)]);
    }

    internal static ColumnSchema Of(Column column, ColumnRole role) => new(column.Name)
    {
        Type = column.Type,
        Role = role,
        Levels = (column as DiscreteColumn)?.Levels,
        Decimals = (column as ContinuousColumn)?.Decimals,
    };
}
