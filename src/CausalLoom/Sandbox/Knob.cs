using System.Globalization;
using CausalLoom.Data;
using CausalLoom.Sandbox.Expressions;

namespace CausalLoom.Sandbox;

/// <summary>Knobs from numbers and from code. Knobs from text are <c>Sandbox.Expressions</c>' business.</summary>
public static class Knob
{
    /// <summary>No effect, no confounding, even overlap.</summary>
    public static IKnob Zero { get; } = Constant(0);

    /// <summary>The same value for all rows.</summary>
    public static IKnob Constant(double value) => new Same(value);

    /// <summary>A function of the rows. A model with such a knob can be drawn from but not saved.</summary>
    /// <param name="text">What results call it.</param>
    /// <param name="values">One finite value a row.</param>
    public static IKnob Of(string text, Func<Table, double[]> values) => new Code(text, values);

    /// <summary>A knob's values, checked: one finite number a row, none beyond 1e70.</summary>
    /// <exception cref="CausalLoomException">They are not.</exception>
    public static double[] Checked(this IKnob knob, string name, Table covariates)
    {
        ArgumentNullException.ThrowIfNull(knob);
        ArgumentNullException.ThrowIfNull(covariates);
        double[] values = knob.Values(covariates);
        if (values.Length != covariates.Rows)
        {
            throw new CausalLoomException($"The knob {name} = {knob.Text} gives {values.Length} values for {covariates.Rows} "
                + $"rows: it must give one a row.");
        }

        int bad = Array.FindIndex(values, v => !(Math.Abs(v) <= Magnitude.Largest));
        return bad < 0 ? values : throw new CausalLoomException(
            string.Create(CultureInfo.InvariantCulture, $"The knob {name} = {knob.Text} is {values[bad]:R} in row {bad + 1}: it must be a "
                + $"finite number in every row, and none beyond {Magnitude.Largest:G1}."));
    }

    /// <summary>The value of a knob that <see cref="Constant"/> made, else null.</summary>
    internal static double? ConstantOf(IKnob knob) => (knob as Same)?.Value;

    /// <summary>Whether a knob is 0 for whatever rows: the number, or an expression that comes to it without looking at them.</summary>
    internal static bool IsZero(IKnob knob) => ConstantOf(knob) == 0 || (knob is ExpressionKnob expression && expression.Constant == 0);

    private sealed record Same(double Value) : IKnob
    {
        public string Text => Value.ToString("R", CultureInfo.InvariantCulture);

        public double[] Values(Table covariates)
        {
            double[] values = new double[covariates.Rows];
            Array.Fill(values, Value);
            return values;
        }
    }

    private sealed record Code(string Text, Func<Table, double[]> Function) : IKnob
    {
        public double[] Values(Table covariates) => Function(covariates);
    }
}
