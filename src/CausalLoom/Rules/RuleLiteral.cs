using CausalLoom.Data;
using CausalLoom.Expressions;

namespace CausalLoom.Rules;

/// <summary>What can be so of one cell: it is missing, or one of some values; or the contrary.</summary>
/// <param name="Column">The column.</param>
/// <param name="Values">Numbers or texts; empty: the cell is missing.</param>
/// <param name="Negated">Whether it is the contrary.</param>
internal sealed record RuleLiteral(string Column, IReadOnlyList<object> Values, bool Negated)
{
    /// <summary>Whether it is about being missing.</summary>
    public bool IsMissing => Values.Count == 0;

    /// <summary>The contrary.</summary>
    public RuleLiteral Not => this with { Negated = !Negated };

    /// <summary>As an expression.</summary>
    public string Text()
    {
        string name = ExpressionText.Name(Column);
        return (IsMissing, Values.Count, Negated) switch
        {
            (true, _, false) => $"is.na({name})",
            (true, _, true) => $"!is.na({name})",
            (_, 1, _) => $"{name} {(Negated ? "!=" : "==")} {Show(Values[0])}",
            (_, _, false) => $"{name} %in% c({string.Join(", ", Values.Select(Show))})",
            _ => $"!({name} %in% c({string.Join(", ", Values.Select(Show))}))",
        };
    }

    /// <summary>1 where it holds, 0 where not, −1 where a missing value leaves that open.</summary>
    public sbyte[] Holds(Column column)
    {
        sbyte yes = (sbyte)(Negated ? 0 : 1), no = (sbyte)(1 - yes);
        sbyte[] holds = new sbyte[column.Count];
        if (IsMissing)
        {
            for (int i = 0; i < holds.Length; i++)
            {
                holds[i] = column.IsMissing(i) ? yes : no;
            }

            return holds;
        }

        if (column is DiscreteColumn discrete)
        {
            bool[] among = Array.ConvertAll(discrete.Levels, HasLevel);
            for (int i = 0; i < holds.Length; i++)
            {
                holds[i] = discrete.Codes[i] < 0 ? (sbyte)-1 : among[discrete.Codes[i]] ? yes : no;
            }

            return holds;
        }

        double[] numbers = [.. Values.OfType<double>()];
        for (int i = 0; i < holds.Length; i++)
        {
            double value = column.NumberAt(i);
            holds[i] = double.IsNaN(value) ? (sbyte)-1 : Array.IndexOf(numbers, value) >= 0 ? yes : no;
        }

        return holds;
    }

    /// <summary>Whether a level is among the values, by its text, its number, or its truth.</summary>
    public bool HasLevel(string level) => Values.Any(value => value is string text ? text == level
        : (double)value == Number(level));

    /// <summary>A level's number, or its truth as 1 and 0; NaN where it is text.</summary>
    public static double Number(string level) => level switch
    {
        "TRUE" or "True" or "true" => 1,
        "FALSE" or "False" or "false" => 0,
        _ => Io.CellText.TryNumber(level, out double number) ? number : double.NaN,
    };

    private static string Show(object value) => value is string text ? ExpressionText.Text(text) : ExpressionText.Number((double)value);
}
