using CausalLoom.Data;
using CausalLoom.Models;

namespace CausalLoom.Generators.Autoregressive.Tokens;

/// <summary>
/// Pairs of tokens of two columns that never occur together although, if the columns were independent, at least
/// <see cref="ExpectedRows"/> rows would have them (chance e^−20 a pair): dummies of one factor, a level that implies another,
/// values that are missing together. A softmax would give them a little probability; a sampler that asks here gives none.
/// </summary>
internal sealed class StructuralZeros
{
    private const double ExpectedRows = 20;
    private const int MostTokens = 128;
    private const int MostRows = 20_000;

    // [column × columns + other][token of the other] = excluded tokens of the column; null where there are none.
    private readonly int[]?[]?[] _excluded;
    private readonly int _columns;
    private readonly List<(int First, int TokenOfFirst, int Second, int TokenOfSecond)> _pairs = [];

    private StructuralZeros(int columns)
    {
        _columns = columns;
        _excluded = new int[]?[columns * columns][];
    }

    /// <summary>The number of excluded pairs.</summary>
    internal int Count => _pairs.Count;

    /// <summary>Tokens of a column that a token of another excludes.</summary>
    internal ReadOnlySpan<int> Excluded(int column, int other, int token) =>
        _excluded[(column * _columns) + other] is { } tokens && tokens[token] is { } excluded ? excluded : [];

    /// <summary>Whether any token of another column excludes any of a column.</summary>
    internal bool Any(int column, int other) => _excluded[(column * _columns) + other] is not null;

    internal static StructuralZeros None(int columns) => new(columns);

    /// <param name="columns">The vocabularies.</param>
    /// <param name="tokens">[column][row].</param>
    /// <param name="context">Observed for cancellation.</param>
    internal static StructuralZeros Find(ColumnTokens[] columns, int[][] tokens, FitContext context)
    {
        StructuralZeros zeros = new(columns.Length);
        for (int b = 1; b < columns.Length; b++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            for (int a = 0; a < b; a++)
            {
                zeros.FindPairs(columns, tokens, a, b);
            }
        }

        zeros.Index(columns);
        return zeros;
    }

    internal Tensor Save() =>
        new([.. _pairs.SelectMany(p => new double[] { p.First, p.TokenOfFirst, p.Second, p.TokenOfSecond })], _pairs.Count, 4);

    internal static StructuralZeros Load(ModelState state, string name, ColumnTokens[] columns)
    {
        int count = state.Tensors.TryGetValue(name, out Tensor? tensor) && tensor.Shape.Length == 2 ? tensor.Shape[0]
            : throw LayoutJson.Damaged(name);
        StructuralZeros zeros = new(columns.Length);
        foreach (double[] p in state.Doubles(name, count, 4).Chunk(4))
        {
            bool fits = IsToken(p[0], p[1]) && IsToken(p[2], p[3]) && p[0] != p[2];
            zeros._pairs.Add(fits ? ((int)p[0], (int)p[1], (int)p[2], (int)p[3]) : throw LayoutJson.Damaged(name));
        }

        zeros.Index(columns);
        return zeros;

        bool IsToken(double column, double token) =>
            column >= 0 && column < columns.Length && token >= 0 && token < columns[(int)column].Count;
    }

    private void FindPairs(ColumnTokens[] columns, int[][] tokens, int a, int b)
    {
        int width = columns[b].Count, rows = tokens[a].Length;
        if (columns[a].Count is < 2 or > MostTokens || width is < 2 or > MostTokens || !MayExclude(columns[a], columns[b], rows))
        {
            return;
        }

        // A part of many rows first: what it has needs no further look.
        int step = Math.Max(1, rows / MostRows);
        bool[] seen = Seen(tokens[a], tokens[b], step, columns[a].Count, width);
        if (step > 1 && Candidates(columns, seen, a, b, rows).Any())
        {
            seen = Seen(tokens[a], tokens[b], 1, columns[a].Count, width);
        }

        _pairs.AddRange(Candidates(columns, seen, a, b, rows));
    }

    private static bool MayExclude(ColumnTokens a, ColumnTokens b, int rows) => a.Counts.Max() * b.Counts.Max() / rows >= ExpectedRows;

    private static bool[] Seen(int[] first, int[] second, int step, int count, int width)
    {
        bool[] seen = new bool[count * width];
        for (int i = 0; i < first.Length; i += step)
        {
            seen[(first[i] * width) + second[i]] = true;
        }

        return seen;
    }

    private static IEnumerable<(int First, int TokenOfFirst, int Second, int TokenOfSecond)> Candidates(ColumnTokens[] columns, bool[] seen,
        int a, int b, int rows)
    {
        int width = columns[b].Count;
        for (int k = 0; k < columns[a].Count; k++)
        {
            for (int l = 0; l < width; l++)
            {
                if (!seen[(k * width) + l] && columns[a].Counts[k] * columns[b].Counts[l] / rows >= ExpectedRows)
                {
                    yield return (a, k, b, l);
                }
            }
        }
    }

    private void Index(ColumnTokens[] columns)
    {
        foreach (var pair in _pairs.Concat(_pairs.Select(p => (p.Second, p.TokenOfSecond, p.First, p.TokenOfFirst)))
            .GroupBy(p => (p.Item1, p.Item3)))
        {
            int[]?[] tokens = new int[columns[pair.Key.Item2].Count][];
            foreach (var group in pair.GroupBy(p => p.Item4))
            {
                tokens[group.Key] = [.. group.Select(p => p.Item2).Order()];
            }

            _excluded[(pair.Key.Item1 * _columns) + pair.Key.Item2] = tokens;
        }
    }
}
