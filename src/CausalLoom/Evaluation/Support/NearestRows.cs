using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Neighbours;

namespace CausalLoom.Evaluation.Support;

/// <summary>The nearest two rows of one table to each row of another, exactly, by Euclidean distance.</summary>
internal sealed class NearestRows
{
    private NearestRows(int[] index, double[] distance, double[] second) => (Index, Distance, SecondDistance) = (index, distance, second);

    private NearestRows(NeighbourLists found)
    {
        int queries = found.Queries;
        Index = [.. Enumerable.Range(0, queries).Select(i => found.Index(i))];
        Distance = [.. Enumerable.Range(0, queries).Select(i => found.Distance(i))];
        SecondDistance = [.. Enumerable.Range(0, queries).Select(i => found.K > 1 ? found.Distance(i, 1) : double.PositiveInfinity)];
    }

    /// <summary>The nearest row of each query; the first of equally near ones.</summary>
    public int[] Index { get; }

    /// <summary>Its distance; 0 for equal rows, exactly.</summary>
    public double[] Distance { get; }

    /// <summary>The distance of the second nearest row; infinite where there is none.</summary>
    public double[] SecondDistance { get; }

    /// <summary>For each row of <paramref name="queries"/>, the nearest row of <paramref name="rows"/> (at least one).</summary>
    public static NearestRows Of(Matrix queries, Matrix rows, FitContext context) =>
        new(NearestNeighbours.Find(queries, rows, Math.Min(2, rows.Rows), excludeSelf: false, context.Threads));

    /// <summary>For each row, the nearest other row (leave one out); at least two rows.</summary>
    public static NearestRows Among(Matrix rows, FitContext context) =>
        new(NearestNeighbours.Find(rows, rows, Math.Min(2, rows.Rows - 1), excludeSelf: true, context.Threads));

    /// <summary>For some rows, by their numbers, the nearest other row.</summary>
    public static NearestRows Among(Matrix rows, int[] some, FitContext context)
    {
        if (some.Length == rows.Rows)
        {
            return Among(rows, context);
        }

        NeighbourLists found = NearestNeighbours.Find(rows.TakeRows(some), rows, Math.Min(3, rows.Rows), excludeSelf: false,
            context.Threads);
        int[] index = new int[some.Length];
        double[] distance = new double[some.Length], second = new double[some.Length];
        for (int i = 0; i < some.Length; i++)
        {
            // Where three rows equal it and stand before it, the row itself is not listed.
            int[] others = [.. Enumerable.Range(0, found.K).Where(rank => found.Index(i, rank) != some[i])];
            (index[i], distance[i]) = (found.Index(i, others[0]), found.Distance(i, others[0]));
            second[i] = others.Length > 1 ? found.Distance(i, others[1]) : double.PositiveInfinity;
        }

        return new NearestRows(index, distance, second);
    }
}
