namespace CausalLoom.Generators.Diffusion;

/// <summary>
/// The formulas of multinomial diffusion with uniform noise for one column of K levels (Hoogeboom et al., "Argmax flows and
/// multinomial diffusion", NeurIPS 2021, §4).
/// </summary>
internal static class MultinomialDiffusion
{
    /// <summary>q(x_t = k | x_0 = l) for k = l or k ≠ l.</summary>
    internal static double Likelihood(bool same, double kept, int levels) => (same ? kept : 0) + ((1 - kept) / levels);

    /// <summary>A draw of x_t given x_0 from one uniform number in [0, 1).</summary>
    internal static int Noised(int clean, double uniform, double kept, int levels) => uniform < kept
        ? clean
        : Math.Min(levels - 1, (int)((uniform - kept) / (1 - kept) * levels));

    /// <summary>
    /// p(x_s | x_t) ∝ (a [k = x_t] + (1 − a)/K)(ā_s π_k + (1 − ā_s)/K), a = ā_t/ā_s. It is exact for any stride if
    /// π_k ∝ p(x_0 = k | x_t)/q(x_t | x_0 = k) in this column: then the mixture of q(x_s | x_t, x_0) over p(x_0 | x_t) has this form.
    /// </summary>
    /// <param name="pi">π on entry; the posterior, normalised, on return.</param>
    /// <param name="noised">x_t.</param>
    /// <param name="keptBefore">ā_s.</param>
    /// <param name="stepKept">a.</param>
    internal static void Posterior(Span<double> pi, int noised, double keptBefore, double stepKept)
    {
        int levels = pi.Length;
        double total = 0;
        for (int k = 0; k < levels; k++)
        {
            pi[k] = Likelihood(k == noised, stepKept, levels) * ((keptBefore * pi[k]) + ((1 - keptBefore) / levels));
            total += pi[k];
        }

        for (int k = 0; k < levels; k++)
        {
            pi[k] /= total;
        }
    }
}
