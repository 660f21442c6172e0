namespace CausalLoom.Estimation.Average;

/// <summary>
/// Outcome regression (g-computation): the mean of μ̂₁ − μ̂₀ over the estimand's population. Its own bias is that of μ̂; nothing corrects
/// it. The influence function is the efficient one (<see cref="AugmentedScore"/>), so its standard error holds only where μ̂ is
/// about as good as a correct parametric model.
/// </summary>
public static class OutcomeRegressionScore
{
    /// <summary>The estimate and the efficient influence function.</summary>
    public static EffectScore Of(EffectInput input, Estimand estimand)
    {
        ArgumentNullException.ThrowIfNull(input);
        double numerator = 0, denominator = 0;
        for (int i = 0; i < input.Rows; i++)
        {
            double g = input.Propensity[i];
            double h = input.Weights[i] * (estimand switch { Estimand.Ate => 1, Estimand.Att => input.Treatment[i], _ => g * (1 - g) });
            numerator += h * (input.Mu1[i] - input.Mu0[i]);
            denominator += h;
        }

        return new EffectScore(numerator / denominator, AugmentedScore.Of(input, estimand).Influence);
    }
}
