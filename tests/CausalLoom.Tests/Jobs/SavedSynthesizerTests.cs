using CausalLoom.Data;
using CausalLoom.Generators.Bootstrap;
using CausalLoom.Generators.Copula;
using CausalLoom.Jobs;
using CausalLoom.Mechanisms;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;
using CausalLoom.Simulators;
using CausalLoom.Synthesis;

namespace CausalLoom.Tests.Jobs;

/// <summary>A model goes to a file with its schema and seed and comes back as it was.</summary>
public sealed class SavedSynthesizerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("loom saved ").FullName;

    private string Model => Path.Combine(_folder, "m.loom");

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public void ASavedModelDrawsTheSameRowsAndKnowsItsSchema()
    {
        SavedSynthesizer saved = Fit(new JointSynthesizer { Generator = new GaussianCopulaGenerator() });
        saved.Save(Model);
        SavedSynthesizer loaded = SavedSynthesizer.Load(Model);
        Assert.Equal((5, saved.Schema!.ToYaml(), Model), (loaded.Seed!.Value, loaded.Schema!.ToYaml(), loaded.Name));
        Assert.Equal(Draw(saved, 40), Draw(loaded, 40));
        SampleResult completed = new SampleJob { Model = loaded, Given = Known("X_bin\n1\n0\n1\n") }.Run(new JobContext());
        Assert.Equal(3, completed.Count);
        Assert.Equal(["1", "0", "1"], Enumerable.Range(0, 3).Select(completed.Rows.Table["X_bin"].TextAt));
    }

    [Fact]
    public void AFileWithoutASchemaIsSampledAllTheSameButCompletesNoRows()
    {
        SavedSynthesizer saved = Fit(new JointSynthesizer { Generator = new GaussianCopulaGenerator() });
        LoomArchive.Write(Model, saved.Synthesizer.Save());
        SavedSynthesizer loaded = SavedSynthesizer.Load(Model);
        Assert.Equal((null, null), (loaded.Schema, loaded.Seed));
        Assert.Equal(Draw(saved, 40), Draw(loaded, 40));
        SampleJob job = new() { Model = loaded, Given = Known("X_bin\n1\n") };
        Assert.Contains("does not say what its columns are", Refused(job), StringComparison.Ordinal);
        loaded.Save(Model);
        Assert.Null(SavedSynthesizer.Load(Model).Seed);
    }

    [Fact]
    public void WhatAModelCannotDoIsRefused()
    {
        SavedSynthesizer joint = Fit(new JointSynthesizer { Generator = new BootstrapGenerator() });
        SampleJob job = new() { Model = joint, Rows = 5, Output = new RowFiles(Path.Combine(_folder, "r.csv"), "t.csv") };
        Assert.Contains("leave out ‹truth›", Refused(job), StringComparison.Ordinal);
        Assert.Contains("‹rows N›", Refused(job with { Rows = null }), StringComparison.Ordinal);
        Assert.Contains("leave out ‹rows›", Refused(job with { Given = Known("X_bin\n1\n") }), StringComparison.Ordinal);
        Assert.Contains("‹llm-cache›", Refused(job with { Output = null, ReplyCache = _folder }), StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Fact]
    public void TheEffectOfRowsThatAModelDrewIsThatOfTheirTruth()
    {
        SavedSynthesizer steam = Fit(Named.Synthesizer("steam", "bootstrap", "logistic", "linear"));
        SampleResult result = new SampleJob { Model = steam, Rows = 30, Seed = 2 }.Run(new JobContext());
        Assert.Equal(result.Rows.Truth!.Cate().Average(), result.Effect!.Value, 1e-12);
        Assert.Contains("\"seed\": 2", result.Json(), StringComparison.Ordinal);
    }

    private static SavedSynthesizer Fit(ISynthesizer synthesizer)
    {
        ToySimulator toy = new();
        LoadedData data = new DataTable(toy.Draw(200, RandomStream.Of(1)).Table, toy.Treatment, toy.Outcome)
            .Load(TestContext.Current.CancellationToken);
        return new SavedSynthesizer(synthesizer.Fit(data.Data, FitContext.ForSeed(5)), data.Schema, 5);
    }

    private static string[] Draw(SavedSynthesizer model, int rows)
    {
        Table table = new SampleJob { Model = model, Rows = rows }.Run(new JobContext()).Rows.Table;
        return [.. Enumerable.Range(0, rows).Select(i => string.Join(',', table.Columns.Select(c => c.TextAt(i))))];
    }

    private static string Refused(SampleJob job) => Assert.Throws<CausalLoomException>(() => job.Run(new JobContext())).Message;

    private KnownCellsFile Known(string csv)
    {
        string path = Path.Combine(_folder, "known.csv");
        File.WriteAllText(path, csv);
        return new KnownCellsFile(path);
    }
}
