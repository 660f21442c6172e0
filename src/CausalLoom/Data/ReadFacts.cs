using System.Text.Json.Nodes;

namespace CausalLoom.Data;

/// <summary>What came of the rows that a job read: what is used, what is left out and why. Stands in every result.</summary>
public sealed record ReadFacts
{
    /// <summary>The treatment column.</summary>
    public required string Treatment { get; init; }

    /// <summary>Its levels, the reference first.</summary>
    public required IReadOnlyList<string> Levels { get; init; }

    /// <summary>The outcome column.</summary>
    public required string Outcome { get; init; }

    /// <summary>The outcome's unit, where the file says it; null otherwise.</summary>
    public string? Unit { get; init; }

    /// <summary>The outcome's level that counts as the event; null for numbers.</summary>
    public string? Event { get; init; }

    /// <summary>How many rows were read.</summary>
    public int RowsRead { get; init; }

    /// <summary>How many are used.</summary>
    public int RowsUsed { get; init; }

    /// <summary>Rows that were left out, a reason each, with how many.</summary>
    public IReadOnlyList<(string Reason, int Rows)> RowsDropped { get; init; } = [];

    /// <summary>The columns that are not used, and why.</summary>
    public IReadOnlyList<LeftOutColumn> LeftOut { get; init; } = [];

    /// <summary>What the reader warns of, one line each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The facts of data that were read.</summary>
    public static ReadFacts Of(LoadedData loaded)
    {
        ArgumentNullException.ThrowIfNull(loaded);
        CausalData data = loaded.Data;
        return new ReadFacts
        {
            Treatment = data.TreatmentSpace.Name,
            Levels = data.TreatmentSpace.Levels,
            Outcome = data.OutcomeColumn.Name,
            Unit = loaded.Schema.Find(data.OutcomeColumn.Name)?.Form?.Unit,
            Event = data.OutcomeColumn is BinaryColumn two ? two.Levels[1] : null,
            RowsRead = loaded.RowsRead,
            RowsUsed = data.Rows,
            RowsDropped = loaded.DroppedRows,
            LeftOut = loaded.LeftOut,
            Warnings = [.. loaded.Warnings, .. loaded.DroppedRows.Select(d => Sentence(d.Reason, d.Rows))],
        };
    }

    /// <summary>The facts as JSON.</summary>
    public JsonObject Json()
    {
        JsonObject treatment = new() { ["column"] = Treatment, ["reference"] = Levels[0], ["levels"] = Texts(Levels) };
        JsonObject outcome = new() { ["column"] = Outcome };
        if (Event is not null)
        {
            outcome["event"] = Event;
        }

        if (Unit is not null)
        {
            outcome["unit"] = Unit;
        }

        return new JsonObject
        {
            ["rows_read"] = RowsRead,
            ["rows_used"] = RowsUsed,
            ["rows_dropped"] = DroppedJson(),
            ["columns_left_out"] = LeftOutJson(LeftOut),
            ["treatment"] = treatment,
            ["outcome"] = outcome,
            ["warnings"] = Texts(Warnings),
        };
    }

    /// <summary>`columns_left_out`.</summary>
    internal static JsonArray LeftOutJson(IEnumerable<LeftOutColumn> left) =>
        [.. left.Select(c => (JsonNode)new JsonObject { ["column"] = c.Name, ["reason"] = c.Reason })];

    /// <summary>`rows_dropped`.</summary>
    internal JsonArray DroppedJson() =>
        [.. RowsDropped.Select(d => (JsonNode)new JsonObject { ["reason"] = d.Reason, ["rows"] = d.Rows })];

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)text)];

    private static string Sentence(string reason, int rows) => FormattableString.Invariant(
        $"{rows} row{(rows == 1 ? "" : "s")} left out: {reason}.");
}
