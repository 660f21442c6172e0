using CausalLoom.Numerics.Random;

namespace CausalLoom.Studies;

/// <summary>The truth of the source that generators are fitted to, averaged once a target. Safe for several threads.</summary>
/// <param name="origin">The source.</param>
/// <param name="stream">The stream of its truth, the same as where it is a cell of its own.</param>
internal sealed class StudySourceOrigin(StudySource origin, RandomStream stream)
{
    private readonly Dictionary<StudyTarget, (double Value, double Se)> _truths = [];

    /// <summary>Its effect and Monte-Carlo standard error; that of one of its fits where it has fits.</summary>
    public (double Value, double Se) Truth(StudyTarget target, int rows, int fit, CancellationToken cancellation)
    {
        if (origin.HasFits)
        {
            return origin.TruthOf(target, rows, fit, cancellation);
        }

        lock (_truths)
        {
            if (!_truths.TryGetValue(target, out (double Value, double Se) truth))
            {
                _truths.Add(target, truth = origin.Truth(target, rows, stream, cancellation));
            }

            return truth;
        }
    }
}
