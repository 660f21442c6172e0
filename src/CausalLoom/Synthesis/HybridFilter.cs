using System.Globalization;
using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Synthesis;

/// <summary>
/// A generator whose rows are drawn again while they are closer to a fitted row than a quantile of the holdout's rows is
/// (docs/methods/copying.md).
/// </summary>
internal sealed class HybridFilter : ITabularModel
{
    private const int MostRounds = 100;

    private readonly ITabularModel _generator;
    private readonly HybridDistances _distances;

    public HybridFilter(ITabularModel generator, HybridDistances distances) => (_generator, _distances) = (generator, distances);

    /// <inheritdoc />
    public IReadOnlyList<TrainingPoint> TrainingCurve => _generator.TrainingCurve;

    /// <inheritdoc />
    /// <exception cref="CausalLoomException">The generator copies so much that a hundred rounds leave rows too close.</exception>
    public Table Sample(int rows, RandomStream stream)
    {
        Table drawn = _generator.Sample(rows, stream);
        int[] kept = [.. Enumerable.Range(0, rows)], pending = TooClose(drawn, kept);
        for (int round = 1; pending.Length > 0; round++)
        {
            if (round > MostRounds)
            {
                throw new CausalLoomException(string.Create(CultureInfo.InvariantCulture, $"‹dcr-filter›: after {MostRounds} rounds "
                    + $"{pending.Length} of {rows} rows are still closer to a real row than {100 * (1 - _distances.FilterQuantile):0.##} % "
                    + $"of the holdout's rows are. The generator copies: use another, lower ‹dcr-quantile›, or leave the filter out."));
            }

            Table again = _generator.Sample(pending.Length, stream.Child("redraw").Child(round));
            int[] still = TooClose(again, pending);
            for (int k = 0; k < pending.Length; k++)
            {
                kept[pending[k]] = drawn.Rows + k;
            }

            drawn = RowStack.Of(drawn, again).Take(kept);
            kept = [.. Enumerable.Range(0, rows)];
            pending = still;
        }

        return drawn;
    }

    /// <summary>The generator's own state: the filter is saved beside it.</summary>
    public ModelState Save() => _generator.Save();

    // The places of rows that are too close; row k of the table stands at place k of the list.
    private int[] TooClose(Table rows, int[] places)
    {
        if (places.Length == 0)
        {
            return [];
        }

        double[] distance = _distances.Of(rows);
        return [.. places.Where((_, k) => _distances.IsTooClose(distance[k]))];
    }
}
