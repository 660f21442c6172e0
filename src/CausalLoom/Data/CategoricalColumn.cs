namespace CausalLoom.Data;

/// <summary>Unordered levels.</summary>
public sealed class CategoricalColumn : DiscreteColumn
{
    /// <summary>A column of codes into <paramref name="levels"/>.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="codes">Codes into <paramref name="levels"/>; −1 where missing.</param>
    /// <param name="levels">The level names, as CSV has them, in code order.</param>
    public CategoricalColumn(string name, int[] codes, string[] levels)
        : base(name, codes, levels)
    {
    }

    private CategoricalColumn(CategoricalColumn from, ReadOnlySpan<int> rows)
        : base(from, rows)
    {
    }

    /// <inheritdoc />
    public override ColumnType Type => ColumnType.Categorical;

    /// <inheritdoc />
    public override Column Take(ReadOnlySpan<int> rows) => new CategoricalColumn(this, rows);
}
