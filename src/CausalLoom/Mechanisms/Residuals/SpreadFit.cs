using CausalLoom.Data;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Solvers;
using CausalLoom.Numerics.Trees;

namespace CausalLoom.Mechanisms.Residuals;

/// <summary>
/// Fits log σ²(x, w) by regressing log squared residuals on covariates and arm (Harvey 1976), cross-fitted, and keeps the
/// candidate whose out-of-fold Gaussian likelihood is best; a constant spread unless another gains enough.
/// </summary>
internal sealed class SpreadFit
{
    private static readonly double[] Slopes = [0.5, 1];
    private readonly CausalData _data;
    private readonly double[] _residuals;
    private readonly double[] _log;
    private readonly ResidualOptions _options;
    private readonly Folds _folds;
    private SpreadModel _best = SpreadModel.Constant;
    private double[] _bestLog;
    private double _least;

    internal SpreadFit(CausalData data, double[] residuals, ResidualOptions options, FitContext context)
    {
        (_data, _residuals, _options) = (data, residuals, options);
        // A residual of 0 would be −∞: a thousandth of the mean square is as small as any can be told from it.
        double floor = 1e-3 * residuals.Average(r => r * r);
        _log = Array.ConvertAll(residuals, r => Math.Log((r * r) + floor));
        _folds = Folds.Stratified(data.Treatment.Codes, options.Folds, context.Stream.Child("folds"));
        _bestLog = new double[residuals.Length];
        _least = Loss(_bestLog) - options.NeededGain;
    }

    /// <summary>The model, and its out-of-fold log σ² of the training rows.</summary>
    internal (SpreadModel Model, double[] OutOfFold) Run(FitContext context)
    {
        if (_residuals.Any(r => r != 0))
        {
            TryLinear();
            TryTrees(context.Child("trees"));
        }

        return (_best, _bestLog);
    }

    private void TryLinear()
    {
        (FeatureEncoder encoder, Matrix features) = FeatureEncoder.FitEncode(_data.Covariates);
        Matrix x = LevelFeatures.Beside(features, _data.Treatment.Codes, _data.Levels);
        foreach (double l2 in _options.Penalties)
        {
            double[] held = new double[_log.Length];
            for (int k = 0; k < _folds.Count; k++)
            {
                int[] training = _folds.Training(k), rows = _folds.HeldOut(k);
                double[] predicted = Ridge(x.TakeRows(training), training, l2).Predict(x.TakeRows(rows));
                for (int i = 0; i < rows.Length; i++)
                {
                    held[rows[i]] = predicted[i];
                }
            }

            Offer(held, () => Ridge(x, [.. Enumerable.Range(0, x.Rows)], l2) is var fit ? (fit.Predict(x), encoder, fit, null) : default);
        }
    }

    private LinearFit Ridge(Matrix x, int[] rows, double l2) =>
        LeastSquares.Fit(x, rows.Select(i => _log[i]).ToArray(), l2, standardisedPenalty: true);

    private void TryTrees(FitContext context)
    {
        (FeatureEncoder encoder, Matrix features) = FeatureEncoder.FitEncode(_data.Covariates, FeatureOptions.ForTrees);
        Matrix x = LevelFeatures.Beside(features, _data.Treatment.Codes, _data.Levels);
        BinnedMatrix binned = BinnedMatrix.Of(x, _options.Boosting.MaxBins);
        BoostingCrossValidation cv = BoostingCrossValidation.Fit(binned, _log, _folds.Of, _options.Boosting, context.Stream.Child("cv"),
            cancellation: context.Cancellation);
        int trees = cv.BestTrees();
        Offer(cv.OutOfFold(trees), () =>
        {
            BoostedTrees fit = GradientBoosting.Fit(binned, _log, [.. Enumerable.Range(0, x.Rows)], [], _options.Boosting with
                { Trees = trees }, context.Stream.Child("fit"), null, context.Cancellation);
            return (fit.Predict(x), encoder, null, fit);
        });
    }

    private void Offer(double[] held, Func<(double[] Fitted, FeatureEncoder Encoder, LinearFit? Linear, BoostedTrees? Trees)> fit)
    {
        foreach (double slope in Slopes)
        {
            double[] scaled = Array.ConvertAll(held, v => slope * v);
            double loss = Loss(scaled);
            if (loss >= _least)
            {
                continue;
            }

            (double[] fitted, FeatureEncoder encoder, LinearFit? linear, BoostedTrees? trees) = fit();
            double[] sorted = [.. fitted.Select(v => slope * v).Order()];
            double lower = sorted[(int)(0.01 * (sorted.Length - 1))], upper = sorted[(int)Math.Ceiling(0.99 * (sorted.Length - 1))];
            _best = new SpreadModel(encoder, linear, trees, slope, lower, upper, _data.Levels);
            _bestLog = Array.ConvertAll(scaled, v => Math.Clamp(v, lower, upper));
            _least = loss;
        }
    }

    // The Gaussian negative log-likelihood at the best constant of each arm, c_a = log mean(r² e^−f): Σ ½ (f + c_a) + const.
    private double Loss(double[] log)
    {
        double total = 0;
        for (int arm = 0; arm < _data.Levels; arm++)
        {
            int[] rows = _data.Treatment.RowsOf(arm);
            if (rows.Length > 0)
            {
                double constant = Math.Log(rows.Average(i => _residuals[i] * _residuals[i] * Math.Exp(-log[i])));
                total += rows.Sum(i => 0.5 * (log[i] + constant));
            }
        }

        return total;
    }
}
