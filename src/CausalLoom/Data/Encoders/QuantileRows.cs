namespace CausalLoom.Data.Encoders;

/// <summary>Coded rows: a category for every column, and for every column with a number its place among the distinct numbers.</summary>
public sealed class QuantileRows
{
    internal QuantileRows(int rows, int columns, int values, bool fixedScores)
    {
        Rows = rows;
        Columns = columns;
        ValueColumns = values;
        Categories = new int[(long)rows * columns];
        Places = new int[(long)rows * values];
        Scores = fixedScores ? new float[(long)rows * values] : [];
    }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The number of columns.</summary>
    public int Columns { get; }

    /// <summary>The number of columns with a number.</summary>
    public int ValueColumns { get; }

    /// <summary>Categories, [row, column], row-major; 0 for a number that is no level in a column with numbers.</summary>
    public int[] Categories { get; }

    /// <summary>Places, [row, value column], row-major; −1 where the category is no number.</summary>
    public int[] Places { get; }

    /// <summary>Normal scores, [row, value column], row-major, where transforms go through landmarks; empty otherwise.</summary>
    public float[] Scores { get; }
}
