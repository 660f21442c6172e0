namespace CausalLoom.Numerics.Trees;

/// <summary>
/// Leads rows down a tree, four abreast: a single row waits for each of its nodes, and a guess at its way is wrong half of the time.
/// </summary>
internal static class TreeWalk
{
    /// <summary>The leaf of each row.</summary>
    /// <param name="tree">The tree; a type of its own for each kind, so that its step is part of the loop.</param>
    /// <param name="rows">Rows, in any order.</param>
    /// <param name="leaves">Their leaves, of the same length or longer.</param>
    internal static void Leaves<TStep>(TStep tree, ReadOnlySpan<int> rows, Span<int> leaves)
        where TStep : struct, IWalkStep
    {
        int i = 0;
        for (; i + 4 <= rows.Length; i += 4)
        {
            int ra = rows[i], rb = rows[i + 1], rc = rows[i + 2], rd = rows[i + 3];
            int a = 0, b = 0, c = 0, d = 0, moved;
            do
            {
                int na = tree.Next(a, ra), nb = tree.Next(b, rb), nc = tree.Next(c, rc), nd = tree.Next(d, rd);
                moved = (na ^ a) | (nb ^ b) | (nc ^ c) | (nd ^ d);
                (a, b, c, d) = (na, nb, nc, nd);
            }
            while (moved != 0);
            (leaves[i], leaves[i + 1], leaves[i + 2], leaves[i + 3]) = (a, b, c, d);
        }

        for (; i < rows.Length; i++)
        {
            int node = 0, next;
            while ((next = tree.Next(node, rows[i])) != node)
            {
                node = next;
            }

            leaves[i] = node;
        }
    }
}
