using CausalLoom.Data;

namespace CausalLoom.Synthesis;

/// <summary>Rows of two tables with the same columns, one below the other.</summary>
internal static class RowStack
{
    internal static Table Of(Table above, Table below) => new([.. above.Columns.Select((column, j) => Of(column, below.Columns[j]))]);

    private static Column Of(Column above, Column below) => (above, below) switch
    {
        (IntegerColumn a, IntegerColumn b) => new IntegerColumn(a.Name, [.. a.Values, .. b.Values],
            [.. Enumerable.Range(0, a.Count).Select(a.IsMissing), .. Enumerable.Range(0, b.Count).Select(b.IsMissing)]),
        (BinaryColumn a, BinaryColumn b) => new BinaryColumn(a.Name, [.. a.Codes, .. b.Codes], a.Levels),
        (CategoricalColumn a, CategoricalColumn b) => new CategoricalColumn(a.Name, [.. a.Codes, .. b.Codes], a.Levels),
        (ContinuousColumn a, ContinuousColumn b) =>
            new ContinuousColumn(a.Name, [.. a.Values, .. b.Values], a.Decimals == b.Decimals ? a.Decimals : null),
        _ => throw new ArgumentException($"Column {above.Name} is of two types.", nameof(below)),
    };
}
