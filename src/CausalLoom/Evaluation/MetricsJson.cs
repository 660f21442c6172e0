using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace CausalLoom.Evaluation;

/// <summary>
/// Writes an <see cref="EvaluationResult"/> as `metrics.json` (docs/files.md): names in snake case, in the records' order, no clock;
/// a `…_ci` pair beside each figure that has an interval; notes only where there is something to say.
/// </summary>
public static class MetricsJson
{
    // Left out where there is nothing to say.
    private static readonly string[] Optional = ["note", "failure_signature", "truth", "distance", "no_interval"];

    // The data's own words, which may be any.
    private static readonly string[] Names = ["level", "reference"];

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        WriteIndented = true,
        NewLine = "\n",
    };

    /// <summary>The text of `metrics.json`, ending in a line feed.</summary>
    /// <param name="result">What was measured.</param>
    /// <param name="data">What was read of the rows, under `data`; null: nothing is said of it.</param>
    public static string Write(EvaluationResult result, JsonObject? data = null)
    {
        JsonObject json = ToJson(result);
        if (data is not null)
        {
            json["data"] = data;
        }

        return json.ToJsonString(Options) + "\n";
    }

    /// <summary>The same as a JSON object.</summary>
    public static JsonObject ToJson(EvaluationResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return Finish(Serialise(result), string.Empty, result.Intervals);
    }

    /// <summary>All figures as they are, nulls included.</summary>
    internal static JsonObject Serialise(EvaluationResult result) => JsonSerializer.SerializeToNode(result, Options)!.AsObject();

    /// <summary>
    /// The result that <see cref="Serialise"/> wrote, without what the file does not hold (propensities by row, intervals).
    /// </summary>
    internal static EvaluationResult Deserialise(JsonObject json) => json.Deserialize<EvaluationResult>(Options)!;

    private static JsonObject Finish(JsonObject from, string path, IReadOnlyDictionary<string, double[]> intervals)
    {
        JsonObject to = [];
        foreach ((string name, JsonNode? value) in from)
        {
            string place = path + name;
            if (value is null && Optional.Contains(name))
            {
                continue;
            }

            if (!Names.Contains(name) && value is JsonValue text && text.TryGetValue(out string? word)
                && word is "NaN" or "Infinity" or "-Infinity")
            {
                throw new InvalidOperationException($"The figure {place} is {word}.");
            }

            to[name] = value switch
            {
                JsonObject block => Finish(block, place + ".", intervals),
                JsonArray list when RepeatSummary.Aligned.Contains(place) => new JsonArray([.. list.Select((element, k) =>
                    (JsonNode)Finish(element!.AsObject(), FormattableString.Invariant($"{place}.{k}."), intervals))]),
                _ => value?.DeepClone(),
            };

            // A figure with a sampling interval of its own keeps it: it says more than the metric's own randomness.
            if (!from.ContainsKey(name + "_ci") && intervals.TryGetValue(place, out double[]? interval))
            {
                to[name + "_ci"] = new JsonArray(interval[0], interval[1]);
            }
        }

        return to;
    }
}
