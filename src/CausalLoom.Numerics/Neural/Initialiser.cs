using CausalLoom.Numerics.Random;

namespace CausalLoom.Numerics.Neural;

/// <summary>Starting values of parameters. Drawn in float64 from the stream, element by element, then rounded.</summary>
public static class Initialiser
{
    /// <summary>Uniform on ±1/√<paramref name="fanIn"/>: torch's default for the weights and biases of linear layers.</summary>
    public static void FanIn(Parameter parameter, int fanIn, RandomStream stream) => Uniform(parameter, 1 / Math.Sqrt(fanIn), stream);

    /// <summary>Uniform on ±<paramref name="bound"/>.</summary>
    public static void Uniform(Parameter parameter, double bound, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        ArgumentNullException.ThrowIfNull(stream);
        foreach (ref float value in parameter.Value)
        {
            value = (float)(bound * ((2 * stream.NextDouble()) - 1));
        }
    }

    /// <summary>Normal with mean 0 and the given standard deviation.</summary>
    public static void Normal(Parameter parameter, double deviation, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        ArgumentNullException.ThrowIfNull(stream);
        foreach (ref float value in parameter.Value)
        {
            value = (float)(deviation * stream.NextNormal());
        }
    }

    /// <summary>One value everywhere.</summary>
    public static void Constant(Parameter parameter, float value)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        parameter.Value.Fill(value);
    }
}
