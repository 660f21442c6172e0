namespace CausalLoom.Generators.Forest;

/// <summary>Rows sorted by their leaf in one tree.</summary>
internal sealed class LeafRows
{
    private readonly int[] _starts;
    private readonly int[] _rows;

    private LeafRows(int[] starts, int[] rows) => (_starts, _rows) = (starts, rows);

    internal static LeafRows Of(int[] leafOfRow, int nodes)
    {
        int[] starts = new int[nodes + 1], rows = new int[leafOfRow.Length];
        foreach (int leaf in leafOfRow)
        {
            starts[leaf + 1]++;
        }

        for (int k = 0; k < nodes; k++)
        {
            starts[k + 1] += starts[k];
        }

        int[] next = starts[..nodes];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[next[leafOfRow[i]]++] = i;
        }

        return new LeafRows(starts, rows);
    }

    internal ReadOnlySpan<int> Of(int leaf) => _rows.AsSpan(_starts[leaf], _starts[leaf + 1] - _starts[leaf]);
}
