namespace CausalLoom.Data;

/// <summary>Two levels in any coding (0/1, 1/2, text); the second is the event.</summary>
public sealed class BinaryColumn : DiscreteColumn
{
    /// <summary>A column of codes into <paramref name="levels"/>.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="codes">Codes into <paramref name="levels"/>; −1 where missing.</param>
    /// <param name="levels">The level names, as CSV has them, in code order.</param>
    public BinaryColumn(string name, int[] codes, string[] levels)
        : base(name, codes, levels)
    {
    }

    private BinaryColumn(BinaryColumn from, ReadOnlySpan<int> rows)
        : base(from, rows)
    {
    }

    /// <inheritdoc />
    public override ColumnType Type => ColumnType.Binary;

    /// <inheritdoc />
    public override Column Take(ReadOnlySpan<int> rows) => new BinaryColumn(this, rows);
}
