namespace CausalLoom.Data;

/// <summary>A table at a glance: what `inspect` prints.</summary>
/// <param name="Rows">The number of rows.</param>
/// <param name="Columns">Every column of the schema, in order.</param>
public sealed record TableSummary(int Rows, IReadOnlyList<ColumnSummary> Columns)
{
    /// <summary>Summarises a table by its schema; columns of the schema that were not read come without figures.</summary>
    public static TableSummary Of(Table table, Schema schema)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(schema);
        return new TableSummary(table.Rows, [.. schema.Columns.Select(column => Of(table, column))]);
    }

    private static ColumnSummary Of(Table table, ColumnSchema column)
    {
        ColumnRole role = column.Role ?? ColumnRole.Covariate;
        return table.Contains(column.Name)
            ? ColumnSummary.Of(table[column.Name], role)
            : new ColumnSummary(column.Name, column.Type, role, 0, 0, double.NaN, double.NaN, double.NaN, double.NaN, []);
    }
}
