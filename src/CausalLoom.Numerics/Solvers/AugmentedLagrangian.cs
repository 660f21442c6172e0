using CausalLoom.Numerics.Neural;

namespace CausalLoom.Numerics.Solvers;

/// <summary>
/// Multipliers for: minimise f subject to c_k ≤ ε_k (Hestenes 1969 and Powell 1969, with Rockafellar's form for inequalities, 1973). The
/// inner problem is f + Σ_k (max(0, μ_k + ρ_k(c_k − ε_k))² − μ_k²)/(2ρ_k), whose derivative weighs ∇c_k by
/// <see cref="Weight"/>; <see cref="Update"/> moves μ_k to that weight and raises ρ_k where c_k − ε_k does not fall fast enough. At a
/// solution, μ_k is the rate at which f would fall per unit of ε_k: the price of the constraint.
/// </summary>
public sealed class AugmentedLagrangian : IResumable
{
    private const double Memory = 0.02;
    private readonly double[] _last;

    /// <summary>Multipliers for so many constraints.</summary>
    /// <param name="tolerances">ε_k, above 0.</param>
    /// <param name="startingPenalty">ρ at the start, above 0.</param>
    /// <param name="growth">What ρ is multiplied by where a violation does not fall, at least 1.</param>
    /// <param name="sufficientDecrease">A violation that is not below this share of the one before counts as not falling.</param>
    /// <param name="largestWeight">No weight exceeds this, so that an infeasible request ends in a compromise instead of an
    /// overflow.</param>
    public AugmentedLagrangian(IReadOnlyList<double> tolerances, double startingPenalty, double growth = 2, double sufficientDecrease = 0.5,
        double largestWeight = 1e6)
    {
        ArgumentNullException.ThrowIfNull(tolerances);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(startingPenalty);
        ArgumentOutOfRangeException.ThrowIfLessThan(growth, 1);
        Tolerances = [.. tolerances];
        Multipliers = new double[Tolerances.Count];
        Applied = new double[Tolerances.Count];
        Penalties = new double[Tolerances.Count];
        Array.Fill(Penalties, startingPenalty);
        _last = new double[Tolerances.Count];
        Array.Fill(_last, double.PositiveInfinity);
        (Growth, SufficientDecrease, LargestWeight) = (growth, sufficientDecrease, largestWeight);
    }

    /// <summary>ε_k.</summary>
    public IReadOnlyList<double> Tolerances { get; }

    /// <summary>μ_k, 0 at the start.</summary>
    public double[] Multipliers { get; }

    /// <summary>
    /// The weights that steps had of late, a running mean: where steps see noisy values, a constraint can be held by the quadratic term
    /// alone.
    /// </summary>
    public double[] Applied { get; }

    /// <summary>ρ_k.</summary>
    public double[] Penalties { get; }

    /// <summary>What ρ is multiplied by where a violation does not fall.</summary>
    public double Growth { get; }

    /// <summary>The share below which a violation must fall for ρ to stay.</summary>
    public double SufficientDecrease { get; }

    /// <summary>The bound on every weight.</summary>
    public double LargestWeight { get; }

    /// <summary>max(0, μ_k + ρ_k(c − ε_k)): what ∇c_k is multiplied by in the derivative of the inner problem.</summary>
    public double Weight(int constraint, double value) =>
        Math.Clamp(Multipliers[constraint] + (Penalties[constraint] * (value - Tolerances[constraint])), 0, LargestWeight);

    /// <summary><see cref="Weight"/> for a step on a part of the rows, remembered in <see cref="Applied"/>.</summary>
    public double Apply(int constraint, double value)
    {
        double weight = Weight(constraint, value);
        Applied[constraint] += Memory * (weight - Applied[constraint]);
        return weight;
    }

    /// <summary>The inner problem's term of one constraint.</summary>
    public double Term(int constraint, double value)
    {
        double weight = Weight(constraint, value), mu = Multipliers[constraint];
        return ((weight * weight) - (mu * mu)) / (2 * Penalties[constraint]);
    }

    /// <summary>Whether all constraints hold.</summary>
    public bool Met(ReadOnlySpan<double> values)
    {
        for (int k = 0; k < values.Length; k++)
        {
            if (!(values[k] <= Tolerances[k]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>One step of the multipliers, from the constraints' values after the inner problem has been worked on.</summary>
    public void Update(ReadOnlySpan<double> values)
    {
        for (int k = 0; k < values.Length; k++)
        {
            double violation = Math.Max(0, values[k] - Tolerances[k]);
            Multipliers[k] = Weight(k, values[k]);
            if (violation > SufficientDecrease * _last[k])
            {
                Penalties[k] = Math.Min(Penalties[k] * Growth, LargestWeight / Tolerances[k]);
            }

            _last[k] = violation;
        }
    }

    /// <inheritdoc />
    public void Exchange(StateExchange state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Values(Multipliers.AsSpan());
        state.Values(Applied.AsSpan());
        state.Values(Penalties.AsSpan());
        state.Values(_last.AsSpan());
    }
}
