using CausalLoom.Data;
using CausalLoom.Mechanisms.Basis;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Mechanisms.Stacking;

/// <summary>
/// Which curves and products take part in a regression: those that what is left of a simpler regression points at beyond what noise would.
/// Splines are held against the residuals of the columns alone, products against those of columns and splines.
/// </summary>
internal sealed class TermSearch
{
    private const int FewestValues = 4;
    private const int MostProducts = 60;
    private const int MostColumns = 150;

    // The largest of k standard normal figures is about √(2 log k). A share of it lets a few through that are noise: to leave out one that
    // matters costs more.
    private const double Leniency = 0.75;

    // (Σ d²)² / Σ d⁴ of a product's deviations counts the rows that make its variance: with fewer, it would fit those rows.
    private const int FewestRows = 4;
    private readonly CurveKnots _knots;
    private readonly double[] _y;
    private readonly double[]? _weights;
    private readonly double[][] _columns;
    private readonly double _rows;

    private TermSearch(Matrix z, double[] y, double[]? weights, CurveKnots knots)
    {
        (_y, _weights, _knots) = (y, weights, knots);
        _columns = [.. Enumerable.Range(0, z.Columns).Select(z.Column)];
        _rows = RowWeights.Total(weights, y.Length);
    }

    /// <summary>The terms for a target.</summary>
    /// <param name="z">Standardised columns of the rows to learn from, [n, d].</param>
    /// <param name="y">The target, [n]: numbers, or 0 and 1.</param>
    /// <param name="weights">Weights, [n], or null.</param>
    /// <param name="knots">Where splines have their knots.</param>
    internal static StackTerms Run(Matrix z, double[] y, double[]? weights, CurveKnots knots)
    {
        TermSearch search = new(z, y, weights, knots);
        double[] left = search.Residuals(z, Math.Max(1, z.Columns / 2.0));
        (int, NaturalSpline)[] splines = search.Splines(left);
        StackTerms curves = new(z.Columns, search._rows, splines, [], knots.Level);
        if (splines.Length > 0)
        {
            left = search.Residuals(new RowView(new TermRows(z, curves)), 0.01 * search._rows, raw: true);
        }

        return new StackTerms(z.Columns, search._rows, splines, search.Products(left), knots.Level);
    }

    // Of least squares for two-level targets too: only where it misses is of interest.
    private double[] Residuals(RowView x, double penalty, bool raw = false)
    {
        double[] fitted = LeastSquares.Fit(x, _y, penalty, _weights, standardisedPenalty: !raw).Predict(x);
        return [.. _y.Select((v, i) => v - fitted[i])];
    }

    private double Variance(double[] residual) => RowWeights.Mean(Array.ConvertAll(residual, r => r * r), _weights);

    private (int, NaturalSpline)[] Splines(double[] residual)
    {
        (int Column, NaturalSpline Spline)[] all = [.. Enumerable.Range(0, _columns.Length)
            .Select(j => (j, _knots.Spline(_columns[j])!)).Where(s => s.Item2 is not null)];

        // A sum of squares has a longer tail than a normal figure.
        double beyond = 1.5 * Beyond(all.Length), variance = Variance(residual);
        return variance > 0 ? [.. all.Where(s => Excess(s.Column, s.Spline, residual, variance) > beyond)] : [];
    }

    private static double Beyond(int count) => Leniency * Math.Sqrt(2 * Math.Log(Math.Max(3, count)));

