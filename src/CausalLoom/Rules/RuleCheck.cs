using CausalLoom.Data;

namespace CausalLoom.Rules;

/// <summary>Which rows break a rule of a known shape: as its expression has it, but with the tolerance that decimals need.</summary>
internal static class RuleCheck
{
    /// <summary>The rows, or null where the expression itself has to say it.</summary>
    public static bool[]? Broken(RuleShape? shape, Table table) => shape switch
    {
        OrderShape order when Numbers(table, order.Low, order.High) is [var low, var high] =>
            [.. low.Select((a, i) => order.Strict ? a >= high[i] : a > high[i])],
        SumShape sum when Numbers(table, [sum.Target, .. sum.Terms.Select(term => term.Name)]) is [var target, .. var terms] =>
            Differs(target, Sum(sum, terms), table, [sum.Target, .. sum.Terms.Select(term => term.Name)]),
        ProductShape product when Numbers(table, product.Target, product.Left, product.Right) is [var target, var left, var right] =>
            Differs(target, Product(product, left, right), table, [product.Target]),
        StepShape step when Numbers(table, step.Target) is [var values] => [.. values.Select(value => OffStep(value, step))],
        ImplicationShape implied when table.Contains(implied.If.Column) && table.Contains(implied.Then.Column) =>
            Fails(implied.If.Holds(table[implied.If.Column]), implied.Then.Holds(table[implied.Then.Column])),
        ValuesShape values when table.Contains(values.Allowed.Column) =>
            Array.ConvertAll(values.Allowed.Holds(table[values.Allowed.Column]), holds => holds == 0),
        _ => null,
    };

    /// <summary>The sum of a rule's terms.</summary>
    public static double[] Sum(SumShape sum, double[][] terms)
    {
        double[] total = new double[terms[0].Length];
        for (int k = 0; k < terms.Length; k++)
        {
            for (int i = 0; i < total.Length; i++)
            {
                total[i] += sum.Terms[k].Sign * terms[k][i];
            }
        }

        return total;
    }

    /// <summary>The product or ratio of a rule.</summary>
    public static double[] Product(ProductShape product, double[] left, double[] right) =>
        [.. left.Select((a, i) => product.Ratio ? a / right[i] : a * right[i])];

    private static double[][]? Numbers(Table table, params string[] names) =>
        names.All(name => table.Contains(name) && RuleNumbers.Are(table[name]))
            ? [.. names.Select(name => RuleNumbers.Of(table[name]))] : null;

    private static bool[] Differs(double[] target, double[] value, Table table, string[] names)
    {
        double unit = names.Max(name => RuleNumbers.Unit(table[name]));
        bool[] differs = new bool[target.Length];
        for (int i = 0; i < differs.Length; i++)
        {
            // Half a unit is a rounding; half of 1 is not, where all are whole numbers, and never occurs there.
            differs[i] = double.IsFinite(value[i]) && Math.Abs(target[i] - value[i]) > RuleNumbers.Tolerance(unit, value[i]);
        }

        return differs;
    }

    private static bool OffStep(double value, StepShape step)
    {
        double steps = (value - step.Offset) / step.Step;
        return Math.Abs(steps - Math.Round(steps)) > 1e-6;
    }

    private static bool[] Fails(sbyte[] when, sbyte[] then) => [.. when.Select((holds, i) => holds == 1 && then[i] == 0)];
}
