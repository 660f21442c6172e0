using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Autoregressive.Tokens;

/// <summary>The vocabularies of a table's columns.</summary>
internal sealed class TableTokens
{
    internal TableTokens(TableLayout layout, ColumnTokens[] columns)
    {
        Layout = layout;
        Columns = columns;
    }

    internal TableLayout Layout { get; }

    internal ColumnTokens[] Columns { get; }

    internal static TableTokens Fit(Table table, TokenOptions options, FitContext context) =>
        new(TableLayout.Of(table), context.Map(table.Columns.Count, (j, _) => ColumnTokens.Of(table.Columns[j], options)));

    /// <summary>[column][row].</summary>
    internal int[][] Encode(Table table) => [.. Columns.Select((c, j) => c.Encode(table.Columns[j]))];

    /// <summary>A table from tokens [column][row].</summary>
    internal Table Decode(int[][] tokens, RandomStream stream) =>
        Layout.Build([.. Columns.Select((c, j) => Decode(c, tokens[j], stream.Child(j)))]);

    internal ModelState Save()
    {
        ModelState state = new("tokens");
        state.Settings["layout"] = Layout.ToJson();
        state.Settings["sizes"] = new JsonArray([.. Columns.Select(c => (JsonNode)Sizes(c))]);
        for (int j = 0; j < Columns.Length; j++)
        {
            Columns[j].Save(state, j);
        }

        return state;
    }

    internal static TableTokens Load(ModelState state)
    {
        TableLayout layout = TableLayout.FromJson(state.Settings["layout"]);
        JsonArray sizes = LayoutJson.Array(state.Settings, "sizes");
        return sizes.Count == layout.Columns.Count
            ? new TableTokens(layout, [.. layout.Columns.Select((c, j) => Load(state, c, j, sizes[j]))])
            : throw LayoutJson.Damaged("sizes");
    }

    private static JsonArray Sizes(ColumnTokens column) => column is NumberTokens numbers
        ? new JsonArray(numbers.Sizes.Distinct, numbers.Sizes.Bins)
        : [];

    private static ColumnTokens Load(ModelState state, ColumnLayout layout, int j, JsonNode? sizes)
    {
        int[] lengths = sizes is JsonArray array ? [.. array.Select(Size)] : throw LayoutJson.Damaged("sizes");
        return layout.IsNumber == (lengths.Length == 2)
            ? layout.IsNumber ? NumberTokens.Load(state, j, lengths[0], lengths[1]) : LevelTokens.Load(state, j, layout.Levels.Length)
            : throw LayoutJson.Damaged("sizes");
    }

    private static int Size(JsonNode? json) => LayoutJson.Number(json, "sizes") is var n and >= 0 and < int.MaxValue ? (int)n
        : throw LayoutJson.Damaged("sizes");

    private static double[] Decode(ColumnTokens column, int[] tokens, RandomStream stream)
    {
        double[] numbers = new double[tokens.Length];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = column.Decode(tokens[i], stream);
        }

        return numbers;
    }
}
