namespace CausalLoom.Sandbox.Verification;

/// <summary>Correlations under weights, with noise that is known to be there but was not drawn.</summary>
internal static class WeightedCorrelation
{
    /// <summary>The correlation of x with m + noise; rows where x is missing are left out; 0 where either is constant.</summary>
    /// <param name="x">One variable, [rows].</param>
    /// <param name="m">The mean of the other, [rows].</param>
    /// <param name="noise">The variance of the other about its mean, [rows]; empty: none.</param>
    /// <param name="weights">Weights, [rows]; empty: 1.</param>
    public static double Of(double[] x, double[] m, double[] noise, double[] weights)
    {
        double n = 0, sx = 0, sm = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double w = Weight(x, weights, i);
            n += w;
            sx += w == 0 ? 0 : w * x[i];
            sm += w * m[i];
        }

        double mx = sx / n, mm = sm / n, sxx = 0, smm = 0, sxm = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double w = Weight(x, weights, i);
            if (w > 0)
            {
                sxx += w * (x[i] - mx) * (x[i] - mx);
                smm += w * (((m[i] - mm) * (m[i] - mm)) + (noise.Length > 0 ? noise[i] : 0));
                sxm += w * (x[i] - mx) * (m[i] - mm);
            }
        }

        return n > 0 && sxx > 1e-20 * n && smm > 1e-20 * n ? sxm / Math.Sqrt(sxx * smm) : 0;
    }

    private static double Weight(double[] x, double[] weights, int i) => double.IsNaN(x[i]) ? 0 : weights.Length > 0 ? weights[i] : 1;
}
