using CausalLoom.Data;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Solvers;
using CausalLoom.Numerics.Statistics;

namespace CausalLoom.Evaluation.Effect;

/// <summary>
/// E[δ²] and E[g(1 − g)δ²]/E[g(1 − g)] with their noise taken off. Each side's effect function is the ridge regression of its doubly robust
/// pseudo-outcomes on z(x) = (1, covariates, squares): the last stage of a DR-learner. With β̂ = β̂_synthetic − β̂_real, V its sandwich
/// covariance (HC3) and Σ = E[h z zᵀ], a raw gap β̂ᵀΣβ̂ exceeds βᵀΣβ by tr(ΣV) on average, which is subtracted. Its variance is
/// 4βᵀΣVΣβ + 2tr(ΣVΣV), and that of the mean over rows.
/// </summary>
internal static class CateGapMeasure
{
    private const int RowsForSquares = 10;

    /// <summary>The note where no ratio is given.</summary>
    public const string WithinNoise = "a gap is not above its noise: there is no ratio to speak of";

    /// <summary>Measures both gaps.</summary>
    public static CateGap Measure(SideFits fits)
    {
        double[] g = fits.OnReal.Propensity, other = fits.OnReal.Nuisances.Propensity[fits.OnReal.Contrast.Reference];
        return Measure(fits.Real.Covariates, fits.OnReal.Effect.PseudoOutcomes, fits.Synthetic.Covariates, fits.SyntheticScores,
            [.. g.Select((p, i) => p * other[i])]);
    }

    /// <summary>The same from pseudo-outcomes; <paramref name="weights"/> are the real rows' g(1 − g).</summary>
    public static CateGap Measure(Table real, double[] realScores, Table synthetic, double[] syntheticScores, double[] weights)
    {
        SquaredFeatures features = SquaredFeatures.Fit(real);
        bool squares = features.Width * RowsForSquares <= Math.Min(real.Rows, synthetic.Rows);
        Matrix x = Design(features, real, squares), s = Design(features, synthetic, squares);
        (double[] onReal, Matrix v) = ScoreRegression.Fit(x, realScores);
        (double[] onSynthetic, Matrix w) = ScoreRegression.Fit(s, syntheticScores);
        double[] beta = [.. onSynthetic.Zip(onReal, (a, b) => a - b)];
        Matrix covariance = new(v.Rows, v.Columns, [.. v.Data.Zip(w.Data, (a, b) => a + b)]);
        GapFigure all = Figure(x, [], beta, covariance), overlap = Figure(x, weights, beta, covariance);
        bool resolved = all.GapCi[0] > 0 && overlap.GapCi[0] > 0;
        return new CateGap(all, overlap, resolved ? all.Gap / overlap.Gap : null, x.Columns - 1, resolved ? null : WithinNoise);
    }

    /// <summary>βᵀΣβ with its noise taken off.</summary>
    /// <param name="rows">z of the rows that are averaged over, [n, p].</param>
    /// <param name="weights">Their weights; empty: 1.</param>
    /// <param name="beta">The difference in coefficients.</param>
    /// <param name="covariance">Its covariance.</param>
    internal static GapFigure Figure(Matrix rows, double[] weights, double[] beta, Matrix covariance)
    {
        double total = weights.Length == 0 ? rows.Rows : weights.Sum();
        Matrix sigma = SymmetricMatrix.Gram(rows, weights);
        for (int i = 0; i < sigma.Data.Length; i++)
        {
            sigma.Data[i] /= total;
        }

        Matrix product = Multiply(sigma, covariance);
        double floor = Trace(product), spread = Trace(Multiply(product, product));
        double[] gradient = SymmetricMatrix.Multiply(sigma, beta);
        double raw = Dot(beta, gradient), along = Dot(gradient, SymmetricMatrix.Multiply(covariance, gradient));

        // along exceeds βᵀΣVΣβ by tr(ΣVΣV) on average, so 4·along − 2·tr estimates the variance, which is at least 2·tr.
        double variance = Math.Max((4 * along) - (2 * spread), 2 * spread) + MeanVariance(rows, weights, total, beta);
        double half = StandardNormal.Quantile975 * Math.Sqrt(variance);
        return new GapFigure(raw, floor, raw - floor, [Math.Max(0, raw - floor - half), Math.Max(0, raw - floor + half)]);
    }

    private static Matrix Design(SquaredFeatures features, Table rows, bool squares)
    {
        Matrix z = squares ? features.Encode(rows) : features.Columns(rows);
        double[] ones = new double[z.Rows];
        Array.Fill(ones, 1);
        return new Matrix(z.Rows, 1, ones).Append(z);
    }

    // The variance of the (weighted) mean of (zᵀβ)² over the rows.
    private static double MeanVariance(Matrix rows, double[] weights, double total, double[] beta)
    {
        double[] gap = SymmetricMatrix.Multiply(rows, beta);
        double mean = 0, sum = 0;
        for (int i = 0; i < gap.Length; i++)
        {
            mean += (weights.Length == 0 ? 1 : weights[i]) * gap[i] * gap[i] / total;
        }

        for (int i = 0; i < gap.Length; i++)
        {
            double part = (weights.Length == 0 ? 1 : weights[i]) * ((gap[i] * gap[i]) - mean) / total;
            sum += part * part;
        }

        return sum;
    }

    private static Matrix Multiply(Matrix a, Matrix b)
    {
        Matrix product = new(a.Rows, b.Columns);
        for (int i = 0; i < a.Rows; i++)
        {
            for (int k = 0; k < a.Columns; k++)
            {
                double v = a[i, k];
                for (int j = 0; j < b.Columns; j++)
                {
                    product[i, j] += v * b[k, j];
                }
            }
        }

        return product;
    }

    private static double Trace(Matrix a) => Enumerable.Range(0, a.Rows).Sum(i => a[i, i]);

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
