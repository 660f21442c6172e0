using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Data.Structure;
using CausalLoom.Io;
using CausalLoom.Mechanisms;
using CausalLoom.Rules;

namespace CausalLoom.Jobs;

/// <summary>What a look at a file found.</summary>
/// <param name="Loaded">The file as it was read, with its schema.</param>
/// <param name="Columns">Its columns.</param>
public sealed record InspectResult(LoadedTable Loaded, TableSummary Columns) : IJobResult
{
    private static readonly string[] Heads = ["column", "type", "role", "missing", "distinct", "min", "mean", "sd", "max", "most frequent"];

    /// <summary>The conditions that no row breaks.</summary>
    public FoundRules Rules { get; init; } = new([], 0, 0);

    /// <summary>Whether treatment and outcome are named, without which there are no arms to look at.</summary>
    public bool HasRoles => Data is not null || Problem is not null;

    /// <summary>The data by role; null where roles are not known or something stands in the way.</summary>
    public CausalData? Data { get; init; }

    /// <summary>What was found in how the columns hang together.</summary>
    public IReadOnlyList<StructureFinding> Structure { get; init; } = [];

    /// <summary>What was not looked at, one line each.</summary>
    public IReadOnlyList<string> Limits => [.. new[]
    {
        Rules.Tried > 0 && Columns.Columns.Count > RuleFinder.MostColumns
            ? InvariantText.Invariant($"Rules were looked for between the first {RuleFinder.MostColumns} columns.") : null,
        Data is { } data && data.Covariates.Columns.Count > LinearRelations.MostColumns
            ? InvariantText.Invariant($"Sums, and outcomes that follow from covariates, were looked for among the first "
                + $"{LinearRelations.MostColumns} columns of numbers.") : null,
    }.OfType<string>()];

    /// <summary>Whether something was found that decides what an effect of these data is worth.</summary>
    public bool Decisive => Problem is not null || Structure.Count > 0
        || Loaded.LeftOut.Any(column => column.Reason.Contains("belong together", StringComparison.Ordinal));

    /// <summary>Their overlap, likewise.</summary>
    public OverlapSummary? Overlap { get; init; }

    /// <summary>The schema as the file should be read again: of data with roles, the treatment's levels with the reference first.</summary>
    public Schema Schema => new((Data is { } data && Loaded.Schema.Find(data.TreatmentSpace.Name) is { } column
        ? Loaded.Schema.With(column with { Type = data.Treatment.ToColumn().Type, Levels = data.TreatmentSpace.Levels })
                : Loaded.Schema).Columns)
            { Rules = Rules.Rules.Count > 0 ? [.. Rules.Rules.Select(rule => rule.Text)] : Loaded.Schema.Rules };

    /// <summary>What stands in the way of a study, or null.</summary>
    public string? Problem { get; init; }

    /// <summary>All of it.</summary>
    public string Json()
    {
        JsonObject json = new()
        {
            ["version"] = Product.Version,
            ["rows"] = Columns.Rows,
            ["columns"] = new JsonArray([.. Columns.Columns.Select(c => ColumnJson(c, Loaded.Schema.Find(c.Name)))]),
            ["rules"] = new JsonObject
            {
                ["fdr"] = Rules.FalseDiscoveryRate,
                ["tried"] = Rules.Tried,
                ["rules"] = JobJson.Texts(Rules.Rules.Select(rule => rule.Text)),
            },
            ["notes"] = JobJson.Texts(Loaded.Notes),
            ["warnings"] = JobJson.Texts(Loaded.Warnings),
            ["columns_left_out"] = ReadFacts.LeftOutJson(Loaded.LeftOut),
            ["rows_dropped"] = new JsonArray([.. Loaded.DroppedRows.Select(d =>
                (JsonNode)new JsonObject { ["reason"] = d.Reason, ["rows"] = d.Rows })]),
        };
        json["structure"] = new JsonArray([.. Structure.Select(f => (JsonNode)new JsonObject
            { ["kind"] = Kind(f.Kind), ["text"] = f.Text + ".", ["columns"] = JobJson.Texts(f.Columns), ["forbids"] = f.Forbids })]);
        if (Data is { } data && Overlap is { } overlap)
        {
            json["arms"] = data.Levels == 2 ? new JsonObject { ["control"] = data.Rows - data.Treated, ["treated"] = data.Treated }
                : new JsonObject { ["reference"] = Level(data, 0),
                    ["others"] = new JsonArray([.. Enumerable.Range(1, data.Levels - 1).Select(level => Level(data, level))]) };
            json["overlap"] = new JsonObject { ["share_inside"] = overlap.ShareInside, ["minimum"] = overlap.Minimum,
                ["median"] = overlap.Median, ["maximum"] = overlap.Maximum, ["rows"] = overlap.Rows,
                ["covariates"] = overlap.Covariates };
        }

        if (Limits.Count > 0)
        {
            json["limits"] = JobJson.Texts(Limits);
        }

        if (Problem is not null)
        {
            json["problem"] = Problem;
        }

        return JobJson.Text(json);
    }

