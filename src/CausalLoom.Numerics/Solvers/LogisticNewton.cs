using CausalLoom.Numerics.Linear;

namespace CausalLoom.Numerics.Solvers;

/// <summary>Newton's method for the penalised logistic likelihood on a scaled design; parameter d is the intercept.</summary>
internal sealed class LogisticNewton
{
    // A Hessian of finite numbers is positive definite long before.
    private const double MostRidge = 1e6;

    private readonly LogisticDesign _design;
    private readonly double[] _penalty;
    private readonly double[] _gradient;
    private readonly Matrix _hessian;
    private bool _fullStep;
    private double[] _theta, _probabilities, _nextTheta, _nextProbabilities;

    internal LogisticNewton(LogisticDesign design, double[] penalty, ReadOnlySpan<double> start)
    {
        (_design, _penalty) = (design, penalty);
        (_theta, _nextTheta) = ([.. start], new double[start.Length]);
        (_probabilities, _nextProbabilities) = (new double[design.Rows], new double[design.Rows]);
        (_gradient, _hessian) = (new double[start.Length], new Matrix(start.Length, start.Length));
    }

    /// <summary>The scaled coefficients, the intercept last.</summary>
    internal ReadOnlySpan<double> Parameters => _theta;

    internal double Intercept => _theta[^1];

    internal ReadOnlySpan<double> Coefficients => _theta.AsSpan(0, _penalty.Length);

    internal int Iterations { get; private set; }

    /// <summary>Steps until half the Newton decrement, which bounds what is left to gain, is nothing beside the objective.</summary>
    internal bool Run(int maxIterations, CancellationToken cancellation)
    {
        double objective = Objective(_theta, _probabilities), last = 0;
        while (Iterations < maxIterations)
        {
            cancellation.ThrowIfCancellationRequested();
            Iterations++;
            double[] step = Step();
            double decrement = SymmetricMatrix.Dot(_gradient, step);
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

            // From the second step on: decrements that fall quadratically foretell the next one, c δ² with c = δ/δ₋₁²: it need not be
            // computed to be known as nothing.
            if (_fullStep && decrement * (decrement / last) * (decrement / last) <= 1e-18 * Math.Max(1, objective))
            {
                return true;
            }

            (objective, last) = (reached, decrement);
        }

        return false;
    }

    private double[] Step()
    {
        _design.Derivatives(_probabilities, _gradient, _hessian);
        for (int j = 0; j < _penalty.Length; j++)
        {
            _gradient[j] += _penalty[j] * _theta[j];
            _hessian[j, j] += _penalty[j];
        }

        for (double ridge = 0; ridge < MostRidge; ridge = Math.Max(1e-10, 10 * ridge))
        {
            // Without a penalty, separation or collinearity makes the Hessian singular: the least ridge that helps.
            double diagonal = 1e-300;
            for (int j = 0; j < _hessian.Rows; j++)
            {
                diagonal = Math.Max(diagonal, _hessian[j, j]);
            }

            for (int j = 0; j < _hessian.Rows; j++)
            {
                _hessian[j, j] += ridge * diagonal;
            }

            if (Cholesky.TryFactor(_hessian, out Cholesky? factor, relativeTolerance: 1e-14))
            {
                return factor.Solve(_gradient);
            }
        }

        throw new ArithmeticException("The equations of a logistic regression hold numbers that are not finite.");
    }

    private double LineSearch(double[] step, double decrement, double objective)
    {
        for (double t = 1; t > 1e-10; t /= 2)
        {
            for (int j = 0; j < step.Length; j++)
            {
                _nextTheta[j] = _theta[j] - (t * step[j]);
            }

            double value = Objective(_nextTheta, _nextProbabilities);
            if (value <= objective - (1e-4 * t * decrement) + (1e-15 * Math.Abs(objective)))
            {
                _fullStep = t == 1;
                (_theta, _nextTheta) = (_nextTheta, _theta);
                (_probabilities, _nextProbabilities) = (_nextProbabilities, _probabilities);
                return value;
            }
        }

        return objective;
    }

    private double Objective(double[] theta, double[] probabilities)
    {
        double ridge = 0;
        for (int j = 0; j < _penalty.Length; j++)
        {
            ridge += _penalty[j] * theta[j] * theta[j];
        }

        return _design.Loss(theta, probabilities) + (0.5 * ridge);
    }
}
