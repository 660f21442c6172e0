using CausalLoom.Data;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Mechanisms.Calibration;

/// <summary>
/// Platt's calibration for K levels: π_w ∝ exp(a_w + b·logit p_w) with p_w the probability of w against the others. The slope b is the
/// same for all levels, N(1, ½²) before the rows are seen, and not below 0; where nothing was learnt it is 0 and the shares of the levels
/// are all there is to say. Without what is known beforehand one row of a rare level, which no other level's rows speak against, would
/// separate it by a huge slope, and the slope is everyone's.
/// </summary>
internal sealed class SoftmaxCalibration
{
    private const int MostSteps = 100;
    private const double Least = 1e-6, Ridge = 1e-6;

    // 1/σ² of the slope about 1.
    private const double SlopePrecision = 4;
    private readonly double[] _intercepts;
    private readonly double _slope;

    private SoftmaxCalibration(double[] intercepts, double slope) => (_intercepts, _slope) = (intercepts, slope);

    /// <summary>Fits to out-of-fold probabilities.</summary>
    /// <param name="shares">p_w of each row by models that did not see it, [K][n].</param>
    /// <param name="levels">The level of each row.</param>
    /// <param name="rows">The rows to learn from.</param>
    /// <param name="weights">Weights > 0, [n], or null.</param>
    internal static SoftmaxCalibration Fit(double[][] shares, int[] levels, int[] rows, double[]? weights)
    {
        SoftmaxCalibration fitted = Newton(shares, levels, rows, weights, slope: true);
        return fitted._slope > 0 ? fitted : Newton(shares, levels, rows, weights, slope: false);
    }

    /// <summary>Calibrates each fold by the map of the other folds.</summary>
    internal static double[][] CrossFit(double[][] shares, int[] levels, Folds folds, double[]? weights)
    {
        double[][] all = [.. shares.Select(level => new double[level.Length])];
        for (int k = 0; k < folds.Count; k++)
        {
            SoftmaxCalibration map = Fit(shares, levels, folds.Training(k), weights);
            foreach (int i in folds.HeldOut(k))
            {
                map.Write(shares, i, all);
            }
        }

        return all;
    }

    /// <summary>Calibrated probabilities, [K][n].</summary>
    internal double[][] Apply(double[][] shares)
    {
        double[][] all = [.. shares.Select(level => new double[level.Length])];
        for (int i = 0; i < shares[0].Length; i++)
        {
            Write(shares, i, all);
        }

        return all;
    }

    internal double[] ToNumbers() => [.. _intercepts, _slope];

    internal static SoftmaxCalibration FromNumbers(double[] saved) => new(saved[..^1], saved[^1]);

    private static double Score(double share) => LogisticRegression.Logit(Math.Clamp(share, Least, 1 - Least));

    private void Write(double[][] shares, int row, double[][] into)
    {
        double[] scores = [.. _intercepts.Select((a, level) => a + (_slope * Score(shares[level][row])))];
        double most = scores.Max(), sum = scores.Sum(s => Math.Exp(s - most));
        for (int level = 0; level < into.Length; level++)
        {
            into[level][row] = Math.Exp(scores[level] - most) / sum;
        }
    }

    // Parameters: a_1 … a_{K−1} (a_0 = 0), then b. A tiny ridge keeps separated levels finite.
    private static SoftmaxCalibration Newton(double[][] shares, int[] levels, int[] rows, double[]? weights, bool slope)
    {
        int count = shares.Length;
        double[] theta = new double[count];
        theta[^1] = slope ? 1 : 0;
        double[][] scores = [.. shares.Select(level => Array.ConvertAll(rows, i => Score(level[i])))];
        for (int step = 0; step < MostSteps; step++)
        {
            double[] gradient = [.. theta.Select(t => Ridge * t)], p = new double[count];
            gradient[^1] = slope ? SlopePrecision * (theta[^1] - 1) : gradient[^1];
            Matrix hessian = new(count, count);
            for (int j = 0; j < count; j++)
            {
                hessian[j, j] = j < count - 1 ? Ridge : slope ? SlopePrecision : 1;
            }

            for (int r = 0; r < rows.Length; r++)
            {
                double w = weights?[rows[r]] ?? 1;
                AddRow([.. scores.Select(level => level[r])], levels[rows[r]], w, theta, slope, p, gradient, hessian);
            }

            double[] move = Cholesky.Factor(hessian).Solve(gradient);
            double largest = move.Max(Math.Abs), scale = largest > 5 ? 5 / largest : 1;
            for (int j = 0; j < count; j++)
            {
                theta[j] -= scale * move[j];
            }

            if (largest < 1e-10)
            {
                break;
            }
        }

        return new SoftmaxCalibration([0, .. theta[..^1]], slope ? theta[^1] : 0);
    }

    private static void AddRow(double[] scores, int own, double weight, double[] theta, bool slope, double[] p, double[] gradient,
        Matrix hessian)
    {
        int count = scores.Length;
        for (int k = 0; k < count; k++)
        {
            p[k] = (k == 0 ? 0 : theta[k - 1]) + (theta[^1] * scores[k]);
        }

        double most = p.Max(), sum = 0, mean = 0, square = 0;
        for (int k = 0; k < count; k++)
        {
            p[k] = Math.Exp(p[k] - most);
            sum += p[k];
        }

        for (int k = 0; k < count; k++)
        {
            p[k] /= sum;
            mean += p[k] * scores[k];
            square += p[k] * scores[k] * scores[k];
        }

        for (int k = 1; k < count; k++)
        {
            gradient[k - 1] += weight * (p[k] - (k == own ? 1 : 0));
            for (int l = 1; l <= k; l++)
            {
                hessian[k - 1, l - 1] += weight * (k == l ? p[k] * (1 - p[k]) : -p[k] * p[l]);
            }

            hessian[count - 1, k - 1] += slope ? weight * p[k] * (scores[k] - mean) : 0;
        }

        gradient[^1] += slope ? weight * (mean - scores[own]) : 0;
        hessian[count - 1, count - 1] += slope ? weight * (square - (mean * mean)) : 0;
    }
}
