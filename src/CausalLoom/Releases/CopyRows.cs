using CausalLoom.Data;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Releases;

/// <summary>
/// The rows that a copy's model is fitted to: n drawn with replacement from the real ones, or as many clusters as there are (Efron 1979),
/// so that copies differ by what n real rows leave unknown.
/// </summary>
internal static class CopyRows
{
    private const int MostDraws = 100;

    /// <summary>Draws rows, anew where an arm has fewer than two: of those nothing could be fitted.</summary>
    /// <exception cref="CausalLoomException">An arm is so small that none of many draws has it.</exception>
    public static CausalData Of(CausalData real, RandomStream stream)
    {
        int[][] units = real.ClusterCodes is { } clusters
            ? [.. Enumerable.Range(0, real.Rows).GroupBy(row => clusters[row]).OrderBy(unit => unit.Key).Select(unit => unit.ToArray())]
            : [.. Enumerable.Range(0, real.Rows).Select(row => (int[])[row])];
        for (int draw = 0; draw < MostDraws; draw++)
        {
            CausalData rows = real.Take([.. Enumerable.Range(0, units.Length).SelectMany(_ => units[stream.NextInt(units.Length)])]);
            if (Enumerable.Range(0, real.Levels).All(level => rows.Treatment.CountOf(level) >= 2))
            {
                return rows;
            }
        }

        throw new CausalLoomException("An arm is so small that rows drawn anew from the data are mostly without it: copies cannot be "
            + "fitted. Leave out ‹release-copies›.");
    }
}
