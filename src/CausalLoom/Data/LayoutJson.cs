using System.Text.Json;
using System.Text.Json.Nodes;

namespace CausalLoom.Data;

/// <summary>Reads the JSON of layouts and encoders; anything that does not fit is a damaged model file.</summary>
internal static class LayoutJson
{
    public static CausalLoomException Damaged(string what) =>
        new($"The model file is damaged: its '{what}' is absent or does not fit. Fit the model again.");

    public static string Text(ColumnType type) => type switch
    {
        ColumnType.Continuous => "continuous",
        ColumnType.Integer => "integer",
        ColumnType.Binary => "binary",
        _ => "categorical",
    };

    public static ColumnType Type(JsonNode? node) => String(node, "type") switch
    {
        "continuous" => ColumnType.Continuous,
        "integer" => ColumnType.Integer,
        "binary" => ColumnType.Binary,
        "categorical" => ColumnType.Categorical,
        _ => throw Damaged("type"),
    };

    public static string String(JsonNode? node, string key) => Text(Get(node, key), key);

    public static bool Boolean(JsonNode? node, string key) => Get(node, key)?.GetValueKind() switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Damaged(key),
    };

    public static double Number(JsonNode? node, string what) => node is JsonValue value && value.GetValueKind() == JsonValueKind.Number
        && value.TryGetValue(out double number) && double.IsFinite(number)
        ? number
        : node is JsonValue whole && whole.TryGetValue(out int integer) ? integer : throw Damaged(what);

    public static JsonArray Array(JsonNode? node, string key) => Get(node, key) as JsonArray ?? throw Damaged(key);

    public static string[] Strings(JsonNode? node, string key) => [.. Array(node, key).Select(item => Text(item, key))];

    /// <summary>A member, or null where it is absent or null.</summary>
    public static JsonNode? Get(JsonNode? node, string key) =>
        node is JsonObject members && members.TryGetPropertyValue(key, out JsonNode? value) ? value : null;

    private static string Text(JsonNode? node, string what) => node is JsonValue value && value.GetValueKind() == JsonValueKind.String
        ? value.GetValue<string>()
        : throw Damaged(what);
}
