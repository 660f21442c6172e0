using System.Text.Json;
using System.Text.Json.Nodes;
using CausalLoom.Data;

namespace CausalLoom.Llm;

/// <summary>The columns of the data in their order: reads a reply's objects into checked rows, and rows into a table.</summary>
internal sealed class RowRules
{
    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);

    public RowRules(IReadOnlyList<ColumnRule> columns)
    {
        Columns = columns;
        for (int j = 0; j < columns.Count; j++)
        {
            _index[columns[j].Name] = j;
        }
    }

    public IReadOnlyList<ColumnRule> Columns { get; }

    public static RowRules Of(Table table) => new([.. table.Columns.Select(ColumnRule.Of)]);

    public static RowRules FromJson(JsonNode? json)
    {
        RowRules rules = new([.. LayoutJson.Array(json, "columns").Select(ColumnRule.FromJson)]);
        return rules._index.Count == rules.Columns.Count ? rules : throw LayoutJson.Damaged("columns");
    }

    public JsonObject ToJson() => new() { ["columns"] = new JsonArray([.. Columns.Select(column => (JsonNode)column.ToJson())]) };

    /// <summary>Reads one object of a reply.</summary>
    /// <returns>Why it is refused, or <see cref="RowFault.None"/> with the row.</returns>
    public RowFault Read(JsonElement row, out ReplyCell[] cells)
    {
        cells = new ReplyCell[Columns.Count];
        try
        {
            return row.ValueKind == JsonValueKind.Object ? ReadCells(row, cells) : RowFault.Malformed;
        }
        catch (InvalidOperationException)
        {
            // A text with half of a surrogate pair parses and cannot be read.
            return RowFault.Malformed;
        }
    }

    public Table Build(IReadOnlyList<ReplyCell[]> rows) => new([.. Columns.Select((column, j) => column.Build(rows, j))]);

    private RowFault ReadCells(JsonElement row, ReplyCell[] cells)
    {
        bool[] given = new bool[cells.Length];
        int found = 0;
        foreach (JsonProperty property in row.EnumerateObject())
        {
            if (!_index.TryGetValue(property.Name, out int j) || given[j])
            {
                return RowFault.Columns;
            }

            given[j] = true;
            found++;
            RowFault fault = Columns[j].Read(property.Value, out cells[j]);
            if (fault != RowFault.None)
            {
                return fault;
            }
        }

        return found == cells.Length ? RowFault.None : RowFault.Columns;
    }
}
