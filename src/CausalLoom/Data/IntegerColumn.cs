using System.Globalization;

namespace CausalLoom.Data;

/// <summary>Whole numbers.</summary>
public sealed class IntegerColumn : Column
{
    /// <summary>A column of whole numbers.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="values">The values; 0 where missing.</param>
    /// <param name="missing">The missing mask, or null where nothing is missing.</param>
    public IntegerColumn(string name, long[] values, bool[]? missing = null)
        : base(name, (values ?? throw new ArgumentNullException(nameof(values))).Length, missing)
    {
        Values = values;
    }

    /// <summary>The values; 0 where missing. Not to be written to.</summary>
    public long[] Values { get; }

    /// <inheritdoc />
    public override ColumnType Type => ColumnType.Integer;

    /// <inheritdoc />
    public override double NumberAt(int row) => IsMissing(row) ? double.NaN : Values[row];

    /// <inheritdoc />
    public override string TextAt(int row) => IsMissing(row) ? string.Empty : Values[row].ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc />
    public override Column Take(ReadOnlySpan<int> rows) => new IntegerColumn(Name, TakeValues(Values, rows), TakeMissing(rows));
}
