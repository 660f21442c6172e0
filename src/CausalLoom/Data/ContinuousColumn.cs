using System.Globalization;

namespace CausalLoom.Data;

/// <summary>Real numbers; a missing value is NaN in <see cref="Values"/>.</summary>
public sealed class ContinuousColumn : Column
{
    /// <summary>A column of real numbers in which NaN means missing.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="values">The values; NaN where missing, never infinite.</param>
    /// <param name="decimals">The number of decimals all source values agree on, or null where they use full precision.</param>
    public ContinuousColumn(string name, double[] values, int? decimals = null)
        : base(name, (values ?? throw new ArgumentNullException(nameof(values))).Length, Missing(values))
    {
        Values = values;
        Decimals = decimals;
    }

    /// <summary>The values; NaN where missing. Not to be written to.</summary>
    public double[] Values { get; }

    /// <summary>The number of decimals all source values agree on, or null where they use full precision.</summary>
    public int? Decimals { get; }

    /// <inheritdoc />
    public override ColumnType Type => ColumnType.Continuous;

    /// <inheritdoc />
    public override double NumberAt(int row) => Values[row];

    /// <inheritdoc />
    public override string TextAt(int row) => IsMissing(row) ? string.Empty : Values[row].ToString("R", CultureInfo.InvariantCulture);

    /// <inheritdoc />
    public override Column Take(ReadOnlySpan<int> rows) => new ContinuousColumn(Name, TakeValues(Values, rows), Decimals);

    // Most columns have none: they need no mask.
    private static bool[]? Missing(double[] values)
    {
        bool any = false;
        foreach (double value in values)
        {
            any |= double.IsNaN(value);
        }

        return any ? Array.ConvertAll(values, double.IsNaN) : null;
    }
}
