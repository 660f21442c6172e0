namespace CausalLoom.Numerics.Linear;

/// <summary>Rows of numbers that are made when they are asked for, and the same each time: a matrix that takes no memory.</summary>
public abstract class RowSource
{
    /// <summary>The number of rows, n.</summary>
    public abstract int Rows { get; }

    /// <summary>The number of columns, d.</summary>
    public abstract int Columns { get; }

    /// <summary>Makes some rows, in full.</summary>
    /// <param name="rows">Which rows.</param>
    /// <param name="into">Filled row after row.</param>
    /// <param name="stride">From the beginning of a row in <paramref name="into"/> to that of the next, at least d.</param>
    public abstract void Read(ReadOnlySpan<int> rows, Span<double> into, int stride);

    /// <summary>One column of all rows, [n].</summary>
    public abstract double[] Column(int column);
}
