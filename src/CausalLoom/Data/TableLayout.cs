using System.Text.Json.Nodes;

namespace CausalLoom.Data;

/// <summary>
/// The facts of a table's columns (<see cref="ColumnLayout"/>), without its rows: what a fitted generator stores so that
/// what it decodes becomes proper columns again.
/// </summary>
public sealed class TableLayout
{
    /// <summary>A layout of columns.</summary>
    public TableLayout(IReadOnlyList<ColumnLayout> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        Columns = [.. columns];
    }

    /// <summary>The columns, in order.</summary>
    public IReadOnlyList<ColumnLayout> Columns { get; }

    /// <summary>The layout of a table.</summary>
    public static TableLayout Of(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return new TableLayout([.. table.Columns.Select(ColumnLayout.Of)]);
    }

    /// <summary>A table from decoded numbers (<see cref="ColumnLayout.Build"/>).</summary>
    /// <param name="values">[column][row]: numbers, or level codes; NaN means missing.</param>
    /// <param name="missing">[column][row]: where values are missing; null, or null for a column, where the numbers say so.</param>
    public Table Build(IReadOnlyList<double[]> values, IReadOnlyList<bool[]?>? missing = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count != Columns.Count)
        {
            throw new ArgumentException($"The layout has {Columns.Count} columns, not {values.Count}.", nameof(values));
        }

        return new Table([.. Columns.Select((column, j) => column.Build(values[j], missing?[j]))]);
    }

    /// <summary>All that <see cref="FromJson"/> needs.</summary>
    public JsonObject ToJson() => new() { ["columns"] = new JsonArray([.. Columns.Select(column => (JsonNode)column.ToJson())]) };

    /// <summary>The layout that <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="CausalLoomException">The JSON is not one of a layout.</exception>
    public static TableLayout FromJson(JsonNode? json)
    {
        TableLayout layout = new([.. LayoutJson.Array(json, "columns").Select(ColumnLayout.FromJson)]);
        return layout.Columns.DistinctBy(column => column.Name).Count() == layout.Columns.Count ? layout
            : throw LayoutJson.Damaged("columns");
    }
}
