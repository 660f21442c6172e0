using System.Text.Json;
using System.Text.Json.Nodes;
using CausalLoom.Evaluation;
using CausalLoom.Generators;
using CausalLoom.Report.Charts;

namespace CausalLoom.Report.Tests.Charts;

public sealed class ChartTests
{
    private static readonly ReportInput Input = SampleInput.Demo();

    [Fact]
    public void EveryChartOfEverySampleHasDataMarksAndKnownFields()
    {
        JsonObject[] specs =
            [.. new[] { Input, SampleInput.Wide(30), SampleInput.HostileNames() }.SelectMany(i => Page.Specs(Page.WithCharts(i)))];
        Assert.All(specs.SelectMany(s => s["layer"]!.AsArray()), layer =>
        {
            JsonArray rows = layer!["data"]!["values"]!.AsArray();
            Assert.NotEmpty(rows);
            Assert.NotNull(layer["mark"]!["type"]);
            string[] fields = [.. layer["encoding"]!.AsObject().Select(c => c.Value).OfType<JsonObject>().Where(c => c.ContainsKey("field"))
                .Select(c => (string)c["field"]!)];
            Assert.All(rows, row => Assert.All(fields, field => Assert.True(row!.AsObject().ContainsKey(field), field)));
        });
    }

    [Fact]
    public void AMarginOfNumbersHasOneBarABinAndAnOutlineOfTheSameShares()
    {
        NumberMargin margin = Assert.IsType<NumberMargin>(
            MarginSummary.Of(Input.Real.Covariates["age"], Input.Synthetic.Covariates["age"]));
        JsonObject spec = MarginCharts.Of(margin);

        Assert.Equal(margin.Bins.Count, Rows(spec, 0).Count);
        Assert.Equal(margin.Bins.Count + 3, Rows(spec, 1).Count);
        Assert.Equal(1, Rows(spec, 0).Sum(r => (double)r!["r"]!), 3);
        Assert.Equal(1, Rows(spec, 0).Sum(r => (double)r!["s"]!), 3);
    }

    [Fact]
    public void AMarginOfLevelsHasOneBarALevelAndSide()
    {
        JsonObject spec = MarginCharts.Of(MarginSummary.Of(Input.Real.Covariates["severity"], Input.Synthetic.Covariates["severity"]));
        Assert.Equal(3, Rows(spec, 0).Count);
        Assert.Equal(3, Rows(spec, 1).Count);
    }

    [Fact]
    public void HeatMapsHaveACellAPairAndTheScatterAPointAPair()
    {
        Correlations correlations = Correlations.Of(Input.Real.Covariates, Input.Synthetic.Covariates);
        int columns = correlations.Names.Length;
        int[] all = correlations.MostDifferent(columns);

        Assert.Equal(6, columns);
        Assert.Equal(columns * (columns - 1), Rows(CorrelationCharts.BothSides(correlations, all), 0).Count);
        Assert.Equal(columns * (columns - 1) / 2, Rows(CorrelationCharts.Differences(correlations, all), 0).Count);
        Assert.Equal(columns * (columns - 1) / 2, Rows(CorrelationCharts.Pairs(correlations), 1).Count);
        Assert.Equal(2, CorrelationCharts.Stride(3321));
        Assert.Equal(1, CorrelationCharts.Stride(2500));
    }

    [Fact]
    public void PropensitiesAreCountedByArmAndMirrored()
    {
        PropensityHistogram histogram = PropensityHistogram.Of([.01, .99, 1, 0, .5], [1, 1, 1, 0, 0])!;
        Assert.Equal(1 / 3.0, histogram.Treated[0], 12);
        Assert.Equal(2 / 3.0, histogram.Treated[^1], 12);
        Assert.Equal(.5, histogram.Control[0], 12);
        Assert.Equal(1, histogram.Control.Sum(), 12);
        Assert.Null(PropensityHistogram.Of([.5], [1, 0]));

        JsonObject spec = TreatmentCharts.Overlap(histogram, histogram, "1", "0");
        Assert.All(Rows(spec, 0), r => Assert.True((double)r!["share"]! >= 0));
        Assert.Equal(-1, Rows(spec, 1).Sum(r => (double)r!["share"]!), 3);
        Assert.Equal(25, Rows(spec, 0).Count);
    }

