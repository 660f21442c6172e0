using CausalLoom.Data;
using CausalLoom.Evaluation;
using CausalLoom.Generators;

namespace CausalLoom.Report;

/// <summary>Everything a report shows. The same input gives the same bytes.</summary>
/// <param name="Title">The page's title.</param>
/// <param name="Run">What was run.</param>
/// <param name="Result">What the evaluation measured.</param>
/// <param name="Real">The real rows, in the order of the result's propensities; for margins and correlations.</param>
/// <param name="Synthetic">The synthetic rows, likewise.</param>
public sealed record ReportInput(string Title, RunFacts Run, EvaluationResult Result, CausalData Real, CausalData Synthetic)
{
    /// <summary>The training curve of the covariates' generator; empty where there is none.</summary>
    public IReadOnlyList<TrainingPoint> TrainingCurve { get; init; } = [];

    /// <summary>The true average effects, where known.</summary>
    public KnownTruth? Truth { get; init; }

    /// <summary>Warnings of the run, one line each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
