using CausalLoom.Data;
using CausalLoom.Releases;
using CausalLoom.Synthesis;

namespace CausalLoom.Jobs;

/// <summary>A fitted model, and the rows it was fitted to.</summary>
/// <param name="Job">What was asked.</param>
/// <param name="Loaded">The rows as they were read.</param>
/// <param name="Split">Those that were fitted to and those kept out.</param>
/// <param name="Synthesizer">The fitted synthesizer.</param>
public sealed record FitResult(FitJob Job, LoadedData Loaded, HoldoutSplit Split, IFittedSynthesizer Synthesizer) : IJobResult
{
    /// <summary>The model with its schema, seed and what was set by name, to be saved or drawn from.</summary>
    public SavedSynthesizer Model => new(Synthesizer, Loaded.Schema, Job.Seed) { Settings = Job.Plan.Settings };

    /// <summary>What an analyst of rows of the model needs, where it was asked for.</summary>
    public ReleaseNote? Release { get; init; }

    /// <summary>The rows that were kept out, in the columns that are modelled.</summary>
    public Table HoldoutTable => Loaded.ModelledTable.Take([.. Split.HoldoutRows]);

    /// <summary>What was fitted how, with the training curve.</summary>
    public string Json() => JobJson.Text(SynthesisJson.Of(this, null));

    /// <summary>What the generator has to tell, and a line.</summary>
    public string Summary() =>
        SynthesisFacts.Line(Synthesizer) + $"A model of method '{Synthesizer.Method}' was fitted to {Split.Training.Rows} rows.\n";

    /// <summary>The modelled columns, in the data's order.</summary>
    internal static string[] Order(LoadedData loaded) => [.. loaded.ModelledTable.Columns.Select(column => column.Name)];
}
