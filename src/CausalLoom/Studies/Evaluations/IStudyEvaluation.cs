using CausalLoom.Data;
using CausalLoom.Synthesis;

namespace CausalLoom.Studies.Evaluations;

/// <summary>
/// What a study measures of a fitted generator itself, not of an estimator on data drawn from it: its replicate is the fit, that is the
/// training seed.
/// </summary>
public interface IStudyEvaluation
{
    /// <summary>The figures it gives of every fit, in their order; known before any fit.</summary>
    IReadOnlyList<StudyFigure> Figures { get; }

    /// <summary>Measures one fit; what it throws is recorded as the failure of all its figures in this fit.</summary>
    /// <param name="model">The fitted generator.</param>
    /// <param name="fitted">The rows it was fitted to.</param>
    /// <param name="context">Stream and cancellation.</param>
    /// <returns>One value a figure, in the order of <see cref="Figures"/>.</returns>
    IReadOnlyList<StudyFigureValue> Measure(IFittedSynthesizer model, CausalData fitted, FitContext context);
}
