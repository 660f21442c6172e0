namespace CausalLoom.Evaluation.Effect;

/// <summary>
/// The arithmetic of the decomposition (docs/methods/effect-terms.md). With θ = E_real[Δ_synthetic(X)], the synthetic effect function over
/// the real covariates,
/// <code>Ψ_synthetic − Ψ_real = (Ψ_synthetic − θ) + (θ − Ψ_real) = covariate term + contrast term.</code>
/// θ̂ = mean over real rows of Δ̂ + Σ r·(φ − Δ̂)/Σ r over synthetic rows: the doubly robust estimate of a mean carried from one
/// population to another. Each term is then linear in rows and orthogonal to its nuisances, and the terms add up exactly.
/// </summary>
internal static class EffectTerms
{
    /// <summary>Both terms, rows counted as often as the weights say.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="real">How often each real row counts; empty: once.</param>
    /// <param name="synthetic">The same for synthetic rows.</param>
    public static (double Covariate, double Contrast) Of(EffectRows rows, ReadOnlySpan<int> real = default,
        ReadOnlySpan<int> synthetic = default)
    {
        double carried = Mean(rows.RealEffect, real) + Correction(rows, synthetic);
        return (Mean(rows.SyntheticScore, synthetic) - carried, carried - Mean(rows.RealScore, real));
    }

    /// <summary>The contrast term within a group of rows.</summary>
    public static double Contrast(EffectRows rows, RowGroup group, ReadOnlySpan<int> real = default, ReadOnlySpan<int> synthetic = default)
    {
        double gap = 0, count = 0, residual = 0, weight = 0;
        foreach (int i in group.Real)
        {
            int c = real.IsEmpty ? 1 : real[i];
            gap += c * (rows.RealEffect[i] - rows.RealScore[i]);
            count += c;
        }

        foreach (int j in group.Synthetic)
        {
            double w = (synthetic.IsEmpty ? 1 : synthetic[j]) * rows.Ratio[j];
            residual += w * rows.SyntheticResidual[j];
            weight += w;
        }

        return (gap / count) + (weight > 0 ? residual / weight : 0);
    }

    private static double Correction(EffectRows rows, ReadOnlySpan<int> counts)
    {
        double sum = 0, weight = 0;
        for (int j = 0; j < rows.Ratio.Length; j++)
        {
            double w = (counts.IsEmpty ? 1 : counts[j]) * rows.Ratio[j];
            sum += w * rows.SyntheticResidual[j];
            weight += w;
        }

        return sum / weight;
    }

    private static double Mean(double[] values, ReadOnlySpan<int> counts)
    {
        if (counts.IsEmpty)
        {
            return SampleStatistics.Mean(values);
        }

        double sum = 0;
        for (int i = 0; i < values.Length; i++)
        {
            sum += counts[i] * values[i];
        }

        return sum / values.Length;
    }
}
