using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Evaluation;
using CausalLoom.Jobs;
using CausalLoom.Methods;
using CausalLoom.Numerics.Random;
using CausalLoom.Simulators;
using CausalLoom.Synthesis;

namespace CausalLoom.Tests.Jobs;

/// <summary>A synthesis is its two halves under one seed, and what it says of itself is what was done.</summary>
public sealed class SynthesizeJobTests : IDisposable
{
    private static readonly DemoSimulator Demo = new();
    private static readonly DataTable Real = new(Demo.Draw(240, RandomStream.Of(1)).Table, Demo.Treatment, Demo.Outcome);
    private static readonly SynthesisPlan Quick = Named.Plan("steam", "copula", "logistic", "linear");
    private readonly string _folder = Directory.CreateTempSubdirectory("loom synthesize ").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public void FittingAndDrawingApartGivesTheSameRows()
    {
        SynthesizeResult whole = new SynthesizeJob { Data = Real, Plan = Quick, Rows = 60, Seed = 5 }.Run(new JobContext());
        FitResult fit = new FitJob { Data = Real, Plan = Quick, Seed = 5 }.Run(new JobContext { Threads = 1 });
        SampleResult half = new SampleJob { Model = fit.Model, Rows = 60, Seed = 5 }.Run(new JobContext());
        Assert.Equal(Text(whole.Rows.Table), Text(half.Rows.Table));
        Assert.Equal(whole.Effect, half.Effect);
        Assert.Equal(Real.Table.Columns.Select(c => c.Name), whole.Rows.Table.Columns.Select(c => c.Name));
        JsonObject json = JsonNode.Parse(whole.Json())!.AsObject(), halfJson = JsonNode.Parse(fit.Json())!.AsObject();
        Assert.Equal((5, "steam", "copula", 60), ((int)json["seed"]!, (string)json["method"]!, (string)json["generator"]!,
            (int)json["rows"]!["synthetic"]!));
        Assert.Equal(whole.Effect!.Value, (double)json["truth"]!["effect"]!);
        Assert.False(halfJson.ContainsKey("truth"));
        Assert.False(halfJson["rows"]!.AsObject().ContainsKey("synthetic"));
    }

    [Fact]
    public void RowsAreKeptWhereAskedAndEvaluatedUnderTheJobsSeed()
    {
        string path = Path.Combine(_folder, "rows.csv");
        SynthesizeJob job = new() { Data = Real, Plan = Quick, Holdout = 0.2, Output = new RowFiles(path), Seed = 3 };
        SynthesizeResult gone = job.Run(new JobContext());
        Assert.Throws<InvalidOperationException>(() => gone.Rows);
        Assert.Equal((192, 48, 192), (gone.Fit.Split.Training.Rows, gone.Fit.HoldoutTable.Rows, gone.Count));
        SynthesizeResult kept = (job with { KeepsRows = true }).Run(new JobContext());
        Assert.Equal(File.ReadAllText(path), Text(kept.Rows.Table));
        EvaluateResult evaluation = kept.Evaluate(new JobContext(), new EvaluationOptions { Embeddings = 1, JointEmbeddings = 1 });
        Assert.Equal((3, 192, 192), (evaluation.Metrics.Seed, evaluation.Metrics.Rows.Real, evaluation.Metrics.Rows.Synthetic));
        Assert.Equal(kept.Effect!.Value, evaluation.TrueEffect!.Value, 1e-12);
        Assert.NotNull(evaluation.Metrics.Utility.Tstr);
    }

    [Fact]
    public void ATruthThatThereIsNotIsRefusedBeforeAnythingIsRead()
    {
        SynthesizeJob job = new()
        {
            Data = new DataFile(Path.Combine(_folder, "absent.csv"), "w", "y"),
            Plan = SynthesisPlan.Of(new JointSynthesizer()),
            Output = new RowFiles(Path.Combine(_folder, "r.csv"), Path.Combine(_folder, "t.csv")),
        };
        Assert.Contains("‹truth›", Refused(() => job.Run(new JobContext())), StringComparison.Ordinal);
        Assert.Contains("‹rows 0›", Refused(() => (job with { Rows = 0 }).Run(new JobContext())), StringComparison.Ordinal);
        Assert.Contains("‹holdout 2›", Refused(() => (job with { Output = null, Holdout = 2 }).Run(new JobContext())),
            StringComparison.Ordinal);
        Assert.Contains("no file", Refused(() => (job with { Output = null }).Run(new JobContext())), StringComparison.Ordinal);
    }

    [Fact]
    public void ASandboxIsPricedVerifiedAndItsProofIsThereBeforeItsRows()
    {
        ToySimulator toy = new();
        string path = Path.Combine(_folder, "rows.csv");
        List<bool> seen = [];
        SandboxJob job = new()
        {
            Data = new DataTable(toy.Draw(400, RandomStream.Of(1)).Table, toy.Treatment, toy.Outcome),
            Plan = Named.Plan("sandbox", "bootstrap", more: [("tau", ".1 + .05 * tanh(X_uniform)"), ("kappa0", ".05")]),
            Rows = 50,
            Output = new RowFiles(path),
            Found = found => seen.Add(File.Exists(path) || !found.Delivers),
        };
        Priced listener = new();
        SandboxResult result = job.Run(new JobContext { Listener = listener });
        Assert.True(result.Verification.Passed, result.Summary());
        Assert.Equal([false], seen);
        Assert.Equal(51, File.ReadLines(path).Count());
        Assert.StartsWith("The request moves the arms' contrast by", Assert.Single(listener.Findings), StringComparison.Ordinal);
        Assert.Equal("exact", (string)JsonNode.Parse(result.Json())!["mode"]!);

        // `FitJob` of the same plan draws the same rows, unverified.
        FitResult fit = new FitJob { Data = job.Data, Plan = job.Plan }.Run(new JobContext());
        Assert.Equal(File.ReadAllText(path),
            Text(new SampleJob { Model = fit.Model, Rows = 50 }.Run(new JobContext()).Rows.Table));
    }

    [Fact]
    public void ASandboxThatCannotBeIsNotDelivered()
    {
        ToySimulator toy = new();
        string path = Path.Combine(_folder, "rows.csv");
        int told = 0;
        SandboxJob job = new()
        {
            Data = new DataTable(toy.Draw(400, RandomStream.Of(1)).Table, toy.Treatment, toy.Outcome),
            Plan = Named.Plan("sandbox", "bootstrap", more: [("tau", ".9"), ("kappa1", ".6")]),
            Output = new RowFiles(path),
            Found = _ => told++,
        };
        SandboxResult result = job.Run(new JobContext());
        Assert.False(result.Delivers);
        Assert.Equal((1, false), (told, File.Exists(path)));
        Assert.Contains("FAIL  tau", result.Summary(), StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => result.Rows);
        Assert.Throws<InvalidOperationException>(result.PaperMetricsJson);
        Assert.Throws<ArgumentException>(() => (job with { Plan = Quick }).Run(new JobContext()));
    }

    private static string Refused(Action work) => Assert.Throws<CausalLoomException>(work).Message;

    private static string Text(Table table)
    {
        using MemoryStream stream = new();
        CsvTableWriter.Write(stream, table);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private sealed class Priced : IJobListener
    {
        public List<string> Findings { get; } = [];

        public void Begin(string step)
        {
        }

        public void Say(JobMessage message)
        {
            if (message.Kind == JobMessageKind.Finding)
            {
                Findings.Add(message.Text);
            }
        }

        public void Report(ProgressReport value)
        {
        }
    }
}
