using CausalLoom.Data;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Mechanisms.Basis;

/// <summary>
/// Fits a regression on covariates and a basis, its two penalties chosen by cross-validated squared error or log-loss. What the
/// outcome decides about the basis (which products stay) is decided anew within each fold.
/// </summary>
internal sealed class BasisSearch
{
    private const int FewestRows = 20;
    private readonly BasisKind _kind;
    private readonly Matrix _z;
    private readonly double[] _y;
    private readonly double[]? _weights;
    private readonly bool _binary;
    private readonly BasisOptions _options;
    private readonly SplineBasis? _splines;

    /// <param name="kind">Which basis.</param>
    /// <param name="z">Encoded covariates of the rows to learn from, [n, d].</param>
    /// <param name="y">Targets, [n].</param>
    /// <param name="weights">Weights, [n], or null.</param>
    /// <param name="binary">Whether the regression is logistic.</param>
    /// <param name="options">The options.</param>
    internal BasisSearch(BasisKind kind, Matrix z, double[] y, double[]? weights, bool binary, BasisOptions options)
    {
        (_kind, _z, _y, _weights, _binary, _options) = (kind, z, y, weights, binary, options);
        // Knots depend on covariates alone.
        _splines = kind == BasisKind.Spline ? SplineBasis.Of(z, options.Knots) : null;
    }

    private IReadOnlyList<double> BasisPenalties => _kind == BasisKind.Spline ? _options.Roughness : _options.ProductPenalties;

    /// <summary>
    /// The regression on all rows with the penalties that predicted held-out rows best; the heaviest where there are too few rows to tell.
    /// </summary>
    internal BasisFit Run(FitContext context)
    {
        int[] all = [.. Enumerable.Range(0, _y.Length)];
        (double linear, double basis) = (_options.LinearPenalties[0], BasisPenalties[0]);
        if (_y.Length >= FewestRows)
        {
            int[] labels = _binary ? Array.ConvertAll(_y, v => v > 0.5 ? 1 : 0) : new int[_y.Length];
            Folds folds = Folds.Stratified(labels, _options.Folds, context.Stream.Child("folds"));
            double[][] losses = context.Child("penalties").Map(folds.Count, (k, _) => HeldOutLosses(folds, k));
            int best = Enumerable.Range(0, losses[0].Length).MinBy(c => losses.Sum(l => l[c]));
            (linear, basis) = Candidates().ElementAt(best);
        }

        ICovariateBasis functions = BasisOf(all);
        return new BasisFit(functions, new FoldFit(this, functions, all).At(linear, basis), linear, basis);
    }

    private IEnumerable<(double Linear, double Basis)> Candidates() =>
        from linear in _options.LinearPenalties from basis in BasisPenalties select (linear, basis);

    private double[] HeldOutLosses(Folds folds, int fold)
    {
        int[] training = folds.Training(fold), held = folds.HeldOut(fold);
        ICovariateBasis basis = BasisOf(training);
        FoldFit fits = new(this, basis, training);
        Matrix z = _z.TakeRows(held), x = z.Append(basis.Expand(z));
        return [.. Candidates().Select(c => Loss(fits.At(c.Linear, c.Basis).Predict(x), held))];
    }

    private double Loss(double[] predicted, int[] rows)
    {
        double loss = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            double y = _y[rows[i]], one = _binary ? LogisticRegression.Loss(predicted[i], y) : (y - predicted[i]) * (y - predicted[i]);
            loss += (_weights?[rows[i]] ?? 1) * one;
        }

        return loss;
    }

    private ICovariateBasis BasisOf(int[] rows)
    {
        if (_splines is not null)
        {
            return _splines;
        }

        Matrix z = _z.TakeRows(rows);
        double[]? w = RowWeights.Take(_weights, rows);
        double[] y = Array.ConvertAll(rows, i => _y[i]), penalties = MainPenalties(z, w, 1);
        double[] fitted = new PenalisedRegression(z, y, w, _binary).Fit(penalties).Predict(z);
        double[] residual = [.. y.Select((v, i) => (w?[i] ?? 1) * (v - (_binary ? LogisticRegression.Sigmoid(fitted[i]) : fitted[i])))];
        return ProductBasis.Of(z, residual, w, _options.MostProducts);
    }

    // λ on the coefficient of the standardised column is λ s² on that of the column itself; a constant column has no say.
    private static double[] MainPenalties(Matrix z, double[]? weights, double penalty)
    {
        double[] result = new double[z.Columns];
        for (int j = 0; j < result.Length; j++)
        {
            double[] column = z.Column(j);
            double mean = RowWeights.Mean(column, weights),
                variance = RowWeights.Mean(Array.ConvertAll(column, v => (v - mean) * (v - mean)), weights);
            result[j] = variance > 1e-12 ? penalty * variance : 1;
        }

        return result;
    }

    /// <summary>Fits to some rows with any penalties.</summary>
    private sealed class FoldFit
    {
        private readonly PenalisedRegression _regression;
        private readonly double[] _main;
        private readonly int _functions;
        private readonly double _perPenalty;

        internal FoldFit(BasisSearch search, ICovariateBasis basis, int[] rows)
        {
            Matrix z = search._z.TakeRows(rows);
            double[]? w = RowWeights.Take(search._weights, rows);
            _main = MainPenalties(z, w, 1);
            _functions = basis.Width;
            // Roughness is a penalty a row, so that it smooths alike at any n.
            _perPenalty = search._kind == BasisKind.Spline ? RowWeights.Total(w, rows.Length) : 1;
            _regression = new PenalisedRegression(z.Append(basis.Expand(z)), Array.ConvertAll(rows, i => search._y[i]), w, search._binary);
        }

        internal LinearFit At(double linear, double basis) =>
            _regression.Fit([.. _main.Select(s => s * linear), .. Enumerable.Repeat(basis * _perPenalty, _functions)]);
    }
}
