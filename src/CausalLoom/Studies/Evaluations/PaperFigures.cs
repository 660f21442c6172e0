using CausalLoom.Data;
using CausalLoom.Sandbox;
using CausalLoom.Sandbox.PaperEvaluation;
using CausalLoom.Synthesis;

namespace CausalLoom.Studies.Evaluations;

/// <summary>The CausalMix paper's evaluation of a sandbox (docs/methods/sandbox-metrics.md), both forms of each figure.</summary>
/// <param name="options">Sizes.</param>
internal sealed class PaperFigures(PaperEvaluationOptions options) : IStudyEvaluation
{
    /// <inheritdoc />
    public IReadOnlyList<StudyFigure> Figures { get; } = [.. PaperRows.All.Select(row => new StudyFigure(row.Key, row.Label))];

    /// <inheritdoc />
    public IReadOnlyList<StudyFigureValue> Measure(IFittedSynthesizer model, CausalData fitted, FitContext context) =>
        [.. PaperEvaluator.Run((ISandboxModel)model, fitted, options, context).Figures.Select(f =>
            new StudyFigureValue(f.Mean, f.Sd, f.Skipped))];
}
