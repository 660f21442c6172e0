using CausalLoom.Data;
using CausalLoom.Expressions;
using CausalLoom.Io;

namespace CausalLoom.Rules;

/// <summary>A column as the searches see it.</summary>
internal sealed class RuleColumn
{
    private readonly Lazy<double[]> _sorted;

    private RuleColumn(Column column, int[] sample)
    {
        Column = column;
        IsQuantity = column is ContinuousColumn or IntegerColumn;
        Numbers = RuleNumbers.Are(column) && Magnitudes.Fault(column) is null ? RuleNumbers.Of(column) : null;
        Sample = Numbers is { } numbers ? Array.ConvertAll(sample, row => numbers[row]) : [];
        Unit = RuleNumbers.Unit(column);
        _sorted = new Lazy<double[]>(() =>
        {
            double[] present = [.. Sample.Where(value => !double.IsNaN(value))];
            Array.Sort(present);
            return present;
        });
    }

    public Column Column { get; }

    public string Name => ExpressionText.Name(Column.Name);

    /// <summary>Whether it is of numbers rather than levels.</summary>
    public bool IsQuantity { get; }

    /// <summary>Its numbers, NaN where missing; null for text.</summary>
    public double[]? Numbers { get; }

    /// <summary>Those of the rows that are looked at first.</summary>
    public double[] Sample { get; }

    /// <summary>Those that are not missing, ascending.</summary>
    public double[] Sorted => _sorted.Value;

    public double Unit { get; }

    /// <summary>Whether an earlier rule says its value.</summary>
    public bool IsExplained { get; set; }

    public static RuleColumn Of(Column column, int[] sample) => new(column, sample);

    /// <summary>A level as an expression compares it: by number where all levels are numbers, by truth, by its text.</summary>
    public object Level(int code)
    {
        string[] levels = ((DiscreteColumn)Column).Levels;
        return ExpressionColumn.Of(Column).Kind switch
        {
            ExpressionColumnKind.Text => levels[code],
            ExpressionColumnKind.Number => CellText.TryNumber(levels[code], out double number) ? number : double.NaN,
            _ => levels[code].StartsWith("t", StringComparison.OrdinalIgnoreCase) ? 1.0 : 0.0,
        };
    }
}
