namespace CausalLoom.Studies;

/// <summary>A performance measure with the Monte-Carlo standard error that comes from having finitely many replicates.</summary>
/// <param name="Value">The measure.</param>
/// <param name="MonteCarloSe">Its Monte-Carlo standard error.</param>
public readonly record struct Measured(double Value, double MonteCarloSe)
{
    /// <summary>What cannot be said, as with one replicate or without a truth.</summary>
    public static Measured Unknown { get; } = new(double.NaN, double.NaN);
}
