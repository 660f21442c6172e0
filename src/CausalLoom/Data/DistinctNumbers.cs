using System.Buffers;

namespace CausalLoom.Data;

/// <summary>How many different numbers a column holds.</summary>
internal static class DistinctNumbers
{
    /// <summary>Their count; missing values are none.</summary>
    public static int Count(Column column)
    {
        int size = 16;
        while (size < 2 * column.Count)
        {
            size *= 2;
        }

        // Open addressing; NaN marks a free place, and is never a number.
        double[] seen = ArrayPool<double>.Shared.Rent(size);
        seen.AsSpan(0, size).Fill(double.NaN);
        int count = 0;
        for (int i = 0; i < column.Count; i++)
        {
            double number = column.NumberAt(i) + 0.0;
            if (double.IsNaN(number))
            {
                continue;
            }

            int place = (int)((BitConverter.DoubleToUInt64Bits(number) * 0x9E3779B97F4A7C15UL) >> 32) & (size - 1);
            while (!double.IsNaN(seen[place]) && seen[place] != number)
            {
                place = (place + 1) & (size - 1);
            }

            count += double.IsNaN(seen[place]) ? 1 : 0;
            seen[place] = number;
        }

        ArrayPool<double>.Shared.Return(seen);
        return count;
    }
}
