namespace CausalLoom.Evaluation.Outcome;

/// <summary>
/// U_PEHE of STEAM (arXiv 2510.18768; docs/methods/outcome-metrics.md), apart from learners and rows:
/// <code>U_PEHE = (1/4) Σ_{L in T, S, DR, RA} √( (1/n) Σ_x (τ̂_L^real(x) − τ̂_L^synthetic(x))² )</code>
/// τ̂_L is the effect function that learner L takes from one side, x the n real rows at which both are compared. In outcome units; lower is
/// better.
/// </summary>
public static class UPehe
{
    /// <summary>One learner's part: √( (1/n) Σ_x (τ̂^real(x) − τ̂^synthetic(x))² ).</summary>
    /// <param name="real">τ̂^real at each row, [n].</param>
    /// <param name="synthetic">τ̂^synthetic at the same rows, [n].</param>
    /// <exception cref="ArgumentException">The sides have different numbers of rows.</exception>
    public static double Part(ReadOnlySpan<double> real, ReadOnlySpan<double> synthetic)
    {
        if (real.Length != synthetic.Length)
        {
            throw new ArgumentException($"{real.Length} effects on one side and {synthetic.Length} on the other.", nameof(synthetic));
        }

        double squares = 0;
        for (int i = 0; i < real.Length; i++)
        {
            squares += (real[i] - synthetic[i]) * (real[i] - synthetic[i]);
        }

        return Math.Sqrt(squares / real.Length);
    }

    /// <summary>The mean of the four parts.</summary>
    public static double Of(LearnerPehe parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return (parts.T + parts.S + parts.Dr + parts.Ra) / 4;
    }
}
