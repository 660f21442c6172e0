namespace CausalLoom.Models;

/// <summary>A named array of a saved model: float32 or float64, row-major.</summary>
public sealed class Tensor
{
    private readonly Array _values;

    /// <summary>A float32 tensor.</summary>
    public Tensor(float[] values, params int[] shape)
        : this((Array)values, shape)
    {
    }

    /// <summary>A float64 tensor.</summary>
    public Tensor(double[] values, params int[] shape)
        : this((Array)values, shape)
    {
    }

    private Tensor(Array values, int[] shape)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(shape);
        long size = 1;
        foreach (int length in shape)
        {
            size *= length;
        }

        if (size != values.LongLength)
        {
            throw new ArgumentException($"Shape [{string.Join(", ", shape)}] does not hold {values.LongLength} values.", nameof(shape));
        }

        _values = values;
        Shape = shape;
    }

    /// <summary>The shape, outermost first.</summary>
    public int[] Shape { get; }

    /// <summary>The values where they are float32, otherwise null.</summary>
    public float[]? AsFloats() => _values as float[];

    /// <summary>The values where they are float64, otherwise null.</summary>
    public double[]? AsDoubles() => _values as double[];
}
