using CausalLoom.Data;

namespace CausalLoom.Rules;

/// <summary>A column as a few cells: its levels, or of numbers a value that many rows share and all others; and missing.</summary>
internal sealed class RuleCells
{
    private const int MostLevels = 40;
    private const double FewestShare = 0.05;
    private const int FewestRows = 10;

    private RuleCells(RuleColumn column, byte[] codes, RuleLiteral?[] literals)
    {
        (Column, Codes, Literals) = (column, codes, literals);
        Rows = new long[literals.Length];
        foreach (byte code in codes)
        {
            Rows[code]++;
        }
    }

    public RuleColumn Column { get; }

    /// <summary>Each row's cell.</summary>
    public byte[] Codes { get; }

    /// <summary>What each cell says; null: any number but the shared one, or of a column without one any number.</summary>
    public RuleLiteral?[] Literals { get; }

    /// <summary>How many rows each cell has.</summary>
    public long[] Rows { get; }

    public int Count => Literals.Length;

    /// <summary>The cell of missing values, or −1.</summary>
    public int Missing => Literals[^1]?.IsMissing == true ? Count - 1 : -1;

    /// <summary>The cells of a column; null where it has too many or but one.</summary>
    public static RuleCells? Of(RuleColumn column, int rows)
    {
        string name = column.Column.Name;
        bool missing = column.Column.MissingCount > 0;
        List<RuleLiteral?> literals = [];
        byte[] codes = new byte[rows];
        if (column.Column is DiscreteColumn discrete)
        {
            if (discrete.Levels.Length > MostLevels)
            {
                return null;
            }

            literals.AddRange(discrete.Levels.Select((_, code) => new RuleLiteral(name, [column.Level(code)], false)));
            for (int i = 0; i < rows; i++)
            {
                codes[i] = (byte)(discrete.Codes[i] < 0 ? literals.Count : discrete.Codes[i]);
            }
        }
        else
        {
            double? shared = Shared(column);
            if (column.Numbers is not { } numbers || (shared is null && !missing))
            {
                return null;
            }

            literals.AddRange(shared is double value ? [new RuleLiteral(name, [value], false), null] : [null]);
            for (int i = 0; i < rows; i++)
            {
                codes[i] = (byte)(double.IsNaN(numbers[i]) ? literals.Count : shared is null || numbers[i] == shared ? 0 : 1);
            }
        }

        if (missing)
        {
            literals.Add(new RuleLiteral(name, [], false));
        }

        return literals.Count > 1 ? new RuleCells(column, codes, [.. literals]) : null;
    }

    /// <summary>The most frequent value of a number, where many rows have it.</summary>
    internal static double? Shared(RuleColumn column)
    {
        double[] sorted = column.Sorted;
        int best = 0;
        double value = double.NaN;
        for (int i = 0; i < sorted.Length;)
        {
            int start = i;
            while (i < sorted.Length && sorted[i] == sorted[start])
            {
                i++;
            }

            (best, value) = i - start > best ? (i - start, sorted[start]) : (best, value);
        }

        return best >= Math.Max(FewestRows, FewestShare * sorted.Length) ? value : null;
    }
}
