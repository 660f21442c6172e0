namespace CausalLoom.Sandbox.Verification;

/// <summary>A variable that is known by its mean in each row, and that mean by an estimate; arrays are [rows].</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Noise">The variance about it.</param>
/// <param name="NoiseSlope">The derivative of that variance in the mean: 1 − 2 m where it is m (1 − m).</param>
/// <param name="Error">What the row itself, by its own outcome, adds to the error of the mean: its influence, of mean 0.</param>
internal sealed record UncertainVariable(double[] Mean, double[] Noise, double[] NoiseSlope, double[] Error)
{
    /// <summary>A variable that was drawn.</summary>
    public static UncertainVariable Seen(double[] values)
    {
        double[] none = new double[values.Length];
        return new UncertainVariable(values, none, none, none);
    }

    /// <summary>A coin with these probabilities.</summary>
    public static UncertainVariable Coin(double[] probabilities, double[] error) =>
        new(probabilities, Array.ConvertAll(probabilities, p => p * (1 - p)), Array.ConvertAll(probabilities, p => 1 - (2 * p)), error);
}
