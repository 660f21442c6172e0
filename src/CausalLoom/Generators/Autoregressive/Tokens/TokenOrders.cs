using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Autoregressive.Tokens;

/// <summary>The orders that rows are drawn in: random orders of the covariates, then the targets in their own order.</summary>
internal sealed class TokenOrders
{
    private readonly int[][] _orders, _ranks;

    internal TokenOrders(int[][] orders, int targets)
    {
        _orders = orders;
        Targets = targets;
        _ranks = [.. orders.Select(Ranks)];
    }

    /// <summary>How many columns at the end of every order are targets.</summary>
    internal int Targets { get; }

    /// <summary>The number of orders.</summary>
    internal int Count => _orders.Length;

    internal int Columns => _orders[0].Length;

    internal static TokenOrders Draw(int columns, IReadOnlyList<int> targets, int orders, RandomStream stream)
    {
        int[] others = [.. Enumerable.Range(0, columns).Where(j => !targets.Contains(j))];
        int different = Math.Max(1, others.Length < 2 ? 1 : orders);
        return new TokenOrders([.. Enumerable.Range(0, different)
            .Select(s => (int[])[.. stream.Child(s).Permutation(others.Length).Select(k => others[k]), .. targets])], targets.Count);
    }

    /// <summary>The columns in an order.</summary>
    internal int[] this[int order] => _orders[order];

    /// <summary>Whether a column is a target.</summary>
    internal bool IsTarget(int column) => _ranks[0][column] >= Columns - Targets;

    /// <summary>Marks the columns before a column in an order.</summary>
    internal void MarkBefore(int order, int column, Span<bool> known)
    {
        int[] ranks = _ranks[order];
        for (int j = 0; j < known.Length; j++)
        {
            known[j] = ranks[j] < ranks[column];
        }
    }

    /// <summary>
    /// Marks what is known of a training row: with probability <paramref name="orderShare"/> the columns before the column in one of
    /// the orders, otherwise those before it in a fresh random order (each arrives at a uniform time, so the set is all that
    /// arrive before the column does). A target always knows the covariates and the targets before it.
    /// </summary>
    /// <param name="column">The column to be predicted.</param>
    /// <param name="orderShare">The share of cases in the orders of generation.</param>
    /// <param name="uniforms">Columns + 2 uniform numbers.</param>
    /// <param name="known">[column]; written.</param>
    internal void MarkTraining(int column, double orderShare, ReadOnlySpan<float> uniforms, Span<bool> known)
    {
        bool generation = uniforms[0] < orderShare;
        float arrival = uniforms[1];
        if (generation || IsTarget(column))
        {
            MarkBefore(Math.Min((int)(arrival * Count), Count - 1), column, known);
        }

        for (int j = 0; j < known.Length && !generation; j++)
        {
            bool early = j != column && uniforms[j + 2] < arrival;
            known[j] = IsTarget(column) ? known[j] || early : early;
        }
    }

    /// <summary>
    /// Draws the order in which a training row is read: with probability <paramref name="orderShare"/> one of the orders of
    /// generation, otherwise any order of all columns, targets among them.
    /// </summary>
    internal void DrawTraining(double orderShare, RandomStream stream, Span<int> order)
    {
        bool generation = stream.NextDouble() < orderShare;
        _orders[stream.NextInt(Count)].CopyTo(order);
        if (!generation)
        {
            stream.Shuffle(order);
        }
    }

    private static int[] Ranks(int[] order)
    {
        int[] ranks = new int[order.Length];
        for (int r = 0; r < order.Length; r++)
        {
            ranks[order[r]] = r;
        }

        return ranks;
    }
}
