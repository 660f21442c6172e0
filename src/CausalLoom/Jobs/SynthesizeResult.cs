using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Evaluation;
using CausalLoom.Releases;
using CausalLoom.Synthesis;

namespace CausalLoom.Jobs;

/// <summary>Synthetic rows and the model they are of.</summary>
public sealed record SynthesizeResult : IJobResult
{
    private readonly SynthesizeJob _job;
    private readonly DrawnRows _drawn;

    internal SynthesizeResult(SynthesizeJob job, FitResult fit, DrawnRows drawn) => (_job, Fit, _drawn) = (job, fit, drawn);

    /// <summary>The model and the real rows.</summary>
    public FitResult Fit { get; }

    /// <summary>The true average effect of each copy's rows; null for a method without truth. Empty where one file was drawn.</summary>
    public IReadOnlyList<double?> CopyEffects { get; init; } = [];

    /// <summary>How many rows were drawn, of each copy.</summary>
    public int Count => _drawn.Count;

    /// <summary>The true average effect of the rows; null where the method has no truth.</summary>
    public double? Effect => _drawn.Effect;

    /// <summary>What an analyst of the rows needs, where it was asked for.</summary>
    public ReleaseNote? Release { get; init; }

    /// <summary>The rows, where they were kept.</summary>
    /// <exception cref="InvalidOperationException">They went to their output and were not kept.</exception>
    public SyntheticData Rows => _drawn.Rows;

    /// <summary>Measures how well the rows, which must have been kept, stand for those that were fitted to.</summary>
    /// <param name="context">Threads, a listener, cancellation; the seed is the job's.</param>
    /// <param name="options">How; null: as the preset of the synthesis has it.</param>
    /// <exception cref="InvalidOperationException">The rows were not kept.</exception>
    /// <exception cref="CausalLoomException">There are too few rows to compare.</exception>
    public EvaluateResult Evaluate(JobContext context, EvaluationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        SyntheticData rows = Rows;
        CausalData real = Fit.Split.Training;
        options ??= EvaluationPreset.Beside(_job.Plan.Preset);
        CausalData synthetic = real.Like(rows.Table);
        options = options with
        {
            Rules = options.Rules ?? JobRules.Of(Fit.Loaded.Schema, Fit.Loaded.ModelledTable),
            Synthesis = options.Synthesis ?? Release?.For(synthetic, synthetic.Rows),
        };
        FitContext seeded = context.Seeded(_job.Seed).Child("evaluate");
        EvaluateResult result =
            EvaluateResult.Of(real, synthetic, Fit.Split.Holdout, rows.Truth?.Cates(), options, seeded);
        return result with
            { Warnings = [.. Fit.Loaded.Warnings, .. context.Heard(seeded)], Read = ReadFacts.Of(Fit.Loaded) };
    }

    /// <summary>What was fitted how, with the training curve, and the rows' true effect.</summary>
    public string Json()
    {
        JsonObject json = _drawn.AddTo(SynthesisJson.Of(Fit, Count));
        if (CopyEffects.Count > 0)
        {
            // What is told of a model above is of the first copy's.
            json["copies"] = new JsonArray([.. CopyEffects.Select((effect, k) => (JsonNode)new JsonObject
                { ["rows"] = _job.Copies[k].Name, ["effect"] = effect })]);
        }

        return JobJson.Text(json);
    }

    /// <summary>What the generator has to tell, and a line.</summary>
    public string Summary() => SynthesisFacts.Line(Fit.Synthesizer) + (CopyEffects.Count == 0
        ? SynthesisFacts.Drawn(Count, _job.Output)
        : $"{_job.Copies.Count} copies of {Count} synthetic rows each written to "
            + $"{VisibleText.Line(string.Join(", ", _job.Copies.Select(copy => copy.Name)))}.\n");
}
