using CausalLoom.Data;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Solvers;
using CausalLoom.Numerics.Trees;

namespace CausalLoom.Mechanisms.Stacking;

/// <summary>
/// Fits the stack. Members are fitted to each fold's complement with every penalty and number of trees; a fold's choices
/// and weights come from the out-of-fold logits of the other folds, so that no row's label chooses its own prediction.
/// </summary>
internal sealed class PropensityStack
{
    private readonly CalibratedPropensityOptions _options;
    private readonly StackLibrary _library;
    private readonly StackFeatures _features;
    private readonly StackRows _rows;
    private readonly BinnedMatrix _binned;
    private readonly double[] _labels;
    private readonly Folds _folds;
    private readonly double[]? _weights;

    internal PropensityStack(Table covariates, int[] treatment, Folds folds, CalibratedPropensityOptions options, double[]? weights = null)
    {
        (_options, _folds, _weights) = (options, folds, weights);
        _features = StackFeatures.Fit(covariates);
        _rows = _features.Rows(covariates);
        _binned = BinnedMatrix.Of(_rows.Trees, options.Boosting.MaxBins, weights);
        _labels = Array.ConvertAll(treatment, w => (double)w);
        double treated = _labels.Select((y, i) => (weights?[i] ?? 1) * y).Sum(),
            fewest = Math.Min(treated, RowWeights.Total(weights, _labels.Length) - treated) * (1 - (1.0 / folds.Count));
        _library = StackLibrary.For(fewest, _features.LinearWidth, options.Penalties, options.Roughness, options.TreeCounts,
            options.Boosting, CurveKnots.Propensity, logistic: true);
    }

    internal CrossFittedBinaryPropensity Run(FitContext context)
    {
        StackCandidates[] candidates = context.Child("members").Map(_folds.Count, (k, c) => _library.Fit(_rows, _binned, _labels,
            _folds.Training(k), _weights, c.Stream.Child("trees"), "propensity", c));
        StackChoice[] outOfFold = [.. Enumerable.Range(0, StackMember.Families.Count).Where(f => candidates[0].Counts[f] > 0).Select(f =>
            StackChoice.Of(Gather(candidates, f), _folds, 1, (_, _) => true, Loss, _weights,
                undersmooth: f == StackMember.LinearFamily))];
        StackMember[] members = [.. candidates.Select((c, k) => Combine(c, k, outOfFold))];
        double[] propensity = new double[_labels.Length];
        for (int k = 0; k < members.Length; k++)
        {
            int[] rows = _folds.HeldOut(k);
            double[] predicted = members[k].Predict(_rows.At(rows));
            for (int i = 0; i < rows.Length; i++)
            {
                propensity[rows[i]] = _options.Clipping.Clip(LogisticRegression.Sigmoid(predicted[i]));
            }
        }

        return new CrossFittedBinaryPropensity(new StackedPropensityModel(_features, members, _options.Clipping), propensity, _folds);
    }

    private double Loss(double logit, int row) => (_weights?[row] ?? 1) * LogisticRegression.Loss(logit, _labels[row]);

    // Out-of-fold logits of one family, [candidate][row].
    private double[][] Gather(StackCandidates[] folds, int family)
    {
        double[][] logits = [.. Enumerable.Range(0, folds[0].Counts[family]).Select(_ => new double[_labels.Length])];
        for (int k = 0; k < folds.Length; k++)
        {
            int[] rows = _folds.HeldOut(k);
            double[][] held = folds[k].Scores(family, _rows.At(rows));
            for (int c = 0; c < logits.Length; c++)
            {
                for (int i = 0; i < rows.Length; i++)
                {
                    logits[c][rows[i]] = held[c][i];
                }
            }
        }

        return logits;
    }

    private StackMember Combine(StackCandidates candidates, int fold, StackChoice[] outOfFold)
    {
        int[] others = _folds.Training(fold);
        Matrix logits = new(others.Length, outOfFold.Length);
        for (int i = 0; i < others.Length; i++)
        {
            for (int f = 0; f < outOfFold.Length; f++)
            {
                logits[i, f] = outOfFold[f].Of(fold, 0)[others[i]];
            }
        }

        double[] y = [.. others.Select(i => _labels[i])], w = RowWeights.Take(_weights, others) ?? [];
        double[] weights = StackChoice.Plainest(
            members =>
            {
                LogisticFit fit = NonNegativeLogistic.Fit(StackChoice.Columns(logits, members), y, _options.StackPenalty, w);
                return [.. fit.Coefficients, fit.Intercept];
            },
            outOfFold.Length,
            b => StackChoice.Losses(SymmetricMatrix.Multiply(logits, b.AsSpan(0, outOfFold.Length), b[^1]), (t, i) => Loss(t, others[i])),
            RowWeights.Take(_weights, others));
        return candidates.Chosen([.. outOfFold.Select(family => family.Best[fold][0])], weights[^1], weights[..^1]);
    }
}
