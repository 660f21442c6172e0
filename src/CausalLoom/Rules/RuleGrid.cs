using CausalLoom.Data;

namespace CausalLoom.Rules;

/// <summary>The values that a column may take, ascending: by a step, or from a list.</summary>
internal sealed class RuleGrid
{
    private readonly double _step, _offset;
    private readonly double[]? _values;

    private RuleGrid(double step, double offset, double[]? values) => (_step, _offset, _values) = (step, offset, values);

    /// <summary>The grid of a rule on numbers; null where it has none.</summary>
    public static RuleGrid? Of(RuleShape? shape) => shape switch
    {
        StepShape step => new RuleGrid(step.Step, step.Offset, null),
        ValuesShape { Allowed.Values: var values } when values.All(value => value is double) =>
            new RuleGrid(0, 0, [.. values.Cast<double>().Distinct().Order()]),
        _ => null,
    };

    /// <summary>The value of an index; beyond a list its ends.</summary>
    public double At(double index) => _values is null ? _offset + (_step * Math.Round(index))
        : _values[(int)Math.Clamp(Math.Round(index), 0, _values.Length - 1)];

    /// <summary>The index of the largest value that is not above a number; −1 below a list.</summary>
    public double Below(double value)
    {
        if (_values is null)
        {
            return Math.Floor(((value - _offset) / _step) + 1e-9);
        }

        int at = Array.BinarySearch(_values, value);
        return at >= 0 ? at : ~at - 1;
    }

    /// <summary>One of the two values around a number, the upper in proportion to the fraction, so that the mean stays.</summary>
    /// <param name="value">The number.</param>
    /// <param name="uniform">A number from 0 to 1, drawn at random.</param>
    public double Between(double value, double uniform)
    {
        double below = Below(value), low = At(below), high = At(below + 1);
        return high > low && uniform < (value - low) / (high - low) ? high : low;
    }

    /// <summary>The index of the nearest value.</summary>
    public double Nearest(double value)
    {
        double below = Below(value);
        return value - At(below) <= At(below + 1) - value ? below : below + 1;
    }

    /// <summary>The smallest value that is not below a number, or the largest there is.</summary>
    public double Up(double value)
    {
        double at = At(Below(value));
        return at >= value - (1e-9 * Math.Abs(value)) ? at : At(Below(value) + 1);
    }
}
