namespace CausalLoom.Sandbox.Verification;

/// <summary>A correlation of some rows, which are a sample.</summary>
/// <param name="Value">The correlation; 0 where a variable is constant.</param>
/// <param name="StandardError">Its standard error by influence functions.</param>
/// <param name="Weight">The rows it rests on, or their weights' sum.</param>
internal readonly record struct CorrelationEstimate(double Value, double StandardError, double Weight)
{
    /// <summary>
    /// The standard error, at least that of as many normal pairs: of a column that hardly varies in the rows drawn, the rows say too
    /// little.
    /// </summary>
    public double NoLessThanNormal => Math.Max(StandardError, (1 - (Value * Value)) / Math.Sqrt(Math.Max(1, Weight - 2)));
}
