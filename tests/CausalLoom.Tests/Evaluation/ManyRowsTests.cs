using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Evaluation;
using CausalLoom.Evaluation.Privacy;
using CausalLoom.Evaluation.Support;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;
using CausalLoom.Simulators;

namespace CausalLoom.Tests.Evaluation;

/// <summary>Large tables are measured on a part of their rows where that says the same, and the result says so.</summary>
public sealed class ManyRowsTests
{
    private static readonly EvaluationOptions Quick = new() { Embeddings = 1, JointEmbeddings = 1, AssignmentDraws = 2, MostRows = 1000 };

    [Fact]
    public void WhatWasUsedStandsInTheResult()
    {
        CausalData real = Samples.Draw(new DemoSimulator(), 1500, 1), synthetic = Samples.Draw(new DemoSimulator(), 900, 2);
        EvaluationResult result = Evaluate(real, synthetic);
        JsonObject rows = JsonNode.Parse(MetricsJson.Write(result))!["rows"]!.AsObject();
        Assert.Equal("""{"real":1500,"synthetic":900,"real_used":1000}""", rows.ToJsonString());
        Assert.Contains("Models saw 1000 of 1500 real and 900 of 900 synthetic rows", result.Rows.Sampled, StringComparison.Ordinal);
        Assert.Equal(real.Treated / 1500.0, result.Treatment.TreatedShareReal);
        Assert.Equal(1000, result.Treatment.ArmsReal!.Count);
        Assert.Null(new RowCounts(1000, 900).Sampled);
    }

    [Fact]
    public void ACopyOfManyRowsIsStillFound()
    {
        CausalData real = Samples.Draw(new DemoSimulator(), 6000, 1);
        EvaluationResult result = Evaluate(real, real);
        Assert.Equal(5000, JsonNode.Parse(MetricsJson.Write(result))!["rows"]!["pair_rows"]!.GetValue<int>());
        Assert.Equal(1, result.Privacy.VerbatimRate);
        Assert.Equal(0, result.Privacy.DcrProtection);
        Assert.Equal(VerdictLevel.Fail, result.Verdicts.Single(v => v.Desideratum == "copying").Level);
    }

    // Every level keeps 50 rows where it has them, so that there is something to compare.
    [Fact]
    public void RareLevelsAreKept()
    {
        int[] levels = [.. Enumerable.Range(0, 20_000).Select(i => i % 1000 == 0 ? 1 : i % 5000 == 1 ? 2 : 0)];
        int[] chosen = RowSubsample.ByLevel(levels, 2000, RandomStream.Of(3));
        Assert.Equal(chosen.Order(), chosen);
        Assert.Equal(chosen.Distinct().Count(), chosen.Length);
        Assert.Equal([1998, 20, 4], Enumerable.Range(0, 3).Select(level => chosen.Count(i => levels[i] == level)));
    }

    // The nearest other row by lists with the row itself in them, against the search that leaves it out, copies included.
    [Fact]
    public void NearestOthersOfSomeRowsAreThoseOfAll()
    {
        RandomStream stream = RandomStream.Of(8);
        Matrix rows = new(300, 3);
        stream.FillNormal(rows.Data);
        foreach (int i in (int[])[5, 17, 90, 91, 92, 200])
        {
            rows.Row(4).CopyTo(rows.Row(i));
        }

        NearestRows all = NearestRows.Among(rows, FitContext.ForSeed(1));
        int[] some = [0, 4, 17, 91, 92, 150, 200, 299];
        NearestRows few = NearestRows.Among(rows, some, FitContext.ForSeed(1));
        for (int i = 0; i < some.Length; i++)
        {
            Assert.Equal((all.Index[some[i]], all.Distance[some[i]], all.SecondDistance[some[i]]),
                (few.Index[i], few.Distance[i], few.SecondDistance[i]));
        }
    }

    // 30,000 rows make 9·10⁸ pairs, so that distances are those of a part: the figures are those of fresh rows all the same.
    [Fact]
    public void DistancesOfAPartSayWhatDistancesOfAllDo()
    {
        RandomStream stream = RandomStream.Of(2);
        Matrix real = new(30_000, 2), fresh = new(4000, 2);
        stream.FillNormal(real.Data);
        stream.FillNormal(fresh.Data);
        PrivacyMetrics m = CopyingDiagnostics.Measure(real, fresh, null, FitContext.ForSeed(1, threads: 2));
        Assert.Equal(1, m.DcrMedianRatio, 0.05);
        Assert.Equal(1, m.DcrProtection, 0.05);
        Assert.Equal(0, m.VerbatimRate);
    }

    [Fact]
    public void TooFewRowsForModelsAreRefused() => Assert.Contains("‹most-rows 10› is below 1000", Assert.Throws<CausalLoomException>(() =>
        new EvaluationOptions { MostRows = 10 }.Check()).Message, StringComparison.Ordinal);

    private static EvaluationResult Evaluate(CausalData real, CausalData synthetic) =>
        Evaluator.Evaluate(real, synthetic, null, Quick, (_, _, _, _) => Results.Outcome, FitContext.ForSeed(1, threads: 2));
}
