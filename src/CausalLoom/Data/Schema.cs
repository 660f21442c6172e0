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

    /// <summary>
    /// Conditions on a row that always hold, in the language of docs/rules.md; null where nothing is said of them, so that they are looked
    /// for, and empty where there are none.
    /// </summary>
    public IReadOnlyList<string>? Rules { get; init; }

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
        ]) { Rules = Rules };
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

    /// <summary>Reads a schema file.</summary>
    /// <exception cref="CausalLoomException">It cannot be read or is not a schema; the message gives the line.</exception>
    public static Schema Read(string path) => SchemaYaml.Parse(InputFile.ReadText(path, SchemaYaml.MaxBytes), path);

    /// <summary>Reads the YAML of a schema.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="source">Where it is from, for messages.</param>
    /// <exception cref="CausalLoomException">It is not a schema; the message gives the line.</exception>
    public static Schema Parse(string yaml, string source = "schema") => SchemaYaml.Parse(yaml, source);

    /// <summary>The schema as YAML, which <see cref="Parse"/> reads back.</summary>
    public string ToYaml() => SchemaYaml.Write(this);

    internal static ColumnSchema Of(Column column, ColumnRole role) => new(column.Name)
    {
        Type = column.Type,
        Role = role,
        Levels = (column as DiscreteColumn)?.Levels,
        Decimals = (column as ContinuousColumn)?.Decimals,
    };
}
