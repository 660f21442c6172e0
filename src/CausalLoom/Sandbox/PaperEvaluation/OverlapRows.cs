using CausalLoom.Data;
using CausalLoom.Evaluation;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Solvers;
using CausalLoom.Sandbox.Verification;

namespace CausalLoom.Sandbox.PaperEvaluation;

/// <summary>
/// Overlap as propensities show it: of the paper's in-sample logistic regression on raw codes, and of cross-fitted boosted trees.
/// </summary>
internal static class OverlapRows
{
    private const int HistogramBins = 50, GridPoints = 600;
    private const double Low = 0.05, High = 0.95;

    public static IEnumerable<(string Key, double Value)> Of(Table covariates, int[] arms, FitContext context)
    {
        Matrix codes = Codes(covariates);
        double[] coded = LogisticRegression.Fit(codes, arms, 1).Predict(codes), logits = LogisticRegression.Fit(codes, arms, 1e-6)
            .Logits(codes);
        return
        [
            .. Figures(string.Empty, OverlapVerifier.Classify(covariates, arms, context.Child("boosted")), arms),
            .. Figures("_as_coded", coded, arms),
            ("kde_overlap_as_coded", KernelOverlap(Of(logits, arms, 0), Of(logits, arms, 1))),
        ];
    }

    /// <summary>AUC, histogram overlap and common support of propensities.</summary>
    public static IEnumerable<(string Key, double Value)> Figures(string suffix, double[] propensity, int[] arms)
    {
        double[] control = Of(propensity, arms, 0), treated = Of(propensity, arms, 1);
        yield return ("propensity_auc" + suffix, AreaUnderCurve.Of(propensity, Array.ConvertAll(arms, t => t == 1)));
        yield return ("histogram_overlap" + suffix, control.Length == 0 || treated.Length == 0 ? double.NaN
            : Histogram(control).Zip(Histogram(treated), Math.Min).Sum());
        yield return ("common_support" + suffix, Inside(propensity));
        yield return ("common_support_t0" + suffix, Inside(control));
        yield return ("common_support_t1" + suffix, Inside(treated));
    }

    /// <summary>
    /// ∫ min(f₀, f₁) of two normal kernel densities with one bandwidth, .9·min(SD, IQR/1.34)·n^(−1/5) of both samples together, on 600
    /// points.
    /// On the scale of logits: the change to propensities has a Jacobian that cancels.
    /// </summary>
    public static double KernelOverlap(double[] control, double[] treated)
    {
        double[] all = SampleStatistics.Sorted([.. control, .. treated]);
        double spread = Math.Min(SampleStatistics.Sd(all),
            (SampleStatistics.Quantile(all, 0.75) - SampleStatistics.Quantile(all, 0.25)) / 1.34);
        spread = spread > 0 ? spread : SampleStatistics.Sd(all);
        if (control.Length == 0 || treated.Length == 0 || spread == 0)
        {
            return control.Length == 0 || treated.Length == 0 ? double.NaN : 1;
        }

        double width = 0.9 * spread * Math.Pow(all.Length, -0.2), from = all[0] - (4 * width),
            step = (all[^1] + (4 * width) - from) / (GridPoints - 1), sum = 0;
        for (int g = 0; g < GridPoints; g++)
        {
            double at = from + (g * step), least = Math.Min(Density(control, at, width), Density(treated, at, width));
            sum += g is 0 or GridPoints - 1 ? 0.5 * least : least;
        }

        return Math.Min(1, sum * step);
    }

    private static double Density(double[] sample, double at, double width)
    {
        double sum = 0;
        foreach (double v in sample)
        {
            double z = (v - at) / width;
            sum += Math.Exp(-0.5 * z * z);
        }

        return sum / (sample.Length * width * Math.Sqrt(2 * Math.PI));
    }

    private static double[] Histogram(double[] propensity)
    {
        double[] shares = new double[HistogramBins];
        foreach (double e in propensity)
        {
            shares[Math.Min(HistogramBins - 1, (int)(e * HistogramBins))] += 1.0 / propensity.Length;
        }

        return shares;
    }

    private static double Inside(double[] propensity) =>
        propensity.Length == 0 ? double.NaN : propensity.Count(e => e is > Low and < High) / (double)propensity.Length;

    private static double[] Of(double[] values, int[] arms, int arm) => [.. values.Where((_, i) => arms[i] == arm)];

    // Numbers as they are and levels by their codes; missing: the mean.
    private static Matrix Codes(Table covariates)
    {
        Matrix x = new(covariates.Rows, covariates.Columns.Count);
        for (int j = 0; j < covariates.Columns.Count; j++)
        {
            double[] values = covariates.Columns[j] is DiscreteColumn levels ? Array.ConvertAll(levels.Codes, c => c < 0 ? double.NaN : c)
                : covariates.Columns[j].ToNumbers();
            double[] known = [.. values.Where(v => !double.IsNaN(v))];
            double mean = known.Length == 0 ? 0 : SampleStatistics.Mean(known);
            for (int i = 0; i < values.Length; i++)
            {
                x[i, j] = double.IsNaN(values[i]) ? mean : values[i];
            }
        }

        return x;
    }
}
