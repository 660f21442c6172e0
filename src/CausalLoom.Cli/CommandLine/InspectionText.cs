using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Mechanisms;

namespace CausalLoom.Cli.CommandLine;

/// <summary>What `inspect` says, as text for a person and as JSON.</summary>
/// <param name="Text">A table of columns, then the overlap where the roles are known.</param>
/// <param name="Json">The same as data.</param>
public sealed record InspectionText(string Text, JsonObject Json)
{
    private static readonly string[] Heads = ["column", "type", "role", "missing", "distinct", "min", "mean", "sd", "max", "most frequent"];

    /// <summary>Inspects a table that was read.</summary>
    public static InspectionText Of(LoadedTable loaded, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(loaded);
        TableSummary summary = TableSummary.Of(loaded.Table, loaded.Schema);
        List<string[]> lines = [Heads, .. summary.Columns.Select(Cells)];
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture,
            $"{Path.GetFileName(loaded.Path)}: {summary.Rows} rows, {summary.Columns.Count} columns\n");
        AppendAligned(text, lines);
        JsonObject json = new()
        {
            ["version"] = Product.Version,
            ["rows"] = summary.Rows,
            ["columns"] = new JsonArray([.. summary.Columns.Select(ColumnJson)]),
            ["notes"] = new JsonArray([.. loaded.Notes.Select(note => JsonValue.Create(note))]),
            ["warnings"] = new JsonArray([.. loaded.Warnings.Select(warning => JsonValue.Create(warning))]),
        };
        AppendOverlap(text, json, loaded, context);
        return new InspectionText(text.ToString(), json);
    }

    private static void AppendOverlap(StringBuilder text, JsonObject json, LoadedTable loaded, FitContext context)
    {
        string? treatment = loaded.Schema.WithRole(ColumnRole.Treatment) is [var t, ..] ? t : null;
        string? outcome = loaded.Schema.WithRole(ColumnRole.Outcome) is [var y, ..] ? y : null;
        if (treatment is null || outcome is null)
        {
            text.Append("Name the treatment and the outcome (-t, -y) to see arms and overlap.\n");
            return;
        }

        try
        {
            IEnumerable<string> covariates = loaded.Schema.Columns.Where(c =>
                (c.Role ?? ColumnRole.Covariate) == ColumnRole.Covariate && loaded.Table.Contains(c.Name)).Select(c => c.Name);
            CausalData data = CausalData.From(loaded.Table.Select([.. covariates, treatment, outcome]), treatment, outcome);
            OverlapSummary overlap = OverlapSummary.Of(data, context.Child("overlap"));
            text.Append(CultureInfo.InvariantCulture, $"Arms: {data.Rows - data.Treated} rows with {treatment} = "
                + $"{data.TreatmentSpace.Levels[0]} (control), {data.Treated} with {data.TreatmentSpace.Levels[1]} (treated).\n");
            text.Append(CultureInfo.InvariantCulture, $"Overlap: {100 * overlap.ShareInside:0.0} % of rows have an estimated propensity in "
                + $"[.05, .95]; median {overlap.Median:0.00}, range {overlap.Minimum:0.000} to {overlap.Maximum:0.000}.\n");
            json["arms"] = new JsonObject { ["control"] = data.Rows - data.Treated, ["treated"] = data.Treated };
            json["overlap"] = new JsonObject { ["share_inside"] = overlap.ShareInside, ["minimum"] = overlap.Minimum,
                ["median"] = overlap.Median, ["maximum"] = overlap.Maximum };
        }
        catch (CausalLoomException e)
        {
            // An inspection reports what stands in the way of a study instead of failing on it.
            text.Append(CultureInfo.InvariantCulture, $"Not ready to study: {e.Message}\n");
            json["problem"] = e.Message;
        }
    }

    private static string[] Cells(ColumnSummary c) =>
    [
        c.Name.ReplaceLineEndings(" "),
        c.Type?.ToString().ToLowerInvariant() ?? "not read",
        c.Role.ToString().ToLowerInvariant(),
        c.Missing.ToString(CultureInfo.InvariantCulture),
        c.Distinct.ToString(CultureInfo.InvariantCulture),
        Number(c.Minimum),
        Number(c.Mean),
        Number(c.Sd),
        Number(c.Maximum),
        string.Join(", ",
            c.TopLevels.Take(3).Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.Level.ReplaceLineEndings(" ")} ({l.Rows})"))),
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

    private static JsonObject ColumnJson(ColumnSummary c)
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

        if (c.TopLevels.Count > 0)
        {
            json["levels"] = new JsonArray([.. c.TopLevels.Select(l => new JsonObject { ["level"] = l.Level, ["rows"] = l.Rows })]);
        }

        return json;
    }
}
