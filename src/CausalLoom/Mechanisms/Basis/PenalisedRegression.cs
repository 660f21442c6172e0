using CausalLoom.Data;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Mechanisms.Basis;

/// <summary>
/// Least squares min Σ w (y − a − xᵀβ)² + Σ λ_j β_j², or logistic regression min −log L + ½ Σ λ_j β_j², with a penalty for each column.
/// </summary>
internal sealed class PenalisedRegression
{
    private readonly Matrix _x;
    private readonly double[] _y;
    private readonly double[]? _weights;
    private readonly bool _binary;
    private readonly double[] _mean;
    private readonly double _level;
    private readonly Matrix? _gram;
    private readonly double[] _cross = [];

    internal PenalisedRegression(Matrix x, double[] y, double[]? weights, bool binary)
    {
        (_x, _y, _weights, _binary, _mean) = (x, y, weights, binary, new double[x.Columns]);
        _level = RowWeights.Mean(y, weights);
        if (!binary)
        {
            Matrix centred = Centred();
            _gram = SymmetricMatrix.Gram(centred, weights);
            double[] residual = new double[y.Length];
            for (int i = 0; i < y.Length; i++)
            {
                residual[i] = (weights?[i] ?? 1) * (y[i] - _level);
            }

            _cross = SymmetricMatrix.TransposeMultiply(centred, residual);
        }
    }

    /// <summary>The fit; an arm whose two-level outcomes are all alike has a constant only.</summary>
    /// <param name="penalties">λ_j > 0, [d].</param>
    internal LinearFit Fit(double[] penalties) => _binary ? Logistic(penalties) : Squares(penalties);

    private LinearFit Squares(double[] penalties)
    {
        Matrix a = new(_gram!.Rows, _gram.Columns, [.. _gram.Data]);
        for (int j = 0; j < a.Rows; j++)
        {
            a[j, j] += penalties[j];
        }

        double[] beta = SymmetricMatrix.Solve(a, _cross);
        double intercept = _level;
        for (int j = 0; j < beta.Length; j++)
        {
            intercept -= beta[j] * _mean[j];
        }

        return new LinearFit(intercept, beta);
    }

    private LinearFit Logistic(double[] penalties)
    {
        if (_level is 0 or 1)
        {
            double total = RowWeights.Total(_weights, _y.Length);
            return new LinearFit(RowWeights.HaldaneLogit(_level * total, total), new double[_x.Columns]);
        }

        // One λ for all columns after each is divided by the root of its own.
        double[] root = Array.ConvertAll(penalties, Math.Sqrt);
        Matrix scaled = new(_x.Rows, _x.Columns);
        for (int i = 0; i < _x.Rows; i++)
        {
            ReadOnlySpan<double> from = _x.Row(i);
            Span<double> to = scaled.Row(i);
            for (int j = 0; j < to.Length; j++)
            {
                to[j] = from[j] / root[j];
            }
        }

        LogisticFit fit = LogisticRegression.Fit(scaled, _y, 1.0, _weights);
        return new LinearFit(fit.Intercept, [.. fit.Coefficients.Select((b, j) => b / root[j])]);
    }

    private Matrix Centred()
    {
        double total = RowWeights.Total(_weights, _x.Rows);
        for (int i = 0; i < _x.Rows; i++)
        {
            double w = (_weights?[i] ?? 1) / total;
            ReadOnlySpan<double> row = _x.Row(i);
            for (int j = 0; j < row.Length; j++)
            {
                _mean[j] += w * row[j];
            }
        }

        Matrix centred = new(_x.Rows, _x.Columns);
        for (int i = 0; i < _x.Rows; i++)
        {
            ReadOnlySpan<double> from = _x.Row(i);
            Span<double> to = centred.Row(i);
            for (int j = 0; j < to.Length; j++)
            {
                to[j] = from[j] - _mean[j];
            }
        }

        return centred;
    }
}
