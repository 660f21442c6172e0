using CausalLoom.Numerics.Linear;

namespace CausalLoom.Numerics.Solvers;

/// <summary>Newton's method for the penalised logistic likelihood on a scaled design; parameter d is the intercept.</summary>
internal sealed class LogisticNewton
{
    private readonly Matrix _z;
    private readonly double[] _y;
    private readonly double[]? _weights;
    private readonly double[] _penalty;
    private readonly double[] _residual;
    private readonly double[] _curvature;
    private double[] _theta;
    private double[] _eta;

    internal LogisticNewton(Matrix z, double[] y, double[]? weights, double[] penalty, ReadOnlySpan<double> start)
    {
        (_z, _y, _weights, _penalty) = (z, y, weights, penalty);
        _residual = new double[z.Rows];
        _curvature = new double[z.Rows];
        _theta = [.. start];
        _eta = Eta(_theta);
    }

    /// <summary>The scaled coefficients, the intercept last.</summary>
    internal ReadOnlySpan<double> Parameters => _theta;

    internal double Intercept => _theta[^1];

    internal ReadOnlySpan<double> Coefficients => _theta.AsSpan(0, _z.Columns);

    internal int Iterations { get; private set; }

    /// <summary>Steps until half the Newton decrement, which bounds what is left to gain, is nothing beside the objective.</summary>
    internal bool Run(int maxIterations)
    {
        double objective = Objective(_theta, _eta);
        while (Iterations < maxIterations)
        {
            Iterations++;
            double[] gradient = Gradient();
            double[] step = SolveHessian(gradient);
            double decrement = SymmetricMatrix.Dot(gradient, step);
            double reached = LineSearch(step, decrement, objective);
            if (decrement <= 1e-15 * Math.Max(1, objective))
            {
                return true;
            }

            if (!(reached < objective))
            {
                // Rounding alone stands in the way: as good as float64 can say.
                return decrement <= 1e-9 * Math.Max(1, objective);
            }

            objective = reached;
        }

        return false;
    }

    private double[] Gradient()
    {
        for (int i = 0; i < _y.Length; i++)
        {
            double p = LogisticRegression.Sigmoid(_eta[i]), w = _weights?[i] ?? 1;
            _residual[i] = w * (p - _y[i]);
            _curvature[i] = w * p * (1 - p);
        }

        double[] gradient = new double[_theta.Length];
        SymmetricMatrix.TransposeMultiply(_z, _residual).CopyTo(gradient, 0);
        for (int j = 0; j < _penalty.Length; j++)
        {
            gradient[j] += _penalty[j] * _theta[j];
        }

        gradient[^1] = _residual.Sum();
        return gradient;
    }

    private double[] SolveHessian(double[] gradient)
    {
        int d = _z.Columns;
        Matrix gram = SymmetricMatrix.Gram(_z, _curvature);
        double[] cross = SymmetricMatrix.TransposeMultiply(_z, _curvature);
        Matrix hessian = new(d + 1, d + 1);
        for (int j = 0; j < d; j++)
        {
            gram.Row(j).CopyTo(hessian.Row(j));
            hessian[j, j] += _penalty[j];
            hessian[d, j] = hessian[j, d] = cross[j];
        }

        hessian[d, d] = _curvature.Sum();
        for (double ridge = 0; ; ridge = Math.Max(1e-10, 10 * ridge))
        {
            // Without a penalty, separation or collinearity makes the Hessian singular: the least ridge that helps.
            double diagonal = 1e-300;
            for (int j = 0; j <= d; j++)
            {
                diagonal = Math.Max(diagonal, hessian[j, j]);
            }

            for (int j = 0; j <= d; j++)
            {
                hessian[j, j] += ridge * diagonal;
            }

            if (Cholesky.TryFactor(hessian, out Cholesky? factor, relativeTolerance: 1e-14))
            {
                return factor.Solve(gradient);
            }
        }
    }

    private double LineSearch(double[] step, double decrement, double objective)
    {
        for (double t = 1; t > 1e-10; t /= 2)
        {
            double[] theta = new double[_theta.Length];
            for (int j = 0; j < theta.Length; j++)
            {
                theta[j] = _theta[j] - (t * step[j]);
            }

            double[] eta = Eta(theta);
            double value = Objective(theta, eta);
            if (value <= objective - (1e-4 * t * decrement) + (1e-15 * Math.Abs(objective)))
            {
                (_theta, _eta) = (theta, eta);
                return value;
            }
        }

        return objective;
    }

    private double[] Eta(double[] theta) => SymmetricMatrix.Multiply(_z, theta.AsSpan(0, _z.Columns), theta[^1]);

    private double Objective(double[] theta, double[] eta)
    {
        double sum = 0, ridge = 0;
        for (int i = 0; i < eta.Length; i++)
        {
            sum += (_weights?[i] ?? 1) * LogisticRegression.Loss(eta[i], _y[i]);
        }

        for (int j = 0; j < _penalty.Length; j++)
        {
            ridge += _penalty[j] * theta[j] * theta[j];
        }

        return sum + (0.5 * ridge);
    }
}
