using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Statistics;

namespace CausalLoom.Numerics.Neighbours;

/// <summary>
/// The distance to the closest record (DCR): of a row r, min over the records f of ‖(r − f)/s‖ with s the records' standard deviations
/// (n − 1) by column. Exact; a copy is at distance exactly 0.
/// </summary>
public sealed class ClosestRecord
{
    /// <summary>Learns the scale of each column from the records.</summary>
    /// <param name="records">The records on their own scale, [m, d], finite, at least one.</param>
    public ClosestRecord(Matrix records)
    {
        Scaling = ColumnScaling.Standard(records);
        Records = Scaling.Apply(records);
    }

    /// <summary>Records whose scale was learned before.</summary>
    /// <param name="scaling">The scale of each column.</param>
    /// <param name="standardised">The records on that scale, [m, d].</param>
    public ClosestRecord(ColumnScaling scaling, Matrix standardised)
    {
        ArgumentNullException.ThrowIfNull(scaling);
        ArgumentNullException.ThrowIfNull(standardised);
        (Scaling, Records) = (scaling, standardised);
    }

    /// <summary>The scale of each column.</summary>
    public ColumnScaling Scaling { get; }

    /// <summary>The standardised records, [m, d].</summary>
    public Matrix Records { get; }

    /// <summary>The distance of each row to its closest record.</summary>
    /// <param name="rows">Rows on the records' own scale, [n, d], finite.</param>
    /// <param name="threads">How many threads; results do not depend on it.</param>
    public double[] Distances(Matrix rows, int threads = 1) =>
        NearestNeighbours.Find(Scaling.Apply(rows), Records, 1, excludeSelf: false, threads).Distances;

    /// <summary>The share of distances below a limit: 5 % is expected at the 5 % quantile of independent rows' distances.</summary>
    public static double ShareBelow(ReadOnlySpan<double> distances, double limit)
    {
        int below = 0;
        foreach (double distance in distances)
        {
            below += distance < limit ? 1 : 0;
        }

        return below / (double)distances.Length;
    }
}
