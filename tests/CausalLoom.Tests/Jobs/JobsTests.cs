using System.Text.Json.Nodes;
using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Evaluation;
using CausalLoom.Jobs;
using CausalLoom.Mechanisms;
using CausalLoom.Methods;
using CausalLoom.Numerics.Random;
using CausalLoom.Overlap;
using CausalLoom.Simulators;
using CausalLoom.Studies;
using CausalLoom.Synthesis;

namespace CausalLoom.Tests.Jobs;

/// <summary>A job does what its parts do under its seed, says where its rows come from and states what it used.</summary>
public sealed class JobsTests : IDisposable
{
    private static readonly AverageEffectOptions Linear = new()
        { Nuisances = Catalogues.Default.CreateNuisances("linear") with { Folds = 3 } };
    private readonly string _folder = Directory.CreateTempSubdirectory("loom jobs ").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public void AnEstimateIsThatOfItsPartsUnderItsSeed()
    {
        SyntheticData toy = Toy(300);
        EstimateJob job = new() { Data = new DataTable(toy.Table, "T", "Y"), Options = Linear, Seed = 7 };
        EstimateResult result = job.Run(new JobContext { Threads = 2 });
        AverageEffects parts = AverageEffects.Estimate(CausalData.From(toy.Table, "T", "Y"), Linear, FitContext.ForSeed(7));
        Assert.Equal(parts.Effects.Select(e => (e.Estimate, e.Se)), result.Effects.Effects.Select(e => (e.Estimate, e.Se)));
        Assert.NotEqual(parts.Effects[2].Estimate, (job with { Seed = 8 }).Run(new JobContext()).Effects.Effects[2].Estimate);
        Assert.Equal((7, null), (result.Seed, result.Truth));
        Assert.Contains("aipw", result.Summary(), StringComparison.Ordinal);
    }

    [Fact]
    public void AWorkFolderIsOfOneRunsRolesAndRules()
    {
        // Two columns of two levels: either can be the treatment.
        RandomStream random = RandomStream.Of(2);
        int[] Coin() => [.. Enumerable.Range(0, 80).Select(_ => random.NextInt(2))];
        Table table = new([new ContinuousColumn("x", [.. Enumerable.Range(0, 80).Select(_ => random.NextNormal())]),
            new BinaryColumn("a", Coin(), ["0", "1"]), new BinaryColumn("b", Coin(), ["0", "1"])]);
        SynthesisPlan plan = Named.Plan("steam", "copula", "logistic", "linear");
        void Fit(string treatment, string outcome)
        {
            using JobWork work = new(Path.Combine(_folder, "work"));
            new FitJob { Data = new DataTable(table, treatment, outcome), Plan = plan }.Run(new JobContext { Work = work });
        }

        Fit("a", "b");
        Fit("a", "b");
        Assert.Contains("of another run", Assert.Throws<CausalLoomException>(() => Fit("b", "a")).Message, StringComparison.Ordinal);
        Assert.NotEqual(JobWork.Kept(null), JobWork.Kept([]));
    }

    [Fact]
    public void WhatFitsHaveToSayStandsInEachResult()
    {
        SyntheticData toy = Toy(120);
        DataTable data = new(toy.Table, "T", "Y");
        Unsettled unsettled = new();
        Listener listener = new();
        JobContext context = new() { Threads = 2, Listener = listener };
        AverageEffectOptions options = Linear with { Nuisances = Linear.Nuisances with { Propensity = unsettled } };
        JsonArray estimates = JsonNode.Parse(new EstimateJob { Data = data, Options = options }.Run(context).Json())!.AsArray();
        Assert.All(estimates, one => Once(one!["warnings"]!));
        Assert.Single(listener.Messages, m => m.Kind == JobMessageKind.Warning && Unsettled.Is(m.Text));

        SequentialSynthesizer steam = new()
            { Generator = Named.Generator("copula"), Propensity = unsettled, OutcomeModel = new LinearOutcome() };
        Once(JsonNode.Parse(new FitJob { Data = data, Plan = SynthesisPlan.Of(steam) }.Run(context).Json())!["warnings"]!);
        EvaluateJob evaluate = new() { Real = data, Synthetic = data, Options = new EvaluationOptions { Propensity = unsettled } };
        Assert.Single(evaluate.Run(context).Warnings, Unsettled.Is);
        Assert.Equal(3, listener.Messages.Count(m => Unsettled.Is(m.Text)));

        static void Once(JsonNode warnings) => Assert.Single(warnings.AsArray(), w => Unsettled.Is(w!.GetValue<string>()));
    }

