using CausalLoom.Data;
using CausalLoom.Io;

namespace CausalLoom.Rules;

/// <summary>Columns as the numbers that rules between numbers are about.</summary>
internal static class RuleNumbers
{
    /// <summary>Whether a column holds numbers: of its own, or as the texts of its levels.</summary>
    public static bool Are(Column column) => column is not DiscreteColumn discrete || discrete.Levels.All(CellText.IsNumber);

    /// <summary>The numbers, NaN where missing. Not to be written to.</summary>
    public static double[] Of(Column column) => column is ContinuousColumn continuous ? continuous.Values : column.ToNumbers();

    /// <summary>The unit that values are rounded to: 1 of whole numbers, 0 of full precision.</summary>
    public static double Unit(Column column) => column switch
    {
        ContinuousColumn { Decimals: int decimals } => Math.Pow(10, -decimals),
        ContinuousColumn => 0,
        _ => 1,
    };

    /// <summary>How far two numbers of that size may be apart and still be the same.</summary>
    public static double Tolerance(double unit, double value) => (0.5 * unit * (1 + 1e-9)) + (1e-9 * Math.Abs(value));
}
