using System.Globalization;
using CausalLoom.Io;

namespace CausalLoom.Data;

/// <summary>
/// The numbers that can be computed with: variances of squares are fourth powers, and neither these nor their sums may overflow or vanish.
/// What is beyond is refused by name, since another unit mends it and nothing else does.
/// </summary>
internal static class Magnitudes
{
    /// <summary>The largest size of a number.</summary>
    public const double Largest = 1e70;

    /// <summary>The smallest size that a column's largest number may have.</summary>
    public const double Smallest = 1e-70;

    /// <summary>What stands in the way of computing with a column, or null.</summary>
    /// <param name="column">The column.</param>
    public static string? Fault(Column column)
    {
        // Levels that are numbers are computed with as such; text is not.
        double[] values = column is ContinuousColumn continuous ? continuous.Values
            : column is DiscreteColumn { Levels: var levels } discrete && Array.TrueForAll(levels, level => CellText.TryNumber(level,
                out _))
                ? discrete.ToNumbers() : [];
        int largest = -1;
        for (int i = 0; i < values.Length; i++)
        {
            if (!double.IsNaN(values[i]) && (largest < 0 || Math.Abs(values[i]) > Math.Abs(values[largest])))
            {
                largest = i;
            }
        }

        double size = largest < 0 ? 0 : Math.Abs(values[largest]);
        string? fault = size > Largest ? "beyond 1e70, so that fourth powers overflow" : size is > 0 and < Smallest
            ? "the largest number of the column, so that fourth powers vanish" : null;
        return fault is null ? null : string.Create(CultureInfo.InvariantCulture,
            $"{CellText.Show(column.Name)} has {values[largest]:R} in row {largest + 1}, {fault}. Give the column in another unit (a power "
            + $"of ten), mend the cell, or leave the column out.");
    }
}
