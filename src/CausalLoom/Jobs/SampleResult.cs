using System.Text.Json.Nodes;
using CausalLoom.Synthesis;

namespace CausalLoom.Jobs;

/// <summary>Rows that a model drew.</summary>
public sealed record SampleResult : IJobResult
{
    private readonly SampleJob _job;
    private readonly DrawnRows? _drawn;

    internal SampleResult(SampleJob job, DrawnRows drawn) => (_job, _drawn, Rows) = (job, drawn, drawn.Count);

    internal SampleResult(SampleJob job, int rows) => (_job, Rows) = (job, rows);

    /// <summary>How many rows.</summary>
    public int Rows { get; }

    /// <summary>The true average effect of rows that were drawn freely from a source with truth; null else.</summary>
    public double? Effect => _drawn?.Effect;

    /// <summary>What was drawn of what.</summary>
    public string Json()
    {
        IFittedSynthesizer source = _job.Model.Synthesizer;
        JsonObject result = new()
            { ["version"] = Product.Version, ["seed"] = _job.Seed, ["rows"] = Rows, ["method"] = source.Method };
        SynthesisFacts.AddTo(result, source);
        return JobJson.Text(_drawn?.AddTo(result) ?? result);
    }

    /// <summary>What the generator has to tell, and a line.</summary>
    public string Summary() => SynthesisFacts.Line(_job.Model.Synthesizer) + $"{Rows} synthetic rows written to {_job.Output.Name}.\n";
}
