namespace CausalLoom.Sandbox.Penalty;

/// <summary>
/// One thing asked of a row's four means [m₀ at t = 0, m₁ at t = 0, m₀ at t = 1, m₁ at t = 1]: means[Plus] − means[Minus] = Target.
/// </summary>
/// <param name="Plus">Which mean, counted over the rows of the batch.</param>
/// <param name="Minus">Which mean is taken from it.</param>
/// <param name="Target">What the difference should be, in the module's units.</param>
internal readonly record struct Discrepancy(int Plus, int Minus, double Target)
{
    /// <summary>What it is off.</summary>
    public double Of(ReadOnlySpan<double> means) => means[Plus] - means[Minus] - Target;
}
