using CausalLoom.Data;
using CausalLoom.Data.Encoders;

namespace CausalLoom.Generators.CausalMix;

/// <summary>The coding of columns: TVAE's modes, spikes and levels, or one Gaussian head for every number.</summary>
internal static class CausalMixCode
{
    /// <summary>
    /// A coded value v stands for the standardised number <see cref="Unit"/>·v, so that a mode's values have standard deviation 1.
    /// </summary>
    internal const double Unit = 4;

    internal static ModeSpecificEncoder Fit(Table table, CausalMixOptions options, FitContext context)
    {
        ModeSpecificEncoder encoder = ModeSpecificEncoder.Fit(table, options.Encoder, context);
        return options.PlainNumbers
            ? new ModeSpecificEncoder(encoder.Layout,
                [.. table.Columns.Select((column, j) => column is DiscreteColumn ? encoder.Columns[j] : Plain(column))], false)
            : encoder;
    }

    /// <summary>
    /// What each value column's coded values are multiplied by to give numbers of about unit standard deviation. A plain column's code
    /// spans its range, so its unit is the range's half in standard deviations.
    /// </summary>
    internal static double[] Units(ModeSpecificEncoder encoder, ModeSpecificRows rows, CausalMixOptions options)
    {
        double[] units = new double[encoder.ValueColumns];
        Array.Fill(units, Unit);
        for (int v = 0; v < units.Length && options.PlainNumbers; v++)
        {
            double sum = 0, squares = 0;
            for (int i = 0; i < rows.Rows; i++)
            {
                double value = rows.Values[((long)i * units.Length) + v];
                (sum, squares) = (sum + value, squares + (value * value));
            }

            double variance = (squares - (sum * sum / rows.Rows)) / Math.Max(1, rows.Rows - 1);
            units[v] = variance > 1e-12 ? 1 / Math.Sqrt(variance) : Unit;
        }

        return units;
    }

    private static ModeSpecificColumn Plain(Column column)
    {
        double[] present = [.. column.ToNumbers().Where(x => !double.IsNaN(x))];
        bool missing = present.Length < column.Count;
        if (present.Length == 0 || present.Min() == present.Max())
        {
            return new ModeSpecificColumn([], present.Length == 0 ? [] : [present[0]], [], [], missing);
        }

        // Centred on the mean, and wide enough that no value is clipped.
        double mean = present.Average(x => x / present.Length) * present.Length;
        double reach = Math.Max(present.Max() - mean, mean - present.Min());
        return new ModeSpecificColumn([new NormalMode(1, mean, reach / 4 / NormalMode.Bound)], [], [], [], missing);
    }
}
