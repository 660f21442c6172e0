namespace CausalLoom.Estimation.Average;

/// <summary>
/// Augmented inverse-probability weighting for any of the estimands: the Neyman-orthogonal score
/// ψ̂ = Σ s [t τ̂ + b₁W(Y − μ̂₁) − b₀(1 − W)(Y − μ̂₀)] / Σ s t, with t the tilt h + h′(g)(W − g) and b the balancing weights.
/// It is the AIPW estimator for the ATE (Robins, Rotnitzky and Zhao 1994), W(Y − μ̂₀) − (1 − W) g/(1 − g) (Y − μ̂₀) over ΣW for
/// the ATT, and the efficient score of Crump et al. (2006) with g estimated for the overlap population.
/// </summary>
public static class AugmentedScore
{
    /// <summary>The estimate and its influence function.</summary>
    public static EffectScore Of(EffectInput input, Estimand estimand)
    {
        ArgumentNullException.ThrowIfNull(input);
        int n = input.Rows;
        double[] terms = new double[n], tilts = new double[n];
        double numerator = 0, denominator = 0;
        for (int i = 0; i < n; i++)
        {
            int w = input.Treatment[i];
            double g = input.Propensity[i], s = input.Weights[i];
            double residual = input.Outcome[i] - (w == 1 ? input.Mu1[i] : input.Mu0[i]);
            tilts[i] = s * estimand.Tilt(w, g);
            terms[i] = (tilts[i] * (input.Mu1[i] - input.Mu0[i])) + (s * estimand.Balancing(w, g) * (w == 1 ? residual : -residual));
            numerator += terms[i];
            denominator += tilts[i];
        }

        double estimate = numerator / denominator, mean = denominator / n;
        double[] influence = new double[n];
        for (int i = 0; i < n; i++)
        {
            influence[i] = (terms[i] - (tilts[i] * estimate)) / mean;
        }

        return new EffectScore(estimate, influence);
    }
}
