namespace CausalLoom.Numerics.Neighbours;

/// <summary>The k nearest references of each query, nearest first; ties go to the lower index.</summary>
/// <param name="Queries">The number of queries n.</param>
/// <param name="K">Neighbours a query.</param>
/// <param name="Distances">Euclidean distances, [n, k] row-major.</param>
/// <param name="Indices">Rows of the reference, [n, k] row-major.</param>
public sealed record NeighbourLists(int Queries, int K, double[] Distances, int[] Indices)
{
    /// <summary>The distance of a query's neighbour of that rank (0 = nearest).</summary>
    public double Distance(int query, int rank = 0) => Distances[(query * K) + rank];

    /// <summary>The reference row of a query's neighbour of that rank (0 = nearest).</summary>
    public int Index(int query, int rank = 0) => Indices[(query * K) + rank];
}
