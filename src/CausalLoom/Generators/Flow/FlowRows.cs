using CausalLoom.Data;
using CausalLoom.Data.Encoders;
using CausalLoom.Generators.Margins;

namespace CausalLoom.Generators.Flow;

/// <summary>
/// Coded rows: a category for every column, and for numbers of a continuum their interval of normal scores and the score by which later
/// columns know them.
/// </summary>
internal sealed class FlowRows
{
    internal FlowRows(int rows, int columns)
    {
        Rows = rows;
        Columns = columns;
        Categories = new int[(long)rows * columns];
        Low = new float[Categories.LongLength];
        High = new float[Categories.LongLength];
        Scores = new float[Categories.LongLength];
    }

    internal int Rows { get; }

    internal int Columns { get; }

    /// <summary>[row × column]; −1 where the value is none that was seen in the fit.</summary>
    internal int[] Categories { get; }

    /// <summary>Where the cell's place begins, in (0, 1); [row × column].</summary>
    internal float[] Low { get; }

    /// <summary>Where it ends; the same for a number that does not repeat.</summary>
    internal float[] High { get; }

    /// <summary>[row × column]; 0 where the cell is not of the continuum.</summary>
    internal float[] Scores { get; }

    internal static FlowRows Of(Table table, FlowColumn[] columns)
    {
        FlowRows rows = new(table.Rows, columns.Length);
        for (int j = 0; j < columns.Length; j++)
        {
            double[] numbers = ModeSpecificGroups.Numbers(table.Columns[j]);
            for (int i = 0; i < numbers.Length; i++)
            {
                rows.Set((i * columns.Length) + j, columns[j], numbers[i]);
            }
        }

        return rows;
    }

    /// <summary>A normal score within the cell's place; a number that does not repeat has one only.</summary>
    internal double Dequantised(int at, double uniform)
    {
        double u = Low[at] + (uniform * (High[at] - Low[at]));
        return Low[at] == High[at] ? Scores[at] : NormalScores.Inverse(Math.Clamp(u, 1e-9, 1 - 1e-9));
    }

    private void Set(int at, FlowColumn column, double number)
    {
        Categories[at] = column.Category(number);
        if (Categories[at] != 0 || !column.HasContinuum)
        {
            return;
        }

        (double low, double high) = column.Place(number);
        Low[at] = (float)low;
        High[at] = (float)high;
        Scores[at] = column.Score(number);
    }
}
