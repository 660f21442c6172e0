using CausalLoom.Numerics.Linear;

namespace CausalLoom.Numerics.Solvers;

/// <summary>
/// Multinomial logistic regression with a ridge penalty ½λ Σ_k |b_k|² that treats all classes alike; intercepts are free. Newton's method
/// with halved steps on the K(d + 1) parameters. The likelihood does not see a common shift of the intercepts: a penalty on their sum
/// alone sets it to 0.
/// </summary>
public static class MultinomialRegression
{
    private const int MostSteps = 100;
    private const double Small = 1e-9;

    /// <summary>Fits.</summary>
    /// <param name="x">Features, [n, d].</param>
    /// <param name="y">The class of each row, 0 … K − 1, [n].</param>
    /// <param name="classes">K ≥ 2.</param>
    /// <param name="l2">λ > 0.</param>
    /// <param name="weights">Weights > 0, [n]; empty means 1.</param>
    /// <param name="cancellation">Looked at before each step.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a class is out of range.</exception>
    public static MultinomialFit Fit(Matrix x, ReadOnlySpan<int> y, int classes, double l2 = 1, ReadOnlySpan<double> weights = default,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(l2);
        if (y.Length != x.Rows || (!weights.IsEmpty && weights.Length != x.Rows))
        {
            throw new ArgumentException($"There are {x.Rows} rows, {y.Length} classes and {weights.Length} weights.", nameof(y));
        }

        foreach (int k in y)
        {
            if ((uint)k >= (uint)classes)
            {
                throw new ArgumentException($"A row has class {k} of {classes}.", nameof(y));
            }
        }

        Problem problem = new(x, y.ToArray(), classes, l2, weights.IsEmpty ? null : weights.ToArray());
        double[] theta = new double[classes * (x.Columns + 1)];
        double loss = problem.Loss(theta);
        bool converged = false;
        for (int step = 0; step < MostSteps && !converged; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            double[] move = problem.NewtonStep(theta);
            double scale = 1, next = problem.Loss(Moved(theta, move, 1));
            while (next > loss + (1e-14 * Math.Abs(loss)) && scale > 1e-10)
            {
                scale /= 2;
                next = problem.Loss(Moved(theta, move, scale));
            }

            theta = Moved(theta, move, scale);
            loss = Math.Min(loss, next);
            converged = move.Max(Math.Abs) * scale < Small;
        }

        return problem.Result(theta, converged);
    }

    /// <summary>The probabilities of the classes at one row.</summary>
    internal static void Softmax(ReadOnlySpan<double> row, double[] intercepts, Matrix coefficients, Span<double> p)
    {
        double most = double.NegativeInfinity, sum = 0;
        for (int k = 0; k < p.Length; k++)
        {
            double score = intercepts[k];
            ReadOnlySpan<double> b = coefficients.Row(k);
            for (int j = 0; j < row.Length; j++)
            {
                score += b[j] * row[j];
            }

            p[k] = score;
            most = Math.Max(most, score);
        }

        for (int k = 0; k < p.Length; k++)
        {
            p[k] = Math.Exp(p[k] - most);
            sum += p[k];
        }

        for (int k = 0; k < p.Length; k++)
        {
            p[k] /= sum;
        }
    }

    private static double[] Moved(double[] theta, double[] move, double scale) => [.. theta.Select((t, i) => t - (scale * move[i]))];

    /// <summary>θ holds class by class the intercept and then the coefficients.</summary>
    private sealed class Problem(Matrix x, int[] y, int classes, double l2, double[]? weights)
    {
        private readonly int _width = x.Columns + 1;

        internal MultinomialFit Result(double[] theta, bool converged)
        {
            (double[] intercepts, Matrix coefficients) = Split(theta);
            return new MultinomialFit(intercepts, coefficients, converged);
        }

        internal double Loss(double[] theta)
        {
            (double[] intercepts, Matrix coefficients) = Split(theta);
            double[] p = new double[classes];
            double loss = 0;
            for (int i = 0; i < y.Length; i++)
            {
                Softmax(x.Row(i), intercepts, coefficients, p);
                loss -= Weight(i) * Math.Log(Math.Max(p[y[i]], 1e-300));
            }

            double sum = intercepts.Sum();
            return loss + (0.5 * l2 * coefficients.Data.Sum(b => b * b)) + (0.5 * sum * sum);
        }

        internal double[] NewtonStep(double[] theta)
        {
            (double[] intercepts, Matrix coefficients) = Split(theta);
            int size = classes * _width;
            double[] gradient = new double[size], p = new double[classes], row = new double[_width];
            Matrix hessian = new(size, size);
            row[0] = 1;
            for (int i = 0; i < y.Length; i++)
            {
                Softmax(x.Row(i), intercepts, coefficients, p);
                x.Row(i).CopyTo(row.AsSpan(1));
                Add(row, p, y[i], Weight(i), gradient, hessian);
            }

            double sum = intercepts.Sum();
            for (int k = 0; k < classes; k++)
            {
                gradient[k * _width] += sum;
                for (int l = 0; l < classes; l++)
                {
                    hessian[k * _width, l * _width] += 1;
                }

                for (int j = 1; j < _width; j++)
                {
                    gradient[(k * _width) + j] += l2 * theta[(k * _width) + j];
                    hessian[(k * _width) + j, (k * _width) + j] += l2;
                }
            }

            // Rounding alone may cost a pivot where classes are all but separated.
            for (double ridge = 0; double.IsFinite(ridge); ridge = Math.Max(1e-10, 100 * ridge))
            {
                for (int j = 0; j < size && ridge > 0; j++)
                {
                    hessian[j, j] += ridge;
                }

                if (Cholesky.TryFactor(hessian, out Cholesky? factor))
                {
                    return factor.Solve(gradient);
                }
            }

            throw new ArithmeticException("The equations of a multinomial regression hold numbers that are not finite.");
        }

        // Only the lower triangle is read.
        private void Add(double[] row, double[] p, int own, double weight, double[] gradient, Matrix hessian)
        {
            for (int k = 0; k < classes; k++)
            {
                double residual = weight * (p[k] - (k == own ? 1 : 0));
                for (int j = 0; j < _width; j++)
                {
                    gradient[(k * _width) + j] += residual * row[j];
                }

                for (int l = 0; l <= k; l++)
                {
                    double curvature = weight * (k == l ? p[k] * (1 - p[k]) : -p[k] * p[l]);
                    for (int j = 0; j < _width; j++)
                    {
                        double scaled = curvature * row[j];
                        Span<double> into = hessian.Row((k * _width) + j).Slice(l * _width, _width);
                        for (int m = 0; m < into.Length; m++)
                        {
                            into[m] += scaled * row[m];
                        }
                    }
                }
            }
        }

        private double Weight(int row) => weights?[row] ?? 1;

        private (double[] Intercepts, Matrix Coefficients) Split(double[] theta)
        {
            double[] intercepts = new double[classes];
            Matrix coefficients = new(classes, x.Columns);
            for (int k = 0; k < classes; k++)
            {
                intercepts[k] = theta[k * _width];
                theta.AsSpan((k * _width) + 1, x.Columns).CopyTo(coefficients.Row(k));
            }

            return (intercepts, coefficients);
        }
    }
}
