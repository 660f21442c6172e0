using CausalLoom.Evaluation;
using CausalLoom.Sandbox.PaperEvaluation;
using CausalLoom.Sandbox.Verification;

namespace CausalLoom.Studies.Evaluations;

/// <summary>An evaluation as the study file describes it.</summary>
/// <param name="Name">Its name in results; also that of its random streams.</param>
/// <param name="Kind">What is measured.</param>
public sealed record StudyEvaluationSpec(string Name, StudyEvaluationKind Kind)
{
    /// <summary>The sources whose fits it measures, by name.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>The figures that tables and charts show; empty: all. Results have all.</summary>
    public IReadOnlyList<string> Shown { get; init; } = [];

    /// <summary>Sizes of <see cref="StudyEvaluationKind.Verification"/>.</summary>
    public VerificationOptions Verification { get; init; } = new();

    /// <summary>Sizes of <see cref="StudyEvaluationKind.CausalMix"/>.</summary>
    public PaperEvaluationOptions CausalMix { get; init; } = new();

    /// <summary>How <see cref="StudyEvaluationKind.Metrics"/> measures.</summary>
    public EvaluationOptions Metrics { get; init; } = new();

    /// <summary>Rows that <see cref="StudyEvaluationKind.Metrics"/> draws of a fit; null: as many as it was fitted to.</summary>
    public int? Rows { get; init; }

    /// <summary>The kind as study files name it.</summary>
    public string Evaluate => Kind.ToString().ToLowerInvariant();

    /// <summary>The evaluation, ready to measure.</summary>
    public IStudyEvaluation Create() => Kind switch
    {
        StudyEvaluationKind.Verification => new VerificationFigures(Verification),
        StudyEvaluationKind.CausalMix => new PaperFigures(CausalMix),
        _ => new MetricFigures(Metrics, Rows),
    };
}
