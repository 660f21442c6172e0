namespace CausalLoom.Data.Encoders;

/// <summary>Coded rows: a category for every column, and a value for every column with modes (0 where the category is no mode).</summary>
public sealed class ModeSpecificRows
{
    /// <summary>Rows of zeros.</summary>
    public ModeSpecificRows(int rows, int columns, int values)
    {
        Rows = rows;
        Columns = columns;
        ValueColumns = values;
        Categories = new int[(long)rows * columns];
        Values = new float[(long)rows * values];
    }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The number of columns.</summary>
    public int Columns { get; }

    /// <summary>The number of columns with modes.</summary>
    public int ValueColumns { get; }

    /// <summary>Categories, [row, column], row-major.</summary>
    public int[] Categories { get; }

    /// <summary>Values in [−1, 1], [row, value column], row-major.</summary>
    public float[] Values { get; }
}
