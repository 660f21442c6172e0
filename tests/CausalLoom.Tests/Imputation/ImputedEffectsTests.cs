using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Imputation;
using CausalLoom.Jobs;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Imputation;

/// <summary>Missing covariates are completed given treatment and outcome, and estimates of completed tables pooled.</summary>
public sealed class ImputedEffectsTests
{
    [Fact]
    public void AgreesWithBayesianRegressionInNumpy()
    {
        JsonNode fixture = TestFixture.Node("rubin.json"), table = fixture["table"]!;
        CausalData data = CausalData.From(new Table([new ContinuousColumn("x", Numbers("x")), new ContinuousColumn("z", Numbers("z")),
            new BinaryColumn("w", [.. Numbers("w").Select(v => (int)v)], ["0", "1"]), new ContinuousColumn("y", Numbers("y"))]), "w", "y");
        ImputationOptions options = new() { Tables = 40 };
        AverageEffect effect = Pooled(data, options, new AverageEffectOptions { Estimators = ["or"], Nuisances = Linear })
            .Effects.Effects[0];
        JsonNode reference = fixture["imputed"]!;

        // Forty tables have an error of their own, and other rows' residuals differ from normal draws by a part of what is not known.
        double se = reference["se"]!.GetValue<double>(), between = reference["between"]!.GetValue<double>();
        Assert.Equal(reference["estimate"]!.GetValue<double>(), effect.Estimate, (3 * Math.Sqrt(between / 40)) + (0.15 * se));
        Assert.Equal(1, effect.Se / se, 0.15);
        Assert.Equal(40, effect.Imputation!.Tables);

        double[] Numbers(string name) => [.. table[name]!.AsArray().Select(v => v?.GetValue<double>() ?? double.NaN)];
    }

    [Fact]
    public void SeenCellsStayAndMissingOnesBecomeCellsOfTheColumnsKind()
    {
        CausalData data = Rows(300, 3);
        Table done = new ChainedEquations().Complete(data, [], FitContext.ForSeed(3));
        Assert.Equal(data.Covariates.Columns.Select(c => (c.Name, c.Type)), done.Columns.Select(c => (c.Name, c.Type)));
        foreach (Column column in data.Covariates.Columns)
        {
            Column completed = done[column.Name];
            Assert.Equal(0, completed.MissingCount);
            Assert.All(Enumerable.Range(0, data.Rows).Where(i => !column.IsMissing(i)),
                i => Assert.Equal(column.TextAt(i), completed.TextAt(i)));
            if (column is DiscreteColumn or IntegerColumn)
            {
                string[] seen = [.. Enumerable.Range(0, data.Rows).Where(i => !column.IsMissing(i)).Select(column.TextAt)];
                Assert.Subset(seen.ToHashSet(), Enumerable.Range(0, data.Rows).Select(completed.TextAt).ToHashSet());
            }
        }

        Assert.NotEqual(Numbers(done), Numbers(new ChainedEquations().Complete(data, [], FitContext.ForSeed(4))));

        static double[] Numbers(Table table) => [.. table.Columns.SelectMany(column => column.ToNumbers())];
    }

    [Fact]
    public void ThreadsDoNotShowAndRatiosArePooledAsLogarithms()
    {
        CausalData data = Rows(240, 3).WithClusters([.. Enumerable.Range(0, 240).Select(i => i / 4)])
            .WithWeights([.. Enumerable.Range(0, 240).Select(i => 1 + (i % 3))]);
        ImputationOptions imputation = new() { Tables = 4 };
        AverageEffectOptions options = new() { Scale = EffectScale.Ratio, Nuisances = Linear, Estimators = ["ipw", "aipw"] };
        ImputedEffects one = Pooled(data, imputation, options), two = Pooled(data, imputation, options, threads: 3);
        Assert.Equal(4, one.Effects.Effects.Count);
        for (int e = 0; e < 4; e++)
        {
            AverageEffect effect = one.Effects.Effects[e];
            Assert.Equal((effect.Estimate, effect.Se, effect.Upper), (two.Effects.Effects[e].Estimate, two.Effects.Effects[e].Se,
                two.Effects.Effects[e].Upper));
            RubinPool pool = effect.Imputation!;
            Assert.Equal(Math.Exp(pool.Estimate), effect.Estimate, 1e-12);
            Assert.Equal(effect.Estimate * Math.Sqrt(pool.Total), effect.Se, 1e-12);
            Assert.Equal(effect.Upper / effect.Estimate, effect.Estimate / effect.Lower, 1e-9);
            Assert.InRange(effect.Estimate, effect.Lower, effect.Upper);
            Assert.True(effect.Simultaneous!.Value.Upper > effect.Upper);

            // Sixty clusters: fewer degrees of freedom than rows would give.
            Assert.InRange(pool.Freedom, 1, 59);
            Assert.True(pool.Between > 0);
        }
    }

