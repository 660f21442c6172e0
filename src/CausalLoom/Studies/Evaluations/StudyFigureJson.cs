using System.Text.Json.Nodes;

namespace CausalLoom.Studies.Evaluations;

/// <summary>A figure over fits as `summary.json` has it.</summary>
internal static class StudyFigureJson
{
    /// <summary>The figure; what cannot be said is null.</summary>
    public static JsonObject Of(StudyFigureRow row)
    {
        JsonObject json = new()
        {
            ["source"] = row.Source,
            ["evaluation"] = row.Evaluation,
            ["figure"] = row.Figure.Key,
            ["label"] = row.Figure.Label,
            ["mean"] = Number(row.Mean),
            ["sd"] = Number(row.Sd),
            ["mean_mcse"] = Number(row.MonteCarloSe),
            ["minimum"] = Number(row.Minimum),
            ["maximum"] = Number(row.Maximum),
            ["fits"] = row.Values.Count,
            ["fits_done"] = row.Done,
            ["skipped"] = row.Skipped,
            ["failures"] = row.Failures,
            ["failure_texts"] = Texts(row.FailureTexts),
        };
        if (row.Skipped > 0)
        {
            json["skipped_texts"] = Texts(row.SkippedTexts);
        }

        if (row.Figure.IsCheck)
        {
            json["passed"] = row.Values.Count(v => v == 1);
            json["share_passed"] = Number(row.Mean);
        }

        return json;
    }

    private static JsonArray Texts(IReadOnlyList<(string Text, int Count)> texts) =>
        new([.. texts.Select(t => new JsonObject { ["text"] = t.Text, ["count"] = t.Count })]);

    private static JsonValue? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;
}
