using System.Text.Json.Nodes;
using MathNet.Numerics.Distributions;

namespace CausalLoom.Evaluation;

/// <summary>
/// Several evaluations of the same tables under different random numbers as one: each figure is its mean over repeats, with
/// the interval mean ± t₀.₉₇₅(R − 1)·sd/√R. The interval speaks of the metric's own randomness (embeddings, folds, networks),
/// not of other samples of the data. A figure that is null in any repeat is null, with that repeat's note.
/// </summary>
internal static class RepeatSummary
{
    private static readonly string[] NotFigures = ["version", "seed", "rows", "verdicts"];

    // Lists with the same elements in each repeat: levels, pairs and contrasts of more than two levels.
    internal static readonly string[] Aligned = ["treatment.levels", "outcome.pairs", "contrasts"];

    /// <summary>The summary of two or more repeats; its verdicts are left empty.</summary>
    public static EvaluationResult Of(IReadOnlyList<EvaluationResult> repeats)
    {
        Dictionary<string, double[]> intervals = new(StringComparer.Ordinal);
        JsonObject mean = Average([.. repeats.Select(r => MetricsJson.Serialise(r with { Verdicts = [] }))], string.Empty, intervals);
        EvaluationResult first = repeats[0], summary = MetricsJson.Deserialise(mean);
        return summary with
        {
            Intervals = intervals,
            Treatment = summary.Treatment with
            {
                PropensitiesReal = first.Treatment.PropensitiesReal,
                PropensitiesSynthetic = first.Treatment.PropensitiesSynthetic,
                ArmsReal = first.Treatment.ArmsReal,
                ArmsSynthetic = first.Treatment.ArmsSynthetic,
                ByLevelReal = first.Treatment.ByLevelReal,
                ByLevelSynthetic = first.Treatment.ByLevelSynthetic,
            },
        };
    }

    private static JsonObject Average(JsonObject[] repeats, string path, Dictionary<string, double[]> intervals)
    {
        JsonObject mean = [];
        foreach ((string name, JsonNode? value) in repeats[0])
        {
            JsonNode?[] values = [.. repeats.Select(r => r[name])];
            mean[name] = NotFigures.Contains(path + name) ? value?.DeepClone() : Combine(values, path + name, intervals);
        }

        return mean;
    }

    private static JsonNode? Combine(JsonNode?[] values, string place, Dictionary<string, double[]> intervals)
    {
        if (values.All(v => v is JsonObject))
        {
            return Average([.. values.Select(v => v!.AsObject())], place + ".", intervals);
        }

        if (Aligned.Contains(place) && values.All(v => v is JsonArray))
        {
            return new JsonArray([.. Enumerable.Range(0, values[0]!.AsArray().Count).Select(k => (JsonNode)Average(
                [.. values.Select(v => v![k]!.AsObject())], FormattableString.Invariant($"{place}.{k}."), intervals))]);
        }

        double[] numbers = [.. values.OfType<JsonValue>().Where(v => v.TryGetValue(out double _)).Select(v => v.GetValue<double>())];
        if (numbers.Length == values.Length)
        {
            double mean = SampleStatistics.Mean(numbers);
            double half = StudentT.InvCDF(0, 1, numbers.Length - 1, 0.975) * SampleStatistics.Sd(numbers) / Math.Sqrt(numbers.Length);
            intervals[place] = [mean - half, mean + half];
            return JsonValue.Create(mean);
        }

        if (values.All(v => v is JsonArray { Count: 2 } pair && pair.All(end => end is JsonValue)))
        {
            // The ends of a sampling interval.
            return new JsonArray([.. Enumerable.Range(0, 2)
                .Select(end => JsonValue.Create(SampleStatistics.Mean([.. values.Select(v => (double)v![end]!)])))]);
        }

        // Other lists (of subgroups) are the first repeat's. A text: the first there is. A number that is missing in some repeat: null.
        return numbers.Length > 0 ? null : values.FirstOrDefault(v => v is not null)?.DeepClone();
    }
}