    /// <summary>A table of columns, then the overlap where the roles are known.</summary>
    public string Summary()
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture,
            $"{Path.GetFileName(Loaded.Path)}: {Columns.Rows} rows, {Columns.Columns.Count} columns\n");
        AppendAligned(text, [Heads, .. Columns.Columns.Select(Cells)]);
        if (Data is { } data && Overlap is { } overlap)
        {
            AppendArms(text, data);
            string whose = data.Levels == 2 ? "an estimated propensity in [.05, .95];"
                : "an estimated propensity of at least .05 for every level; the smallest of each row:";
            text.Append(CultureInfo.InvariantCulture, $"Overlap: {100 * overlap.ShareInside:0.0} % of rows have {whose} median "
                + $"{overlap.Median:0.00}, range {overlap.Minimum:0.000} to {overlap.Maximum:0.000}{Part(data, overlap)}.\n");
        }
        foreach (StructureFinding finding in Structure)
        {
            text.Append(finding.Forbids ? "No effect can be estimated: "
                : "Structure: ").Append(VisibleText.Line(finding.Text)).Append(".\n");
        }

        if (Problem is not null)
        {
            text.Append("Not ready to study: ").Append(VisibleText.Line(Problem)).Append('\n');
        }

        AppendRules(text);
        text.AppendJoin(string.Empty, Limits.Select(limit => limit + "\n"));
        return text.ToString();
    }

    // Which part of the data a look at overlap took.
    private static string Part(CausalData data, OverlapSummary overlap)
    {
        string rows = overlap.Rows == data.Rows ? string.Empty
            : InvariantText.Invariant($"{overlap.Rows} of {data.Rows} rows, drawn by the seed");
        string columns = overlap.Covariates == data.Covariates.Columns.Count ? string.Empty
            : InvariantText.Invariant($"{overlap.Covariates} of {data.Covariates.Columns.Count} covariates, those that differ most between "
                + $"the levels in the other rows");
        return rows.Length == 0 && columns.Length == 0 ? string.Empty
            : $" (of {rows}{(rows.Length > 0 && columns.Length > 0 ? ", and " : string.Empty)}{columns})";
    }

    // snake_case.
    private static string Kind(StructureKind kind) => string.Concat(kind.ToString().Select((c, i) =>
        char.IsUpper(c) && i > 0 ? "_" + char.ToLowerInvariant(c) : char.ToLowerInvariant(c).ToString()));

    private void AppendRules(StringBuilder text)
    {
        if (Rules.Rules.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"Rules that no row breaks")
                .Append(Rules.Tried == 0 ? ", as listed:\n" : string.Create(CultureInfo.InvariantCulture,
                    $" (of {Rules.Tried} tried; at most {100 * Rules.FalseDiscoveryRate:0.#} % of them are expected to hold by "
                        + $"chance):\n"));
            text.AppendJoin(string.Empty, Rules.Rules.Select(rule => $"  {VisibleText.Line(rule.Text)}\n"));
        }
    }

    private static void AppendArms(StringBuilder text, CausalData data)
    {
        IReadOnlyList<string> names = data.TreatmentSpace.Levels;
        text.Append(CultureInfo.InvariantCulture,
            $"Arms: {data.Treatment.CountOf(0)} rows with {VisibleText.Name(data.TreatmentSpace.Name)} = {VisibleText.Name(names[0])} "
            + $"({(data.Levels == 2 ? "control" : "reference")})");
        for (int level = 1; level < data.Levels; level++)
        {
            text.Append(CultureInfo.InvariantCulture, $", {data.Treatment.CountOf(level)} with {VisibleText.Name(names[level])}");
        }

        text.Append(data.Levels == 2 ? " (treated).\n" : ".\n");
    }

    private static JsonObject Level(CausalData data, int level) =>
        new() { ["level"] = data.TreatmentSpace.Levels[level], ["rows"] = data.Treatment.CountOf(level) };

    private static string[] Cells(ColumnSummary c) =>
    [
        VisibleText.Name(c.Name),
        c.Type?.ToString().ToLowerInvariant() ?? "not read",
        c.Role.ToString().ToLowerInvariant(),
        c.Missing.ToString(CultureInfo.InvariantCulture),
        c.Distinct.ToString(CultureInfo.InvariantCulture),
        Number(c.Minimum),
        Number(c.Mean),
        Number(c.Sd),
        Number(c.Maximum),
        string.Join(", ",
            c.TopLevels.Take(3).Select(l => string.Create(CultureInfo.InvariantCulture, $"{VisibleText.Name(l.Level)} ({l.Rows})"))),
    ];

    private static string Number(double value) => double.IsNaN(value) ? string.Empty : value.ToString("G5", CultureInfo.InvariantCulture);

    private static void AppendAligned(StringBuilder text, List<string[]> lines)
    {
        int[] widths = [.. Enumerable.Range(0, Heads.Length).Select(j => lines.Max(line => line[j].Length))];
        foreach (string[] line in lines)
        {
            text.AppendJoin("  ", line.Select((cell, j) => j is >= 3 and <= 8 ? cell.PadLeft(widths[j]) : j == Heads.Length - 1 ? cell
                : cell.PadRight(widths[j]))).Append('\n');
        }
    }

    private static JsonObject ColumnJson(ColumnSummary c, ColumnSchema? schema)
    {
        JsonObject json = new()
        {
            ["name"] = c.Name,
            ["type"] = c.Type?.ToString().ToLowerInvariant(),
            ["role"] = c.Role.ToString().ToLowerInvariant(),
            ["missing"] = c.Missing,
            ["distinct"] = c.Distinct,
        };
        foreach ((string key, double value) in new[] { ("minimum", c.Minimum), ("mean", c.Mean), ("sd", c.Sd), ("maximum", c.Maximum) })
        {
            if (!double.IsNaN(value))
            {
                json[key] = value;
            }
        }

        foreach ((string key, string? text) in new[] { ("format", schema?.Form?.Pattern), ("unit", schema?.Form?.Unit), ("label",
            schema?.Label) })
        {
            if (text is not null)
            {
                json[key] = text;
            }
        }

        if (c.TopLevels.Count > 0)
        {
            json["levels"] = new JsonArray([.. c.TopLevels.Select(l => new JsonObject { ["level"] = l.Level, ["rows"] = l.Rows })]);
        }

        return json;
    }
}
