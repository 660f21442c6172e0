using CausalLoom.Estimation.Average;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Studies;

/// <summary>The truth of the source that generators are fitted to, averaged once an estimand. Safe for several threads.</summary>
/// <param name="origin">The source.</param>
/// <param name="stream">The stream of its truth, the same as where it is a cell of its own.</param>
internal sealed class StudySourceOrigin(StudySource origin, RandomStream stream)
{
    private readonly Dictionary<Estimand, (double Value, double Se)> _truths = [];

    /// <summary>Its effect and Monte-Carlo standard error.</summary>
    public (double Value, double Se) Truth(Estimand estimand, int rows, CancellationToken cancellation)
    {
        lock (_truths)
        {
            if (!_truths.TryGetValue(estimand, out (double Value, double Se) truth))
            {
                _truths.Add(estimand, truth = origin.Truth(estimand, rows, stream, cancellation));
            }

            return truth;
        }
    }
}
