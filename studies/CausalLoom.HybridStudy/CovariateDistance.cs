using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Neighbours;

namespace CausalLoom.HybridStudy;

/// <summary>
/// Distances to the closest fitted row in features standardised by the fitted rows, as docs/methods/copying.md describes them.
/// </summary>
internal sealed class CovariateDistance
{
    private readonly double[] _mean, _sd;
    private readonly Matrix _fitted;

    /// <summary>Learns scales from the fitted rows.</summary>
    public CovariateDistance(Matrix fitted)
    {
        double[][] columns = [.. Enumerable.Range(0, fitted.Columns).Select(fitted.Column)];
        _mean = [.. columns.Select(c => c.Average())];
        _sd = [.. columns.Select((c, j) => Math.Sqrt(c.Sum(v => (v - _mean[j]) * (v - _mean[j])) / (c.Length - 1)))];
        _fitted = Standardised(fitted);
    }

    /// <summary>The distance of each row.</summary>
    public double[] Of(Matrix rows)
    {
        NeighbourLists found = NearestNeighbours.Find(Standardised(rows), _fitted, 1);
        return [.. Enumerable.Range(0, rows.Rows).Select(i => found.Distance(i))];
    }

    private Matrix Standardised(Matrix x)
    {
        Matrix scaled = new(x.Rows, x.Columns);
        for (int i = 0; i < x.Rows; i++)
        {
            for (int j = 0; j < x.Columns; j++)
            {
                scaled.Row(i)[j] = (x.Row(i)[j] - _mean[j]) / (_sd[j] > 1e-12 ? _sd[j] : 1);
            }
        }

        return scaled;
    }
}
