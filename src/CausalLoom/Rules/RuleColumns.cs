using CausalLoom.Data;

namespace CausalLoom.Rules;

/// <summary>A table's columns for the searches, with rows that are looked at first: most of what does not hold is seen there.</summary>
internal sealed class RuleColumns
{
    /// <summary>How many rows are looked at first.</summary>
    public const int SampleRows = 2000;

    // Pairs and triples of thousands of columns would be tried for minutes; no study ties so many.
    private const int Most = 300;

    private RuleColumns(Table table, int[] sample)
    {
        (Rows, SampleAt) = (table.Rows, sample);
        All = [.. table.Columns.Take(Most).Select(column => RuleColumn.Of(column, sample))];
    }

    public int Rows { get; }

    /// <summary>The rows that are looked at first.</summary>
    public int[] SampleAt { get; }

    public RuleColumn[] All { get; }

    /// <summary>Those that no rule explains yet.</summary>
    public RuleColumn[] Open => [.. All.Where(column => !column.IsExplained)];

    /// <summary>Those of numbers, levels that are numbers included.</summary>
    public RuleColumn[] OpenNumbers => [.. Open.Where(column => column.Numbers is not null && column.Sorted.Length > 0)];

    /// <summary>Those of quantities with more than one value.</summary>
    public RuleColumn[] OpenQuantities => [.. Open.Where(column => column.IsQuantity && column.Sorted.Length > 0
        && column.Sorted[0] < column.Sorted[^1])];

    public static RuleColumns Of(Table table)
    {
        int count = Math.Min(table.Rows, SampleRows);
        return new RuleColumns(table, [.. Enumerable.Range(0, count).Select(i => (int)((long)i * table.Rows / count))]);
    }
}
