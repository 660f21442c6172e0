using CausalLoom.Data;
using CausalLoom.Sandbox.PaperEvaluation;
using CausalLoom.Sandbox.Verification;
using CausalLoom.Synthesis;

namespace CausalLoom.Jobs;

/// <summary>A sandbox, what it costs, and what was measured of it.</summary>
public sealed record SandboxResult : IJobResult
{
    internal SandboxResult(SandboxJob job, LoadedData loaded, SandboxFit fit, SandboxVerification proof, PaperEvaluationResult? paper) =>
        (Job, Loaded, Fit, Verification, PaperMetrics) = (job, loaded, fit, proof, paper);

    /// <summary>What was asked.</summary>
    public SandboxJob Job { get; }

    /// <summary>The real rows as they were read.</summary>
    public LoadedData Loaded { get; }

    /// <summary>The model and what its mode has to tell.</summary>
    public SandboxFit Fit { get; }

    /// <summary>What was delivered, measured on fresh draws.</summary>
    public SandboxVerification Verification { get; }

    /// <summary>The CausalMix paper's own evaluation, where it was asked for.</summary>
    public PaperEvaluationResult? PaperMetrics { get; }

    /// <summary>Whether rows are delivered: all is as asked, or they are wanted all the same.</summary>
    public bool Delivers => Verification.Passed || Job.AllowsUnverified;

    /// <summary>How many rows that is.</summary>
    public int Count => Job.Rows ?? Loaded.Data.Rows;

    /// <summary>The model with its schema, seed and what was set by name, to be saved or drawn from.</summary>
    public SavedSynthesizer Model => new(Fit.Model, Loaded.Schema, Job.Seed) { Settings = Job.Plan.Settings };

    /// <summary>The rows, where the job had no output.</summary>
    /// <exception cref="InvalidOperationException">None were delivered, or they went to their output.</exception>
    public SyntheticData Rows => Drawn?.Rows ?? throw new InvalidOperationException("No rows were delivered: they are not as asked.");

    internal DrawnRows? Drawn { get; init; }

    /// <summary>What was asked, what it costs and what was delivered.</summary>
    public string Json() => JobJson.Text(SandboxJson.Of(this));

    /// <summary>The verification alone.</summary>
    public string VerificationJson() => JobJson.Text(Verification.ToJson());

    /// <summary>The paper's own evaluation alone.</summary>
    /// <exception cref="InvalidOperationException">It was not asked for.</exception>
    public string PaperMetricsJson() => JobJson.Text(
        PaperMetrics?.ToJson() ?? throw new InvalidOperationException("The paper's evaluation was not asked for."));

    /// <summary>A line a check.</summary>
    public string Summary() => SandboxVerdicts.Of(Verification);
}
