namespace CausalLoom.Generators.Autoregressive.Tokens;

/// <summary>Rows that are being drawn: their tokens so far and what is still to be drawn.</summary>
internal sealed class TokenRows
{
    internal TokenRows(int rows, int columns)
    {
        Count = rows;
        Columns = columns;
        Tokens = [.. Enumerable.Range(0, columns).Select(_ => new int[rows])];
        Known = new bool[rows * columns];
        Given = new bool[rows * columns];
        MayBeMissing = new bool[columns];
        Array.Fill(MayBeMissing, true);
    }

    internal int Count { get; }

    internal int Columns { get; }

    /// <summary>[column][row].</summary>
    internal int[][] Tokens { get; }

    /// <summary>[row × column]: the cell has a token, given or drawn.</summary>
    internal bool[] Known { get; }

    /// <summary>[row × column]: the cell is given, with a token or (a level that was never seen) without.</summary>
    internal bool[] Given { get; }

    /// <summary>[column]: whether the missing token may be drawn.</summary>
    internal bool[] MayBeMissing { get; }
}
