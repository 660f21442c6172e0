using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CausalLoom.Io;

namespace CausalLoom.Studies;

/// <summary>What was read of a source's file: `reading/SOURCE.json`, which the summary and the page repeat.</summary>
/// <param name="Source">The source.</param>
/// <param name="Facts">The file: rows and columns left out and why, treatment, outcome, warnings.</param>
public sealed record StudyReading(string Source, JsonObject Facts)
{
    private const int MaxBytes = 1 << 26;

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The warnings, a line each.</summary>
    public IEnumerable<string> Warnings => (Facts["warnings"] as JsonArray)?.Select(warning => (string?)warning).OfType<string>() ?? [];

    /// <summary>What was left out, in a line: columns with their reasons, then rows.</summary>
    public string LeftOut
    {
        get
        {
            string[] all = [.. Each("columns_left_out").Select(column => $"{(string?)column["column"]} ({(string?)column["reason"]})"),
                .. Each("rows_dropped").Select(rows =>
                    FormattableString.Invariant($"{(int?)rows["rows"]} rows: {(string?)rows["reason"]}"))];
            return all.Length == 0 ? "nothing" : string.Join("; ", all);
        }
    }

    /// <summary>Writes what was read of a source's file, and says its warnings.</summary>
    internal static void Write(StudyFolder folder, StudySource source, Action<string>? say)
    {
        if (source.Read is not { } read)
        {
            return;
        }

        JsonObject json = (read with { Warnings = [.. read.Warnings.Select(StudyNode.Spelt)] }).Json();
        json.Insert(0, "source", source.Name);
        Directory.CreateDirectory(folder.Reading);
        AtomicFile.WriteText(PathOf(folder, source.Name), json.ToJsonString(Readable) + "\n");
        foreach (string warning in read.Warnings)
        {
            say?.Invoke($"source '{source.Name}': {warning}");
        }
    }

    /// <summary>Reads it back; null where a source has none.</summary>
    /// <exception cref="CausalLoomException">The file is damaged.</exception>
    internal static StudyReading? Read(StudyFolder folder, string source)
    {
        string path = PathOf(folder, source);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return new StudyReading(source, JsonNode.Parse(InputFile.ReadText(path, MaxBytes)) as JsonObject
                ?? throw new JsonException("no object"));
        }
        catch (JsonException)
        {
            throw new CausalLoomException($"{path}: the file is damaged. Delete it; the next run writes it again.");
        }
    }

    private static string PathOf(StudyFolder folder, string source) => Path.Combine(folder.Reading, source + ".json");

    private IEnumerable<JsonObject> Each(string name) => (Facts[name] as JsonArray)?.OfType<JsonObject>() ?? [];
}