    // E[h τ] / E[h] over the rows, with h of the estimand and the propensities that were learnt.
    [Theory]
    [InlineData(Estimand.Ate)]
    [InlineData(Estimand.Att)]
    [InlineData(Estimand.Ato)]
    public void TheTrueEffectIsThatOfTheEstimandsPopulation(Estimand estimand)
    {
        SyntheticData toy = Toy(300);
        double[] tau = toy.Truth!.Cate();
        Table table = toy.Table.With(new ContinuousColumn("tau", tau));
        EstimateJob job = new() { Data = new DataTable(table, "T", "Y"), Options = Linear with { Estimand = estimand }, Truth = "tau" };
        EstimateResult result = job.Run(new JobContext());
        int[] arms = [.. result.Data.Treatment];
        double[] g = result.Effects.Nuisances.Propensity[1];
        double[] h = [.. g.Select((p, i) => estimand switch { Estimand.Ate => 1, Estimand.Att => arms[i], _ => p * (1 - p) })];
        Assert.Equal(h.Zip(tau, (a, b) => a * b).Sum() / h.Sum(), result.Truth!.Value, 1e-12);
        Assert.False(result.Data.Covariates.Contains("tau"));
        JsonObject first = JsonNode.Parse(result.Json())![0]!.AsObject();
        Assert.Equal((double)first["estimate"]! - result.Truth.Value, (double)first["bias"]!, 1e-12);
    }

    [Fact]
    public void AColumnHasOneRoleAndIsComplete()
    {
        SyntheticData toy = Toy(60);
        EstimateJob job = new() { Data = new DataTable(toy.Table, "T", "Y"), Options = Linear, Truth = "Y" };
        Refused("two roles", job);
        Refused("two roles", job with { Truth = "X_bin", Cluster = "X_bin" });
        double[] holes = [.. Enumerable.Range(0, 60).Select(i => i == 3 ? double.NaN : 1)];
        Refused("missing in 1 rows", job with
            { Data = new DataTable(toy.Table.With(new ContinuousColumn("w8", holes)), "T", "Y"), Truth = null, Weights = "w8" });
    }

