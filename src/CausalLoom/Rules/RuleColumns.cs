using CausalLoom.Data;

namespace CausalLoom.Rules;

/// <summary>A table's columns for the searches, with rows that are looked at first: most of what does not hold is seen there.</summary>
internal sealed class RuleColumns
{
    /// <summary>How many rows are looked at first.</summary>
    public const int SampleRows = 2000;

    /// <summary>Pairs and triples of thousands of columns would be tried for minutes: the first of them are.</summary>
    public const int Most = 300;

    private readonly Lazy<double> _correlation;
    private readonly Lazy<CommonFactors> _factors;

    private RuleColumns(Table table, int[] sample)
    {
        (Rows, SampleAt) = (table.Rows, sample);
        (_correlation, _factors) = (new Lazy<double>(Typical), new Lazy<CommonFactors>(() => CommonFactors.Of(this)));
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

    /// <summary>
    /// How strongly the table's numbers usually go together: the upper quartile of the rank correlations of pairs, in size. What is empty
    /// by such a correlation is no rule.
    /// </summary>
    public double Correlation => _correlation.Value;

    /// <summary>What the numbers have in common.</summary>
    public CommonFactors Factors => _factors.Value;

    public static RuleColumns Of(Table table)
    {
        int count = Math.Min(table.Rows, SampleRows);
        return new RuleColumns(table, [.. Enumerable.Range(0, count).Select(i => (int)((long)i * table.Rows / count))]);
    }

    private double Typical()
    {
        const int most = 40, rows = 500, fewest = 3;
        double[]?[] scores = [.. OpenQuantities.Take(most).Select(column => column.Sample.AsSpan(0, Math.Min(rows, column.Sample.Length))
            .ToArray()).Select(values => values.Any(double.IsNaN) ? null : OrderSearch.Scores(values))];
        List<double> all = [];
        for (int j = 0; j < scores.Length; j++)
        {
            for (int k = 0; k < j; k++)
            {
                if (scores[j] is { } one && scores[k] is { } other)
                {
                    all.Add(Math.Abs(OrderSearch.Correlation(one, other)));
                }
            }
        }

        all.Sort();
        return all.Count < fewest ? 0 : Math.Min(0.99, all[(int)(0.75 * all.Count)]);
    }
}
