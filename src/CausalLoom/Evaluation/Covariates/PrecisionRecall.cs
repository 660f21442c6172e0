using CausalLoom.Evaluation.Support;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Evaluation.Covariates;

/// <summary>
/// P_α and R_β of synthetic points against real points in one space (docs/methods/covariate-metrics.md; Alaa et al., 2022).
/// The real side is measured once and then scores any number of synthetic sets, of any size.
/// <list type="bullet">
/// <item>r_k: α_k-quantile over real points of ‖x − c‖, α_k = k/29; p_k: share of synthetic points with ‖s − c‖ ≤ r_k.</item>
/// <item>u_i: distance of real point i to its nearest other; v_i: to its nearest synthetic point s(i); ρ_i = ‖s(i) − mean s‖;
/// q_k: α_k-quantile of ρ; b_k = mean_i [v_i ≤ u_i and ρ_i ≤ q_k].</item>
/// <item>Score of a curve: 1 − Σ_k |α_k − curve_k| / Σ_k α_k.</item>
/// </list>
/// An independent sample has v_i ≤ u_i half of the time, so its R_β is about ½; a copy scores near 1.
/// </summary>
public sealed class PrecisionRecall
{
    private const int GridPoints = 30;
    private static readonly double[] Levels = [.. Enumerable.Range(0, GridPoints).Select(k => k / (GridPoints - 1.0))];

    private readonly Matrix _real;
    private readonly double[] _centre;
    private readonly double[] _radii;
    private readonly double[] _nearestOther;

    /// <summary>Measures the real side.</summary>
    /// <param name="real">Real points, [row, coordinate]; at least two.</param>
    /// <param name="centre">c: 10·1 in a one-class embedding, the mean of the real points without one.</param>
    /// <param name="context">Threads.</param>
    public PrecisionRecall(Matrix real, double[] centre, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(centre);
        ArgumentNullException.ThrowIfNull(context);
        _real = real;
        _centre = centre;
        _radii = QuantilesOf(DistancesTo(centre, real));
        _nearestOther = NearestRows.Among(real, context).Distance;
    }

    /// <summary>P_α and R_β of synthetic points in the same space.</summary>
    public (double Precision, double Recall) Score(Matrix synthetic, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(synthetic);
        ArgumentNullException.ThrowIfNull(context);
        return (CurveScore(PrecisionCurve(synthetic)), CurveScore(RecallCurve(synthetic, context)));
    }

    /// <summary>The mean of each coordinate.</summary>
    internal static double[] CentroidOf(Matrix points)
    {
        double[] mean = new double[points.Columns];
        for (int i = 0; i < points.Rows; i++)
        {
            ReadOnlySpan<double> point = points.Row(i);
            for (int j = 0; j < mean.Length; j++)
            {
                mean[j] += point[j] / points.Rows;
            }
        }

        return mean;
    }

    private double[] PrecisionCurve(Matrix synthetic)
    {
        double[] distances = DistancesTo(_centre, synthetic);
        return [.. _radii.Select(radius => distances.Count(d => d <= radius) / (double)distances.Length)];
    }

    private double[] RecallCurve(Matrix synthetic, FitContext context)
    {
        NearestRows nearest = NearestRows.Of(_real, synthetic, context);
        double[] fromCentroid = DistancesTo(CentroidOf(synthetic), synthetic);
        double[] rho = [.. nearest.Index.Select(s => fromCentroid[s])];
        return [.. QuantilesOf(rho).Select(q => ShareCovered(nearest.Distance, rho, q))];
    }

    private double ShareCovered(double[] toSynthetic, double[] rho, double limit)
    {
        int covered = 0;
        for (int i = 0; i < rho.Length; i++)
        {
            covered += toSynthetic[i] <= _nearestOther[i] && rho[i] <= limit ? 1 : 0;
        }

        return (double)covered / rho.Length;
    }

    private static double CurveScore(double[] curve) =>
        Math.Max(0, 1 - (Levels.Zip(curve, (level, c) => Math.Abs(level - c)).Sum() / Levels.Sum()));

    private static double[] QuantilesOf(double[] values)
    {
        double[] sorted = SampleStatistics.Sorted(values);
        return [.. Levels.Select(level => SampleStatistics.Quantile(sorted, level))];
    }

    private static double[] DistancesTo(double[] centre, Matrix points)
    {
        double[] distances = new double[points.Rows];
        for (int i = 0; i < distances.Length; i++)
        {
            distances[i] = Math.Sqrt(SquaredDistance.Between(points.Row(i), centre));
        }

        return distances;
    }
}
