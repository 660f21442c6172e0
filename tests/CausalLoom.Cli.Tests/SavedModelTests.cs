using CausalLoom.Data;
using CausalLoom.Generators.Copula;
using CausalLoom.Jobs;
using CausalLoom.Mechanisms;
using CausalLoom.Synthesis;

namespace CausalLoom.Cli.Tests;

/// <summary>A model that the library saved is sampled by the tool, and one of the tool's by the library, with the same rows.</summary>
public sealed class SavedModelTests : IDisposable
{
    private readonly CliRun _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void TheToolSamplesAModelOfTheLibrary()
    {
        LoadedData data = new DataFile(_cli.Write("data.csv", SmallData.Csv(120)), "w", "y").Load(TestContext.Current.CancellationToken);
        string[] order = [.. data.ModelledTable.Columns.Select(c => c.Name)];
        SequentialSynthesizer steam = new()
        {
            Generator = new GaussianCopulaGenerator(),
            Propensity = new LogisticPropensity(),
            OutcomeModel = new LinearOutcome(),
            ColumnOrder = order,
        };
        SavedSynthesizer model = new(steam.Fit(data.Data, FitContext.ForSeed(4)), data.Schema, 4);
        model.Save(_cli.File("m.loom"));
        Run("sample", _cli.File("m.loom"), "--rows", "50", "--seed", "9", "-o", _cli.File("tool.csv"), "--truth", _cli.File("tt.csv"));
        Sample(model, 50, 9, "own.csv", "ot.csv");
        Assert.Equal(File.ReadAllText(_cli.File("own.csv")), File.ReadAllText(_cli.File("tool.csv")));
        Assert.Equal(File.ReadAllText(_cli.File("ot.csv")), File.ReadAllText(_cli.File("tt.csv")));
        Run("sample", _cli.File("m.loom"), "--given", _cli.Write("g.csv", "site,w\na,1\nb,0\n"), "-o", _cli.File("g-out.csv"));
        Assert.Equal(["a,1", "b,0"], File.ReadLines(_cli.File("g-out.csv")).Skip(1).Select(l => string.Join(',', l.Split(',')[2..4])));
    }

    [Fact]
    public void TheLibrarySamplesAModelOfTheTool()
    {
        string model = _cli.File("m.loom"), data = _cli.Write("data.csv", SmallData.Csv(120));
        Run("synthesize", data, "-t", "w", "-y", "y", "--generator", "copula", "--propensity", "logistic", "--outcome-model", "linear",
            "--seed", "6", "--rows", "70", "-o", _cli.File("tool.csv"), "--truth", _cli.File("tt.csv"), "--model", model);
        SavedSynthesizer loaded = SavedSynthesizer.Load(model);
        Assert.Equal((6, "y"), (loaded.Seed!.Value, Assert.Single(loaded.Schema!.WithRole(ColumnRole.Outcome))));
        Sample(loaded, 70, 6, "own.csv", "ot.csv");
        Assert.Equal(File.ReadAllText(_cli.File("tool.csv")), File.ReadAllText(_cli.File("own.csv")));
        Assert.Equal(File.ReadAllText(_cli.File("tt.csv")), File.ReadAllText(_cli.File("ot.csv")));
    }

    private void Sample(SavedSynthesizer model, int rows, long seed, string path, string truth) => new SampleJob
        { Model = model, Rows = rows, Output = new RowFiles(_cli.File(path), _cli.File(truth)), Seed = seed }.Run(new JobContext());

    private void Run(params string[] args) => Assert.True(_cli.Run(args) == 0, _cli.Error);
}
