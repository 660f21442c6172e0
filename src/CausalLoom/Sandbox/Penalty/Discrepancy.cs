namespace CausalLoom.Sandbox.Penalty;

/// <summary>One thing asked of a row's <see cref="FourMeans"/>: means[Plus] − means[Minus] = Target.</summary>
/// <param name="Plus">The place of a mean.</param>
/// <param name="Minus">The place of the mean that is taken from it.</param>
/// <param name="Target">What the difference should be, in the module's units.</param>
internal readonly record struct Discrepancy(int Plus, int Minus, double Target)
{
    /// <summary>m₁(x, t) − m₀(x, t) = target: an effect, for the row as a member of arm t.</summary>
    public static Discrepancy Effect(int row, int arm, double target) =>
        new(FourMeans.Place(row, 1, arm), FourMeans.Place(row, 0, arm), target);

    /// <summary>m_a(x, 1) − m_a(x, 0) = target: confounding of the potential outcome Y(a).</summary>
    public static Discrepancy Confounding(int row, int potential, double target) =>
        new(FourMeans.Place(row, potential, 1), FourMeans.Place(row, potential, 0), target);

    /// <summary>What it is off.</summary>
    public double Of(ReadOnlySpan<double> means) => means[Plus] - means[Minus] - Target;
}