    [Fact]
    public void AnIntervalThatTheRowsDoNotCarryStaysRefused()
    {
        CausalData data = Rows(200, 2);
        int[] arms = [.. Enumerable.Range(0, 200).Select(i => data.Covariates["number"].NumberAt(i) > 0 ? 1 : 0)];
        AverageEffect effect = Pooled(data.WithTreatment(arms), new ImputationOptions { Tables = 3 },
            new AverageEffectOptions { Estimators = ["aipw"], Nuisances = Linear }).Effects.Effects[0];
        Assert.False(effect.HasInterval);
        Assert.Contains(effect.Warnings, text => text.StartsWith("No interval", StringComparison.Ordinal));
        Assert.NotNull(effect.Bounds);
    }

    [Fact]
    public void WhatCannotBeImputedIsSaidAndLeft()
    {
        CausalData data = Rows(120, 2);
        double[] constant = [.. Enumerable.Range(0, 120).Select(i => i % 3 == 0 ? double.NaN : 4)];
        double[] rare = [.. Enumerable.Range(0, 120).Select(i => i < 5 ? i : double.NaN)];
        double[] oneArm = [.. Enumerable.Range(0, 120).Select(i => data.Treatment[i] == 1 ? i % 7 : double.NaN)];
        EstimateResult result = new EstimateJob
        {
            Data = new DataTable(data.Covariates.With(new ContinuousColumn("constant", constant), new ContinuousColumn("rare", rare),
                new ContinuousColumn("one arm", oneArm), data.TreatmentSpace.Column([.. data.Treatment]), data.OutcomeColumn), "w", "y"),
            Options = new AverageEffectOptions { Estimators = ["aipw"], Nuisances = Linear },
            Imputation = new ImputationOptions { Tables = 2 },
        }.Run(new JobContext { Threads = 1 });
        Assert.Equal(["constant", "rare"], result.Imputation!.Left.Select(one => one.Column));
        Assert.Contains(result.Doubts, text => text.Contains("all cells that are seen are '4'", StringComparison.Ordinal));
        Assert.Contains(result.Doubts, text => text.Contains("seen in 5 rows only", StringComparison.Ordinal));
        Assert.Contains(result.Doubts, text => text.Contains("'one arm' is never seen where 'w' is '0'", StringComparison.Ordinal));
        JsonNode imputation = JsonNode.Parse(result.Json())![0]!["imputation"]!;
        Assert.Equal(2, (int)imputation["m"]!);
        Assert.Equal("chained", (string)imputation["model"]!);
        Assert.Equal(result.Effects.Effects[0].Imputation!.MissingInformation, (double)imputation["fmi"]!);
    }

    private static NuisanceOptions Linear => NuisanceCatalogue.BuiltIn.Create("linear");

    private static ImputedEffects Pooled(CausalData data, ImputationOptions imputation, AverageEffectOptions options, int threads = 1) =>
        ImputedEffects.Estimate(data, ImputationPlan.Of(data), imputation, options, FitContext.ForSeed(1, threads));

    // A column of each kind, a fifth of whose cells are missing.
    private static CausalData Rows(int rows, int levels)
    {
        RandomStream stream = RandomStream.Of(9).Child("imputed effects");
        double[] number = new double[rows], y = new double[rows];
        long[] count = new long[rows];
        int[] two = new int[rows], many = new int[rows], w = new int[rows];
        bool[] gone = new bool[rows];
        for (int i = 0; i < rows; i++)
        {
            number[i] = stream.NextNormal();
            (count[i], two[i], many[i]) = (stream.NextInt(6), stream.NextInt(2), stream.NextInt(4));
            w[i] = stream.NextInt(levels);
            y[i] = 9 + number[i] + w[i] + two[i] + stream.NextNormal();
            gone[i] = stream.NextBernoulli(0.2);
            number[i] = stream.NextBernoulli(0.2) ? double.NaN : number[i];
            (two[i], many[i]) = (stream.NextBernoulli(0.2) ? -1 : two[i], stream.NextBernoulli(0.2) ? -1 : many[i]);
        }

        return CausalData.From(new Table([new ContinuousColumn("number", number), new IntegerColumn("count", count, gone),
            new BinaryColumn("two", two, ["no", "yes"]), new CategoricalColumn("many", many, ["a", "b", "c", "d"]),
            new CategoricalColumn("w", w, [.. Enumerable.Range(0, levels).Select(level => $"{level}")]), new ContinuousColumn("y", y)]),
            "w", "y");
    }
}
