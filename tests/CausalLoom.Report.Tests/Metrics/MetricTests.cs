using System.Text.Json;
using CausalLoom.Report.Metrics;

namespace CausalLoom.Report.Tests.Metrics;

public sealed class MetricTests
{
    private static readonly JsonSerializerOptions Snake = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    [Fact]
    public void AMissingValueSaysWhy()
    {
        Metric metric = new("privacy.membership_auc", "membership", null, Direction.NearHalf, "½") { Note = "no <holdout>" };
        Assert.Contains("not available: no &lt;holdout&gt;", MetricTable.Judged("c", [metric]).ToString(), StringComparison.Ordinal);
        Assert.Contains("not available: no &lt;holdout&gt;", MetricTable.Plain([metric]).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void NullsOfAnEvaluationShowTheirNotes()
    {
        ReportInput input = SampleInput.Demo();
        string page = Page.WithoutCharts(input with
        {
            Result = input.Result with
            {
                Treatment = input.Result.Treatment with { JsdPiNormalized = null, Note = "as if randomised" },
                Utility = new(null, null, "auc", "no holdout for utility"),
                Privacy = input.Result.Privacy with
                    { DcrShareBelowHoldoutP05 = null, MembershipAuc = null, Note = "no holdout for copying" },
            },
        });

        Assert.Contains("not available: as if randomised", page, StringComparison.Ordinal);

        // Both utilities and both copying figures, in their section and among all numbers.
        Assert.Equal(4, Page.Count(page, "not available: no holdout for utility"));
        Assert.Equal(4, Page.Count(page, "not available: no holdout for copying"));
        Assert.DoesNotContain("no reason was given", page, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryNumberOfTheResultIsListedUnderItsJsonKey()
    {
        // The record itself, written as metrics.json is, decides what "every" means.
        using JsonDocument json = JsonDocument.Parse(JsonSerializer.Serialize(SampleInput.Demo().Result, Snake));
        Dictionary<string, double> expected = Flatten(json.RootElement, string.Empty)
            .Where(p => p.Key.Contains('.', StringComparison.Ordinal) && !p.Key.StartsWith("rows.", StringComparison.Ordinal))
            .ToDictionary(p => p.Key, p => p.Value);
        Dictionary<string, double> listed = [];
        foreach (Metric metric in MetricCatalog.All(SampleInput.Demo().Result))
        {
            listed.Add(metric.Key, metric.Value!.Value);
            if (metric.Spread is { } spread)
            {
                listed.Add(metric.Key + "_sd", spread);
            }
        }

        Assert.Equal(expected.OrderBy(p => p.Key, StringComparer.Ordinal), listed.OrderBy(p => p.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void RecallIsNeverShownWithoutItsReference()
    {
        string page = Page.WithoutCharts(SampleInput.Demo());
        Assert.True(Page.Count(page, "≈ .5 is what an independent sample") >= 4);
        Assert.All(
            MetricCatalog.All(SampleInput.Demo().Result).Where(m => m.Key.Contains("recall", StringComparison.Ordinal)),
            m => Assert.Contains(".83–.88", m.Reference, StringComparison.Ordinal));
    }

    [Fact]
    public void EachDirectionHasWordsAndNotOnlyAnArrow()
    {
        string[] cells =
            [.. Enum.GetValues<Direction>().Select(d => MetricTable.Judged("c", [new Metric("k", "n", 1, d, "r")]).ToString())];
        Assert.Equal(cells.Length, cells.Distinct().Count());
    }

    private static IEnumerable<KeyValuePair<string, double>> Flatten(JsonElement element, string path) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => Flatten(p.Value, path.Length == 0 ? p.Name : $"{path}.{p.Name}")),
        JsonValueKind.Number => [new(path, element.GetDouble())],
        _ => [],
    };
}
