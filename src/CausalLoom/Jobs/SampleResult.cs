using System.Text.Json.Nodes;
using CausalLoom.Synthesis;

namespace CausalLoom.Jobs;

/// <summary>Rows that a model drew.</summary>
public sealed record SampleResult : IJobResult
{
    private readonly SampleJob _job;
    private readonly DrawnRows? _drawn;
    private readonly SyntheticData? _completed;

    internal SampleResult(SampleJob job, DrawnRows drawn) => (_job, _drawn, Count) = (job, drawn, drawn.Count);

    internal SampleResult(SampleJob job, SyntheticData completed) =>
        (_job, _completed, Count) = (job, completed, completed.Table.Rows);

    /// <summary>How many rows.</summary>
    public int Count { get; }

    /// <summary>The true average effect of rows that were drawn freely from a source with truth; null else.</summary>
    public double? Effect => _drawn?.Effect;

    /// <summary>The rows, where the job had no output.</summary>
    /// <exception cref="InvalidOperationException">They went to their output and were not kept.</exception>
    public SyntheticData Rows => _completed ?? _drawn!.Rows;

    /// <summary>Known cells that lie outside of what the model draws, a sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What was drawn of what.</summary>
    public string Json()
    {
        IFittedSynthesizer source = _job.Model.Synthesizer;
        JsonObject result = new()
            { ["version"] = Product.Version, ["seed"] = _job.Seed, ["rows"] = Count, ["method"] = source.Method };
        SynthesisFacts.AddTo(result, source);
        if (Warnings.Count > 0)
        {
            result["warnings"] = JobJson.Texts(Warnings);
        }

        return JobJson.Text(_drawn?.AddTo(result) ?? result);
    }

    /// <summary>What the generator has to tell, and a line.</summary>
    public string Summary() => SynthesisFacts.Line(_job.Model.Synthesizer) + SynthesisFacts.Drawn(Count, _job.Output);
}
