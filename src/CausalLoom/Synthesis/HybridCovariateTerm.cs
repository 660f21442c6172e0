namespace CausalLoom.Synthesis;

/// <summary>What the generator of covariates does to the effect: it is measured, and never made up for in the outcome means.</summary>
/// <param name="PoolRows">How many generated rows it was measured on.</param>
/// <param name="PsiSim">Ψ_sim, the mean of the model's own Δ̂ over them: the true effect of what is drawn.</param>
/// <param name="PsiSimSe">Its Monte-Carlo standard error.</param>
/// <param name="Estimate">Ψ_sim less the mean of Δ̂ over the real rows.</param>
/// <param name="StandardError">Its standard error: that of two means.</param>
/// <param name="InStandardErrors">The term over the standard error of the doubly robust estimate; below one half it hardly matters.</param>
public sealed record HybridCovariateTerm(int PoolRows, double PsiSim, double PsiSimSe, double Estimate, double StandardError,
    double InStandardErrors)
{
    /// <summary>The term from effects of generated and of real rows, both at least one.</summary>
    /// <param name="pool">Δ̂ of the generated rows.</param>
    /// <param name="real">Δ̂ of the real rows.</param>
    /// <param name="se">The standard error of the doubly robust estimate.</param>
    internal static HybridCovariateTerm Of(double[] pool, double[] real, double se)
    {
        double psi = pool.Average(), term = psi - real.Average(), poolVariance = VarianceOfMean(pool);
        return new HybridCovariateTerm(pool.Length, psi, Math.Sqrt(poolVariance), term, Math.Sqrt(poolVariance + VarianceOfMean(real)),
            se > 0 ? term / se : 0);
    }

    private static double VarianceOfMean(double[] values)
    {
        double mean = values.Average();
        return values.Length < 2 ? 0 : values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1.0) / values.Length;
    }
}