    [Fact]
    public void RowsOfAProcessAreWrittenAndKept()
    {
        string rows = Path.Combine(_folder, "rows.csv");
        SimulateResult result = new SimulateJob { Process = "toy", Rows = 50, Seed = 3, Output = new RowFiles(rows) }.Run(new JobContext());
        Assert.Equal(CsvText(new ToySimulator().Draw(50, RandomStream.Of(3).Child("simulate")).Table), File.ReadAllText(rows));
        Assert.Equal(3, (int)JsonNode.Parse(result.Json())!["seed"]!);
        Assert.Equal([result.Rows.Truth!.Cate().Average()], result.EffectsOfRows);
        CausalLoomException e = Assert.Throws<CausalLoomException>(() =>
            new SimulateJob { Process = "toy", Rows = 0 }.Run(new JobContext()));
        Assert.Contains("‹rows 0›", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ADataFileIsReadByItsRolesAndAListenerHearsOfIt()
    {
        string path = Path.Combine(_folder, "toy.csv");
        File.WriteAllText(path, CsvText(Toy(80).Table.With(new ContinuousColumn("same", [.. Enumerable.Repeat(7.0, 80)]))));
        Listener listener = new();
        new EstimateJob { Data = new DataFile(path, "T", "Y"), Options = Linear }.Run(new JobContext { Listener = listener });
        Assert.Equal(["reading " + path, "estimating"], listener.Steps);
        Assert.Contains(listener.Messages, m => m.Kind == JobMessageKind.Note && m.Text.Contains("same", StringComparison.Ordinal));
        InspectResult look = new InspectJob { Data = new DataFile(path, new LoadOptions()) }.Run(new JobContext());
        Assert.Equal((80, null, null), (look.Columns.Rows, look.Data, look.Problem));
        Assert.False(look.HasRoles);
    }

    [Fact]
    public void ACancelledJobEndsAsSuch()
    {
        using CancellationTokenSource cancelled = new();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => new EstimateJob { Data = new DataTable(Toy(60).Table, "T", "Y") }.Run(
            new JobContext { Cancellation = cancelled.Token }));
    }

    [Fact]
    public void DonorsArePutBelowTheRowsWithWhereTheyAreFrom()
    {
        ISimulator poor = Catalogues.Default.CreateSimulator("hybrid", ["overlap=extreme"]),
            fair = Catalogues.Default.CreateSimulator("hybrid");
        AugmentJob job = new()
        {
            Data = new DataTable(poor.Draw(300, RandomStream.Of(1)).Table, poor.Treatment, poor.Outcome),
            Donors = new DataTable(fair.Draw(400, RandomStream.Of(2)).Table, fair.Treatment, fair.Outcome),
            Origin = DonorOrigin.Real,
            Options = new AugmentAnalysisOptions { Effects = Linear, Augment = new AugmentOptions { Caliper = null } },
        };
        AugmentResult result = job.Run(new JobContext());
        int added = result.Analysis.Augmented.Added;
        Assert.True(added > 0);
        Assert.Equal(300 + added, result.Table.Rows);
        Assert.Equal(["augmented", "donor_row", "beside_row"], result.Table.Columns.Select(c => c.Name).TakeLast(3));
        Assert.Contains("augmented", Assert.Throws<CausalLoomException>(() =>
            (job with { Data = new DataTable(result.Table, poor.Treatment, poor.Outcome) }).Run(new JobContext())).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void AStudyIsDoneInShardsAndSummedUp()
    {
        string file = Path.Combine(_folder, "s.yaml"), folder = Path.Combine(_folder, "out");
        File.WriteAllText(file, """
            name: small
            replicates: 4
            block: 2
            n: 60
            sources: [{ simulator: toy }]
            methods: [{ estimator: or, nuisance: linear, folds: 2 }]
            """);
        StudyJob job = new() { File = file, Folder = folder };
        StudyResult part = (job with { Shard = new StudyShard(1, 2) }).Run(new JobContext());
        Assert.Equal((1, 0, false), (part.DoneNow, part.DoneBefore, part.Done.IsComplete));
        StudyResult whole = job.Run(new JobContext());
        Assert.Equal((1, 1, true), (whole.DoneNow, whole.DoneBefore, whole.Done.IsComplete));
        Assert.Equal(File.ReadAllText(whole.Study.Summary), whole.Json());
        Assert.Contains("2 of 2 units done, 0 left", StudyStatus.Of(whole.Study).Text(), StringComparison.Ordinal);
    }

    private static SyntheticData Toy(int rows) => new ToySimulator().Draw(rows, RandomStream.Of(11));

    private static void Refused(string mentions, EstimateJob job) =>
        Assert.Contains(mentions, Assert.Throws<CausalLoomException>(() => job.Run(new JobContext())).Message, StringComparison.Ordinal);

    private static string CsvText(Table table)
    {
        using MemoryStream stream = new();
        CsvTableWriter.Write(stream, table);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private sealed class Listener : IJobListener
    {
        public List<string> Steps { get; } = [];

        public List<JobMessage> Messages { get; } = [];

        public void Begin(string step) => Steps.Add(step);

        public void Say(JobMessage message) => Messages.Add(message);

        public void Report(ProgressReport value)
        {
        }
    }

    private sealed record Unsettled : IBinaryPropensityLearner
    {
        public string Name => "unsettled";

        public static bool Is(string text) => text.StartsWith("The test's search had not converged", StringComparison.Ordinal);

        public IBinaryPropensityModel Fit(Table covariates, int[] treatment, double[]? weights, FitContext context)
        {
            context.Settled(false, "The test's search");
            context.Settled(true, "Another search");
            return new LogisticPropensity().Fit(covariates, treatment, weights, context);
        }
    }
}
