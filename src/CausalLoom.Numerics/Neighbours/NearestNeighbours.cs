using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Numerics.Neighbours;

/// <summary>
/// Exact Euclidean nearest neighbours by blocked brute force. Distances are sums of squared differences (never
/// ‖a‖² + ‖b‖² − 2aᵀb), so a copied row is at distance exactly 0; each is one chain over the features in order, so
/// results depend neither on threads nor on the width of the machine's vectors.
/// </summary>
public static class NearestNeighbours
{
    private const int QueryTile = 4;
    private const int ChunkBytes = 256 * 1024;

    /// <summary>Finds the k nearest references of each query, in float64.</summary>
    /// <param name="queries">Queries, [n, d], finite.</param>
    /// <param name="references">References, [m, d], finite.</param>
    /// <param name="k">How many, at most the number of references that may be chosen.</param>
    /// <param name="excludeSelf">Whether query i may not choose reference i (both matrices are the same rows).</param>
    /// <param name="threads">How many threads; results do not depend on it.</param>
    public static NeighbourLists Find(Matrix queries, Matrix references, int k, bool excludeSelf = false, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentNullException.ThrowIfNull(references);
        if (queries.Columns != references.Columns)
        {
            throw new ArgumentException($"Queries have {queries.Columns} columns and references {references.Columns}.", nameof(references));
        }

        return Find<double>(queries.Data, queries.Rows, references.Data, references.Rows, queries.Columns, k, excludeSelf, threads);
    }

    /// <summary>Finds the k nearest references of each query, in float32 arithmetic.</summary>
    /// <param name="queries">Queries, [n, d] row-major, finite.</param>
    /// <param name="references">References, [m, d] row-major, finite.</param>
    /// <param name="columns">d.</param>
    /// <param name="k">How many.</param>
    /// <param name="excludeSelf">Whether query i may not choose reference i.</param>
    /// <param name="threads">How many threads; results do not depend on it.</param>
    public static NeighbourLists Find(float[] queries, float[] references, int columns, int k, bool excludeSelf = false, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentNullException.ThrowIfNull(references);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        if (queries.Length % columns != 0 || references.Length % columns != 0)
        {
            throw new ArgumentException($"Values do not make whole rows of {columns}.", nameof(columns));
        }

        return Find<float>(queries, queries.Length / columns, references, references.Length / columns, columns, k, excludeSelf, threads);
    }

