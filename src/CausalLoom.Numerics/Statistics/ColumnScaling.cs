using CausalLoom.Numerics.Linear;

namespace CausalLoom.Numerics.Statistics;

/// <summary>
/// A shift and a scale for each column, learned on some rows and applied to any: (x − shift)/scale. A column whose spread is rounding error
/// of its shift counts as constant and keeps its scale.
/// </summary>
public sealed class ColumnScaling
{
    // A spread that is rounding error counts as none.
    private const double Rounding = 1e-12;

    /// <summary>A scaling that was learned before.</summary>
    /// <param name="shift">What is taken off each column, [d].</param>
    /// <param name="scale">What it is divided by then, above 0, [d].</param>
    /// <exception cref="ArgumentException">The two differ in length.</exception>
    public ColumnScaling(double[] shift, double[] scale)
    {
        ArgumentNullException.ThrowIfNull(shift);
        ArgumentNullException.ThrowIfNull(scale);
        if (shift.Length != scale.Length)
        {
            throw new ArgumentException($"{shift.Length} shifts and {scale.Length} scales.", nameof(scale));
        }

        (Shift, Scale) = (shift, scale);
    }

    /// <summary>What is taken off each column, [d].</summary>
    public double[] Shift { get; }

    /// <summary>What each column is divided by then, [d].</summary>
    public double[] Scale { get; }

    /// <summary>Mean 0 and standard deviation 1 (n − 1) on the given rows.</summary>
    public static ColumnScaling Standard(Matrix rows) => Learn(rows, MeanAndSd);

    /// <summary>Minimum 0 and maximum 1 on the given rows.</summary>
    public static ColumnScaling MinMax(Matrix rows) => Learn(rows, values => (values.Min(), values.Max() - values.Min()));

    /// <summary>The rows on the new scale.</summary>
    public Matrix Apply(Matrix rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        Matrix scaled = new(rows.Rows, rows.Columns);
        for (int i = 0; i < rows.Rows; i++)
        {
            ReadOnlySpan<double> from = rows.Row(i);
            Span<double> to = scaled.Row(i);
            for (int j = 0; j < to.Length; j++)
            {
                to[j] = (from[j] - Shift[j]) / Scale[j];
            }
        }

        return scaled;
    }

    private static ColumnScaling Learn(Matrix rows, Func<double[], (double Shift, double Width)> measure)
    {
        ArgumentNullException.ThrowIfNull(rows);
        double[] shift = new double[rows.Columns], scale = new double[rows.Columns];
        for (int j = 0; j < rows.Columns; j++)
        {
            (shift[j], double width) = measure(rows.Column(j));
            scale[j] = width > Rounding * Math.Max(1, Math.Abs(shift[j])) ? width : 1;
        }

        return new ColumnScaling(shift, scale);
    }

    private static (double Mean, double Sd) MeanAndSd(double[] values)
    {
        double sum = 0, squares = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        double mean = sum / values.Length;
        foreach (double value in values)
        {
            squares += (value - mean) * (value - mean);
        }

        return (mean, Math.Sqrt(squares / Math.Max(1, values.Length - 1)));
    }
}
