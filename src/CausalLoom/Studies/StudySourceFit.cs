using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Numerics.Random;
using CausalLoom.Sandbox.Comparison;
using CausalLoom.Studies.Evaluations;
using CausalLoom.Synthesis;

namespace CausalLoom.Studies;

/// <summary>A generator fitted for a study, its pool where it has one, and its own effects. Safe for several threads.</summary>
/// <param name="model">The fitted generator.</param>
/// <param name="seed">The rows it was fitted to.</param>
/// <param name="pool">Rows drawn once, of which replicates are parts; or null.</param>
/// <param name="stream">The fit's stream.</param>
internal sealed class StudySourceFit(IFittedSynthesizer model, CausalData seed, SyntheticData? pool, RandomStream stream)
{
    private readonly Dictionary<StudyTarget, (double Value, double Se)> _effects = [];

    /// <summary>Measures the generator itself, with random numbers that the evaluation's name alone decides within the fit.</summary>
    public IReadOnlyList<StudyFigureValue> Evaluate(IStudyEvaluation evaluation, string name, CancellationToken cancellation) =>
        evaluation.Measure(model, seed, new FitContext(stream.Child("evaluate").Child(name), 1, null, cancellation));

    /// <summary>The rows of a replicate: of the pool without replacement, else new ones.</summary>
    public Table Draw(int rows, RandomStream replicate)
    {
        if (pool is null)
        {
            return model.Draw(rows, replicate).Table;
        }

        int[] order = [.. Enumerable.Range(0, pool.Table.Rows)];
        replicate.Shuffle<int>(order);
        return pool.Table.Take(order.AsSpan(0, rows));
    }

    /// <summary>
    /// The effect of what replicates are drawn from: with a pool its rows' own mean, which is exact; else an average over rows drawn for
    /// it. Unknown for a model without a truth.
    /// </summary>
    public (double Value, double Se) Effect(StudyTarget target, int rows, CancellationToken cancellation)
    {
        lock (_effects)
        {
            Contrast contrast = target.In(model.TreatmentSpace.Levels);
            if (!_effects.TryGetValue(target, out (double Value, double Se) effect))
            {
                effect = !model.HasTruth ? StudySourceTruth.Unknown
                    : pool is null && target.Estimand == Estimand.Ate && contrast == new Contrast(1, 0)
                        && model is TunedSource { AverageEffect: { } exact } ? (exact, 0)
                    : pool is not null ? (StudySourceTruth.Average([pool], target.Estimand, contrast, cancellation).Value, 0)
                    : StudySourceTruth.Average(DrawnBlocks.Of(model, rows, stream.Child("truth"), StudySourceTruth.Block),
                        target.Estimand, contrast, cancellation);
                _effects.Add(target, effect);
            }

            return effect;
        }
    }
}
