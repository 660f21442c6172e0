using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CausalLoom.Data;

namespace CausalLoom.Llm;

/// <summary>
/// The words and the JSON schema of a request: a description of every column, example rows in the form that the reply must have, and
/// how many new ones are wanted. The same rows and rules give the same bytes, which the cache relies on.
/// </summary>
internal sealed class ChatPrompt
{
    // Servers bound the levels that a schema may list (OpenAI: 1,000 in all); beyond this the description and the check must do.
    private const int MaxLevels = 100;
    private const int MaxLevelsInAll = 500;
    private const int DescribedLevels = 40;
    private const double Percent = 100;

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly RowRules _rules;
    private readonly int _rows;
    private readonly string _columns;

    public ChatPrompt(RowRules rules, int rows)
    {
        _rules = rules;
        _rows = rows;
        _columns = string.Concat(rules.Columns.Select(column => "- " + Describe(column) + "\n"));
        Schema = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject { ["rows"] = new JsonObject { ["type"] = "array", ["items"] = RowSchema() } },
            ["required"] = new JsonArray("rows"),
            ["additionalProperties"] = false,
        };
    }

    /// <summary>What the reply is held to by servers that can.</summary>
    public JsonObject Schema { get; }

    /// <summary>What the model is told to be.</summary>
    public static string System =>
        "You make synthetic rows of a table for research. Reply with one JSON object of the form {\"rows\": [...]} and with nothing else. "
        + "Each row is an object with exactly the columns described, every value within what its column allows.";

    /// <summary>The request proper, with the given rows of the table as examples.</summary>
    public string User(Table table, IReadOnlyList<int> examples)
    {
        StringBuilder text = new();
        text.Append("The columns:\n").Append(_columns);
        text.Append("\nRows of the real data:\n").Append(Rows(table, examples)).Append("\n\n");
        text.Append(CultureInfo.InvariantCulture, $"Give {_rows} new rows of the same population: the same spread and shares in every "
            + $"column, the same dependence between columns, as often missing. Do not repeat the rows above.");
        return text.ToString();
    }

    /// <summary>Rows in the form of a reply.</summary>
    public static string Rows(Table table, IReadOnlyList<int> rows)
    {
        JsonArray array = [.. rows.Select(row =>
            (JsonNode)new JsonObject(table.Columns.Select(column => KeyValuePair.Create(column.Name, (JsonNode?)Value(column, row)))))];
        return new JsonObject { ["rows"] = array }.ToJsonString(Plain);
    }

    private static JsonValue? Value(Column column, int row) => column.IsMissing(row) ? null : column switch
    {
        ContinuousColumn continuous => JsonValue.Create(continuous.Values[row]),
        IntegerColumn integer => JsonValue.Create(integer.Values[row]),
        _ => JsonValue.Create(column.TextAt(row)),
    };

    private static string Describe(ColumnRule column)
    {
        StringBuilder text = new(JsonSerializer.Serialize(column.Name, Plain));
        text.Append(": ");
        if (!column.HasValues)
        {
            return text.Append("always null").ToString();
        }

        text.Append(column.Type switch
        {
            ColumnType.Continuous =>
                string.Create(CultureInfo.InvariantCulture, $"a number from {column.Minimum} to {column.Maximum}{Places(column.Decimals)}"),
            ColumnType.Integer => string.Create(CultureInfo.InvariantCulture, $"a whole number from {column.Lowest} to {column.Highest}"),
            _ => Levels(column),
        });
        if (column.MissingShare > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"; null where missing, in {Percent * column.MissingShare:0.#} % of rows");
        }

        return text.ToString();
    }

    private static string Places(int? decimals) =>
        decimals is { } places ? string.Create(CultureInfo.InvariantCulture, $" with at most {places} decimals") : string.Empty;

    private static string Levels(ColumnRule column)
    {
        double all = column.Counts.Sum(count => (long)count);
        int[] common = [.. Enumerable.Range(0, column.Counts.Length).Where(code => column.Counts[code] > 0).OrderByDescending(code =>
            column.Counts[code]).ThenBy(code => code)];
        IEnumerable<string> shown = common.Take(DescribedLevels)
            .Select(code => string.Create(CultureInfo.InvariantCulture,
                $"{JsonSerializer.Serialize(column.Levels[code], Plain)} ({Percent * column.Counts[code] / all:0.#} %)"));
        string more = common.Length > DescribedLevels
            ? string.Create(CultureInfo.InvariantCulture,
                $" or one of {common.Length - DescribedLevels} rarer texts, as the rows below have them")
            : string.Empty;
        return "one of the texts " + string.Join(", ", shown) + more;
    }

    private JsonObject RowSchema()
    {
        JsonObject properties = [];
        int listed = 0;
        foreach (ColumnRule column in _rules.Columns)
        {
            properties[column.Name] = ColumnSchema(column, ref listed);
        }

        return new JsonObject
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = new JsonArray([.. _rules.Columns.Select(column => (JsonNode)column.Name)]),
            ["additionalProperties"] = false,
        };
    }

    private static JsonObject ColumnSchema(ColumnRule column, ref int listed)
    {
        if (!column.HasValues)
        {
            return new JsonObject { ["type"] = "null" };
        }

        string type = column.Type switch { ColumnType.Continuous => "number", ColumnType.Integer => "integer", _ => "string" };
        bool missing = column.MissingShare > 0;
        JsonObject schema = new() { ["type"] = missing ? new JsonArray(type, "null") : type };
        if (column.Type == ColumnType.Continuous)
        {
            schema["minimum"] = column.Minimum;
            schema["maximum"] = column.Maximum;
        }
        else if (column.Type == ColumnType.Integer)
        {
            schema["minimum"] = column.Lowest;
            schema["maximum"] = column.Highest;
        }
        else if (column.SeenLevels.Count() is int count && count <= MaxLevels && listed + count <= MaxLevelsInAll)
        {
            listed += count;
            JsonArray levels = [.. column.SeenLevels.Select(level => (JsonNode?)level)];
            if (missing)
            {
                levels.Add(null);
            }

            schema["enum"] = levels;
        }

        return schema;
    }
}
