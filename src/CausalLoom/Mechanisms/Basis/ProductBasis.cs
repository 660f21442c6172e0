using CausalLoom.Models;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Mechanisms.Basis;

/// <summary>
/// Products of two encoded covariates and squares of numeric ones, each divided by its standard deviation. Covariates are held within
/// ±4 standard deviations: products of far tails would decide the fit alone.
/// </summary>
internal sealed class ProductBasis : ICovariateBasis
{
    internal const string Kind = "products";
    private const double Winsor = 4;

    // (Σ d²)² / Σ d⁴ of a product's deviations counts the rows that make its variance: with fewer, it would fit those rows.
    private const int FewestRows = 4;
    private readonly int[] _first;
    private readonly int[] _second;
    private readonly double[] _scale;

    private ProductBasis(int[] first, int[] second, double[] scale) => (_first, _second, _scale) = (first, second, scale);

    public int Width => _first.Length;

    /// <summary>The products of those rows; of more than allowed, those most correlated with what is left to explain.</summary>
    /// <param name="z">Encoded covariates, [n, d].</param>
    /// <param name="residual">Weighted residuals of the regression on z alone, [n].</param>
    /// <param name="weights">Weights, [n], or null.</param>
    /// <param name="most">The most products.</param>
    internal static ProductBasis Of(Matrix z, double[] residual, double[]? weights, int most)
    {
        double[][] columns =
            [.. Enumerable.Range(0, z.Columns).Select(j => Array.ConvertAll(z.Column(j), v => Math.Clamp(v, -Winsor, Winsor)))];
        bool[] numeric = [.. columns.Select(c => c.Distinct().Take(3).Count() > 2)];
        List<(int First, int Second, double Scale, double Score)> found = [];
        int[] eligible = Eligible(columns, residual, weights, most);
        foreach (int i in eligible)
        {
            foreach (int j in eligible.Where(j => j > i || (j == i && numeric[i])))
            {
                (double scale, double score) = Measure(columns[i], columns[j], residual, weights);
                if (scale > 0)
                {
                    found.Add((i, j, scale, score));
                }
            }
        }

        // OrderBy is stable: ties go to the first.
        var kept = found.Count <= most ? found : [.. found.OrderByDescending(p => p.Score).Take(most)];
        return new ProductBasis([.. kept.Select(p => p.First)], [.. kept.Select(p => p.Second)], [.. kept.Select(p => p.Scale)]);
    }

    public Matrix Expand(Matrix z)
    {
        Matrix expanded = new(z.Rows, Width);
        for (int i = 0; i < z.Rows; i++)
        {
            ReadOnlySpan<double> from = z.Row(i);
            Span<double> to = expanded.Row(i);
            for (int k = 0; k < to.Length; k++)
            {
                to[k] = Math.Clamp(from[_first[k]], -Winsor, Winsor) * Math.Clamp(from[_second[k]], -Winsor, Winsor) / _scale[k];
            }
        }

        return expanded;
    }

    public ModelState Save()
    {
        ModelState state = new(Kind);
        StateReader.Put(state, "first", Array.ConvertAll(_first, j => (double)j));
        StateReader.Put(state, "second", Array.ConvertAll(_second, j => (double)j));
        StateReader.Put(state, "scale", _scale);
        return state;
    }

    internal static ProductBasis Load(ModelState state, int width)
    {
        int[] first = BasisStates.Columns(state, "first", width), second = BasisStates.Columns(state, "second", width);
        double[] scale = StateReader.Vector(state, "scale");
        return first.Length == second.Length && first.Length == scale.Length && Array.TrueForAll(scale, s => s > 0)
            ? new ProductBasis(first, second, scale)
            : throw StateReader.Damaged("scale");
    }

    // Beyond twenty times as many pairs as may stay, only covariates that matter by themselves take part.
    private static int[] Eligible(double[][] columns, double[] residual, double[]? weights, int most)
    {
        int largest = (int)Math.Sqrt(40.0 * most);
        int[] all = [.. Enumerable.Range(0, columns.Length)];
        if (columns.Length <= largest)
        {
            return all;
        }

        double[] ones = new double[residual.Length];
        Array.Fill(ones, 1);
        return [.. all.OrderByDescending(j => Measure(columns[j], ones, residual, weights).Score).Take(largest).Order()];
    }

    // The product's standard deviation, 0 where a few rows make all of it, and its squared correlation with the residuals up to a factor.
    private static (double Scale, double Score) Measure(double[] a, double[] b, double[] residual, double[]? weights)
    {
        double total = 0, sum = 0, cross = 0, squares = 0, fourth = 0;
        for (int i = 0; i < a.Length; i++)
        {
            double w = weights?[i] ?? 1, v = a[i] * b[i];
            total += w;
            sum += w * v;
            cross += v * residual[i];
        }

        double mean = sum / total;
        for (int i = 0; i < a.Length; i++)
        {
            double w = weights?[i] ?? 1, d = (a[i] * b[i]) - mean;
            squares += w * d * d;
            fourth += w * d * d * d * d;
        }

        double variance = squares / total;
        bool enough = variance > 1e-10 * ((mean * mean) + variance) && squares * squares >= FewestRows * (total / a.Length) * fourth;
        return enough ? (Math.Sqrt(variance), cross * cross / variance) : (0, 0);
    }
}