    private static NeighbourLists Find<T>(T[] queries, int n, T[] references, int m, int d, int k, bool excludeSelf, int threads)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(k);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, excludeSelf ? m - 1 : m);
        T[] packed = Pack(references, m, d, 2 * Vector<T>.Count);
        NeighbourLists lists = new(n, k, new double[n * k], new int[n * k]);
        int parts = Math.Clamp(threads, 1, Math.Max(1, n / QueryTile));
        void Run(int part)
        {
            int first = (int)((long)n * part / parts), last = (int)((long)n * (part + 1) / parts);
            new Search<T>(queries, packed, m, d, excludeSelf, first, last, k).Run(lists);
        }

        if (parts == 1)
        {
            Run(0);
        }
        else
        {
            Parallel.For(0, parts, new ParallelOptions { MaxDegreeOfParallelism = parts }, Run);
        }

        return lists;
    }

    // References by blocks of `lanes` rows, features outermost within a block, so that one load fetches one feature of many rows.
    private static T[] Pack<T>(T[] references, int m, int d, int lanes)
        where T : unmanaged
    {
        int blocks = (m + lanes - 1) / lanes;
        T[] packed = new T[(long)blocks * lanes * d];
        for (int i = 0; i < m; i++)
        {
            int start = i / lanes * lanes * d, lane = i % lanes;
            for (int j = 0; j < d; j++)
            {
                packed[start + (j * lanes) + lane] = references[(i * d) + j];
            }
        }

        return packed;
    }

    private sealed class Search<T>(T[] queries, T[] packed, int m, int d, bool excludeSelf, int first, int last, int k)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private static readonly int Lanes = 2 * Vector<T>.Count;
        private readonly T[] _best = Filled((last - first) * k, T.PositiveInfinity);
        private readonly int[] _index = Filled((last - first) * k, -1);

        internal void Run(NeighbourLists lists)
        {
            int blocks = (m + Lanes - 1) / Lanes;
            int chunk = Math.Max(1, ChunkBytes / (Lanes * Math.Max(1, d) * Unsafe.SizeOf<T>()));
            T[] distances = new T[QueryTile * Lanes];
            for (int block = 0; block < blocks; block += chunk)
            {
                int end = Math.Min(blocks, block + chunk);
                for (int query = first; query < last; query += QueryTile)
                {
                    int tile = Math.Min(QueryTile, last - query);
                    for (int b = block; b < end; b++)
                    {
                        Distances(query, tile, b, distances);
                        for (int q = 0; q < tile; q++)
                        {
                            Offer(query + q, b * Lanes, distances.AsSpan(q * Lanes, Lanes));
                        }
                    }
                }
            }

            for (int i = 0; i < _best.Length; i++)
            {
                lists.Distances[(first * k) + i] = Math.Sqrt(double.CreateChecked(_best[i]));
                lists.Indices[(first * k) + i] = _index[i];
            }
        }

        // Squared distances of up to four queries to one block; a short tile repeats its last query.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Distances(int query, int tile, int block, T[] distances)
        {
            ref T reference = ref packed[block * Lanes * d];
            ref T q0 = ref queries[query * d];
            ref T q1 = ref queries[(query + Math.Min(1, tile - 1)) * d];
            ref T q2 = ref queries[(query + Math.Min(2, tile - 1)) * d];
            ref T q3 = ref queries[(query + Math.Min(3, tile - 1)) * d];
            Vector<T> a0 = default, b0 = default, a1 = default, b1 = default, a2 = default, b2 = default, a3 = default, b3 = default;
            for (nuint j = 0; j < (nuint)d; j++)
            {
                Vector<T> ra = Vector.LoadUnsafe(ref reference, j * (nuint)Lanes);
                Vector<T> rb = Vector.LoadUnsafe(ref reference, (j * (nuint)Lanes) + (nuint)Vector<T>.Count);
                Add(ref a0, ref b0, ra, rb, Unsafe.Add(ref q0, j));
                Add(ref a1, ref b1, ra, rb, Unsafe.Add(ref q1, j));
                Add(ref a2, ref b2, ra, rb, Unsafe.Add(ref q2, j));
                Add(ref a3, ref b3, ra, rb, Unsafe.Add(ref q3, j));
            }

            ref T to = ref MemoryMarshal.GetArrayDataReference(distances);
            Store(ref to, a0, b0, 0);
            Store(ref to, a1, b1, Lanes);
            Store(ref to, a2, b2, 2 * Lanes);
            Store(ref to, a3, b3, 3 * Lanes);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Add(ref Vector<T> a, ref Vector<T> b, Vector<T> ra, Vector<T> rb, T query)
        {
            Vector<T> q = new(query), da = ra - q, db = rb - q;
            a += da * da;
            b += db * db;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Store(ref T to, Vector<T> a, Vector<T> b, int at)
        {
            a.StoreUnsafe(ref to, (nuint)at);
            b.StoreUnsafe(ref to, (nuint)(at + Vector<T>.Count));
        }

        // References come in ascending order, so a strict comparison leaves ties with the lower index.
        private void Offer(int query, int firstReference, ReadOnlySpan<T> distances)
        {
            Span<T> best = _best.AsSpan((query - first) * k, k);
            if (!AnyBelow(distances, best[^1]))
            {
                return;
            }

            Span<int> index = _index.AsSpan((query - first) * k, k);
            for (int lane = 0; lane < distances.Length && firstReference + lane < m; lane++)
            {
                int reference = firstReference + lane;
                if (!(distances[lane] < best[^1]) || (excludeSelf && reference == query))
                {
                    continue;
                }

                int at = k - 1;
                for (; at > 0 && distances[lane] < best[at - 1]; at--)
                {
                    best[at] = best[at - 1];
                    index[at] = index[at - 1];
                }

                best[at] = distances[lane];
                index[at] = reference;
            }
        }

        private static bool AnyBelow(ReadOnlySpan<T> distances, T bound)
        {
            Vector<T> worst = new(bound);
            return Vector.LessThanAny(new Vector<T>(distances), worst)
                || Vector.LessThanAny(new Vector<T>(distances[Vector<T>.Count..]), worst);
        }

        private static TValue[] Filled<TValue>(int count, TValue value)
        {
            TValue[] filled = new TValue[count];
            Array.Fill(filled, value);
            return filled;
        }
    }
}