    // How far the part of the residuals that a smooth, or a rougher, curve explains is above its mean, in standard deviations, were they
    // noise: T = cᵀ(G + λ)⁻¹c / σ² has mean tr A and variance 2 tr A², A = (G + λ)⁻¹G.
    private double Excess(int column, NaturalSpline spline, double[] residual, double variance)
    {
        int k = spline.Count;
        Matrix h = new(_y.Length, k);
        spline.Write(_columns[column], h, 0);
        Matrix gram = SymmetricMatrix.Gram(h, _weights);
        double[] cross = SymmetricMatrix.TransposeMultiply(h, [.. residual.Select((r, i) => (_weights?[i] ?? 1) * r)]);
        double most = double.NegativeInfinity;
        foreach (double roughness in new[] { 1e-2, 1e-4 })
        {
            Matrix a = new(k, k, [.. gram.Data]);
            for (int j = 0; j < k; j++)
            {
                a[j, j] += roughness * _rows;
            }

            Cholesky factor = Cholesky.Factor(a);
            double explained = SymmetricMatrix.Dot(cross, factor.Solve(cross)) / variance, trace = 0, square = 0;
            double[][] share = [.. Enumerable.Range(0, k).Select(j => factor.Solve(gram.Column(j)))];
            for (int i = 0; i < k; i++)
            {
                trace += share[i][i];
                for (int j = 0; j < k; j++)
                {
                    square += share[i][j] * share[j][i];
                }
            }

            most = Math.Max(most, (explained - trace) / Math.Sqrt(2 * square));
        }

        return most;
    }

    private (int, int, double)[] Products(double[] residual)
    {
        double variance = Variance(residual);
        int[] eligible = Eligible(residual);
        double beyond = Beyond(eligible.Length * (eligible.Length - 1) / 2);
        double[] weighted = [.. residual.Select((r, i) => (_weights?[i] ?? 1) * r)];
        List<(int First, int Second, double Deviation, double Score)> found = [];
        for (int a = 0; a < eligible.Length && variance > 0; a++)
        {
            for (int b = a; b < eligible.Length; b++)
            {
                (int i, int j) = (eligible[a], eligible[b]);
                if (i == j && (_columns[i].Distinct().Take(FewestValues).Count() != FewestValues - 1))
                {
                    // Curved columns have splines; the square of an indicator is itself.
                    continue;
                }

                (double deviation, double cross) = Measure(_columns[i], _columns[j], weighted);
                double score = deviation > 0 ? Math.Abs(cross) / (deviation * Math.Sqrt(_rows * variance)) : 0;
                if (score > beyond)
                {
                    found.Add((i, j, deviation, score));
                }
            }
        }

        // OrderBy is stable: ties go to the first.
        return [.. found.OrderByDescending(p => p.Score).Take(MostProducts).Select(p => (p.First, p.Second, p.Deviation))];
    }

    // Of very many columns those that move with the target or with what is left of it.
    private int[] Eligible(double[] residual)
    {
        int[] all = [.. Enumerable.Range(0, _columns.Length)];
        if (all.Length <= MostColumns)
        {
            return all;
        }

        double[] ones = [.. Enumerable.Repeat(1.0, _y.Length)];
        double mean = RowWeights.Mean(_y, _weights);
        double[] target = [.. _y.Select((v, i) => (_weights?[i] ?? 1) * (v - mean + residual[i]))];
        double Score(int j) => Measure(_columns[j], ones, target) is (> 0 and double sd, double cross) ? Math.Abs(cross) / sd : 0;
        return [.. all.OrderByDescending(Score).Take(MostColumns).Order()];
    }

    // The product's standard deviation, 0 where a few rows make all of it, and the sum of its deviations times weighted residuals.
    private (double Deviation, double Cross) Measure(double[] a, double[] b, double[] weighted)
    {
        double sum = 0, cross = 0, left = 0, squares = 0, fourth = 0;
        for (int i = 0; i < a.Length; i++)
        {
            double v = StackTerms.Product(a[i], b[i]);
            sum += (_weights?[i] ?? 1) * v;
            cross += v * weighted[i];
            left += weighted[i];
        }

        double mean = sum / _rows;
        for (int i = 0; i < a.Length; i++)
        {
            double w = _weights?[i] ?? 1, d = StackTerms.Product(a[i], b[i]) - mean;
            squares += w * d * d;
            fourth += w * d * d * d * d;
        }

        double variance = squares / _rows;
        bool enough = variance > 1e-10 * ((mean * mean) + variance) && squares * squares >= FewestRows * (_rows / a.Length) * fourth;
        return enough ? (Math.Sqrt(variance), cross - (mean * left)) : (0, 0);
    }
}
