namespace CausalLoom.Sandbox.Verification;

/// <summary>Correlations under weights, with noise that is known to be there but was not drawn.</summary>
internal static class WeightedCorrelation
{
    private const double Rounding = 1e-20;

    /// <summary>The correlation of x with y; rows where x is missing are left out; 0 where either is constant.</summary>
    /// <param name="x">One variable, [rows].</param>
    /// <param name="y">The other, [rows].</param>
    /// <param name="weights">Weights, [rows]; empty: 1.</param>
    public static CorrelationEstimate Of(double[] x, double[] y, double[] weights) => Of(x, UncertainVariable.Seen(y), weights);

    /// <summary>The same, of a variable that is known by its mean alone.</summary>
    public static CorrelationEstimate Of(double[] x, UncertainVariable y, double[] weights)
    {
        double[] w = [.. x.Select((v, i) => double.IsNaN(v) ? 0 : weights.Length > 0 ? weights[i] : 1)], m = y.Mean;
        double n = w.Sum(), mx = 0, my = 0, sxx = 0, syy = 0, sxy = 0;
        for (int i = 0; i < w.Length; i++)
        {
            mx += w[i] > 0 ? w[i] * x[i] / n : 0;
            my += w[i] > 0 ? w[i] * m[i] / n : 0;
        }

        for (int i = 0; i < w.Length; i++)
        {
            if (w[i] > 0)
            {
                sxx += w[i] * (x[i] - mx) * (x[i] - mx) / n;
                syy += w[i] * (((m[i] - my) * (m[i] - my)) + y.Noise[i]) / n;
                sxy += w[i] * (x[i] - mx) * (m[i] - my) / n;
            }
        }

        // A column in tiny units is no constant: only against its own size is a spread nothing but rounding.
        if (!(n > 0) || sxx <= Rounding * (sxx + (mx * mx)) || syy <= Rounding * (syy + (my * my)))
        {
            return new CorrelationEstimate(0, 0, n);
        }

        double r = sxy / Math.Sqrt(sxx * syy);
        return new CorrelationEstimate(r, Error(x, y, w, (mx, Math.Sqrt(sxx)), (my, Math.Sqrt(syy)), r), n);
    }

    // The influence of row i on r = cov/√(var · var), Σ w being n: (w/n)·[z_x z_y − r/2 (z_x² + z_y² + v/σ²)], and through the error ε of
    // its
    // mean, which moves the covariance by z_x ε and the variance of y by (2 (m − mean) + dv/dm) ε. Rows are independent.
    private static double Error(double[] x, UncertainVariable y, double[] w, (double Mean, double Sd) ofX,
        (double Mean, double Sd) ofY, double r)
    {
        double n = w.Sum(), total = 0;
        for (int i = 0; i < w.Length; i++)
        {
            if (w[i] > 0)
            {
                double zx = (x[i] - ofX.Mean) / ofX.Sd, zy = (y.Mean[i] - ofY.Mean) / ofY.Sd, noise = y.Noise[i] / (ofY.Sd * ofY.Sd);
                double drawn = (zx * zy) - (0.5 * r * ((zx * zx) + (zy * zy) + noise));
                double learnt = y.Error[i] / ofY.Sd * (zx - (0.5 * r * ((2 * zy) + (y.NoiseSlope[i] / ofY.Sd))));
                total += w[i] * w[i] * (drawn + learnt) * (drawn + learnt);
            }
        }

        return Math.Sqrt(total) / n;
    }
}