    [Fact]
    public void TheNumberLineSpansNullAndOracle()
    {
        TreatmentMetrics swapped = Input.Result.Treatment with { Null = .97, Oracle = .96 };
        JsonNode band = Rows(TreatmentCharts.NumberLine(swapped), 0)[0]!;
        Assert.Equal(.96, (double)band["lo"]!);
        Assert.Equal(.97, (double)band["hi"]!);
        Assert.Equal(3, Rows(TreatmentCharts.NumberLine(swapped), 1).Count);
    }

    [Fact]
    public void LearnersFloorsEffectsAndTermsAreAllDrawn()
    {
        JsonObject pehe = OutcomeCharts.Pehe(Input.Result.Outcome);
        Assert.Equal([1.9, 1.33, 1.98, 1.67, 1.72], Rows(pehe, 0).Select(r => (double)r!["v"]!));
        Assert.Equal([1.05, 1.61], Rows(pehe, 2).Select(r => (double)r!["v"]!));

        JsonObject forest = EffectCharts.Forest(Input.Result.Ate, Input.Truth);
        Assert.Equal(-5.38 - (1.959964 * .42), (double)Rows(forest, 1)[0]!["lo"]!, 4);
        Assert.Equal([-5.44, -5.31], Rows(forest, 3).Select(r => (double)r!["v"]!));
        Assert.Equal(3, EffectCharts.Forest(Input.Result.Ate, null)["layer"]!.AsArray().Count);

        Assert.Equal([.26, .05, .21, .07, .04, .03], Rows(EffectCharts.Terms(Input.Result.Ate), 0).Select(r => (double)r!["v"]!));
        Assert.Equal([-.88, -.12, -.9], Rows(EffectCharts.Terms(Input.Result.Ate with { Truth = null }), 1).Select(r => (double)r!["lo"]!));
        Assert.Equal(10, Rows(DiagnosisCharts.Bands(Input.Result.Ate.ContrastByPropensity), 1).Count);
    }

    [Fact]
    public void ALongTrainingIsThinnedAndASteepStartRunsOffTheTop()
    {
        TrainingPoint[] curve = [.. Enumerable.Range(1, 2000).Select(e => new TrainingPoint(e, 1 + (e == 1 ? 1000 : 1.0 / e), double.NaN))];
        (JsonObject spec, bool cut) = TrainingChart.Of(curve);

        Assert.InRange(Rows(spec, 0).Count, 300, 401);
        Assert.Equal(2000, (int)Rows(spec, 0)[^1]!["epoch"]!);
        Assert.True(cut);
        Assert.False(TrainingChart.Of([new(1, 3, 4), new(2, 2, 3)]).Cut);
        Assert.Equal(4, Rows(TrainingChart.Of([new(1, 3, 4), new(2, 2, 3)]).Spec, 0).Count);
    }

    [Fact]
    public void FiguresThatAreNotFiniteLeaveValidJson()
    {
        OutcomeMetrics broken = Input.Result.Outcome with { UPehe = double.NaN, Floor = double.PositiveInfinity };
        AteComparison ate = Input.Result.Ate with { Real = new EffectEstimate(double.NaN, double.NaN), CovariateTerm = double.NaN,
            ContrastTerm = double.NaN, Difference = double.NaN, CovariateTermCi = [double.NaN, double.NaN], Truth = null };
        string page = Page.WithCharts(Input with
        {
            Result = Input.Result with { Outcome = broken, Ate = ate, Treatment = Input.Result.Treatment with
                { Null = double.NaN, Score = double.NaN, Oracle = double.NaN } },
            TrainingCurve = [new(1, double.NaN, double.NaN)],
        });

        Assert.Equal(18, Page.Specs(page).Length);
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, JsonDocument.Parse(EffectCharts.Terms(ate).ToJsonString()).RootElement.GetProperty("layer")[0]
            .GetProperty("data").GetProperty("values")[1].GetProperty("v").ValueKind);
    }

    private static JsonArray Rows(JsonObject spec, int layer) => spec["layer"]![layer]!["data"]!["values"]!.AsArray();
}
