using CausalLoom.Generators;
using CausalLoom.Mechanisms;

namespace CausalLoom.Sandbox.Exact;

/// <summary>Options of <see cref="ExactSandbox"/>.</summary>
public sealed record ExactOptions
{
    /// <summary>Q_X.</summary>
    public required ITabularGenerator Generator { get; init; }

    /// <summary>The learner of the real arm regressions μ₀ and μ₁ that outcomes keep as far as the request allows.</summary>
    public IOutcomeLearner Outcome { get; init; } = new StackedOutcome();

    /// <summary>
    /// The learner of the real propensity, which says where each arm's regression is to be trusted and assigns where no overlap is asked
    /// for.
    /// </summary>
    public CalibratedPropensity Propensity { get; init; } = new();

    /// <summary>
    /// Δ = P(U = 1 | x, T = 1) − P(U = 1 | x, T = 0), in (0, ½]: the more U is tied to the treatment, the less it need be tied to the
    /// outcome. At ½ and even propensity U multiplies the odds of treatment by 9.
    /// </summary>
    public double Imbalance { get; init; } = 0.5;

    /// <summary>
    /// How far the request yields to the real contrast: 0 meets the request, 1 leaves the real contrast as it is and gives up τ.
    /// </summary>
    public double Tilt { get; init; }

    /// <summary>Whether numeric outcomes have the real noise; without it Y(t) is its mean given (x, u).</summary>
    public bool Noise { get; init; } = true;

    /// <summary>
    /// Whether numeric outcomes keep to the observed range. Means that do not are moved into it as those of two levels are.
    /// </summary>
    public bool WithinRange { get; init; }

    /// <summary>How many noisy copies of U are among the covariates.</summary>
    public int Proxies { get; init; }

    /// <summary>The standard deviation of a proxy about U.</summary>
    public double ProxyNoise { get; init; } = 1;

    /// <summary>Out-of-fold folds of the arm regressions.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>How many generated rows the intercept of the propensity is solved on.</summary>
    public int PoolRows { get; init; } = 20_000;
}
