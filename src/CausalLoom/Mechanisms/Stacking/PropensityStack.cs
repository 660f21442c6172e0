using CausalLoom.Data;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;
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
    private readonly StackFeatures _features;
    private readonly Matrix _squares;
    private readonly Matrix _treeRows;
    private readonly BinnedMatrix _binned;
    private readonly double[] _labels;
    private readonly Folds _folds;
    private readonly double[]? _weights;

    internal PropensityStack(Table covariates, int[] treatment, Folds folds, CalibratedPropensityOptions options, double[]? weights = null)
    {
        (_options, _folds, _weights) = (options, folds, weights);
        _features = StackFeatures.Fit(covariates);
        _squares = _features.Squares(_features.Linear(covariates));
        _treeRows = _features.Trees(covariates);
        _binned = BinnedMatrix.Of(_treeRows, options.Boosting.MaxBins, weights);
        _labels = Array.ConvertAll(treatment, w => (double)w);
    }

    internal CrossFittedBinaryPropensity Run(FitContext context)
    {
        FoldCandidates[] candidates = context.Child("members").Map(_folds.Count, Candidates);
        double[][][] outOfFold = [Gather(candidates, 0), Gather(candidates, 1), Gather(candidates, 2)];
        PropensityMember[] members = [.. candidates.Select((c, k) => Combine(c, k, outOfFold))];
        double[] propensity = new double[_labels.Length];
        for (int k = 0; k < members.Length; k++)
        {
            int[] rows = _folds.HeldOut(k);
            double[] predicted = members[k].Predict(Linear(rows), new RowView(_squares, rows), new RowView(_treeRows, rows));
            for (int i = 0; i < rows.Length; i++)
            {
                propensity[rows[i]] = _options.Clipping.Clip(predicted[i]);
            }
        }

        return new CrossFittedBinaryPropensity(new StackedPropensityModel(_features, members, _options.Clipping), propensity, _folds);
    }

    private FoldCandidates Candidates(int fold, FitContext context)
    {
        int[] training = _folds.Training(fold), heldOut = _folds.HeldOut(fold);
        double[] y = [.. training.Select(i => _labels[i])];
        BoostedTrees trees = GradientBoosting.Fit(_binned, _labels, training, [], _options.Boosting, context.Stream.Child("trees"),
            _weights, context.Cancellation);
        return new FoldCandidates(Path(Linear(training), training, y), Path(new RowView(_squares, training), training, y), trees, heldOut);
    }

    // The covariates themselves are the first columns of those with squares.
    private RowView Linear(int[] rows) => new(_squares, rows, _features.LinearWidth);

    private LogisticFit[] Path(RowView rows, int[] training, double[] y) => LogisticRegression.Path(rows, y, [.. _options.Penalties],
        new LogisticOptions { StandardisedPenalty = true }, RowWeights.Take(_weights, training));

    // Out-of-fold logits of one family, [candidate][row].
    private double[][] Gather(FoldCandidates[] folds, int family)
    {
        int count = family == 2 ? _options.TreeCounts.Count : _options.Penalties.Count;
        double[][] logits = [.. Enumerable.Range(0, count).Select(_ => new double[_labels.Length])];
        foreach (FoldCandidates fold in folds)
        {
            for (int c = 0; c < count; c++)
            {
                double[] held = family switch
                {
                    0 => fold.Linear[c].Logits(Linear(fold.HeldOut)),
                    1 => fold.Squares[c].Logits(new RowView(_squares, fold.HeldOut)),
                    _ => fold.Trees.Truncate(_options.TreeCounts[c]).Scores(new RowView(_treeRows, fold.HeldOut)),
                };
                for (int i = 0; i < held.Length; i++)
                {
                    logits[c][fold.HeldOut[i]] = held[i];
                }
            }
        }

        return logits;
    }

    private PropensityMember Combine(FoldCandidates candidates, int fold, double[][][] outOfFold)
    {
        int[] others = _folds.Training(fold);
        int linear = Best(outOfFold[0], others), squares = Best(outOfFold[1], others), trees = Best(outOfFold[2], others);
        Matrix logits = PropensityMember.Beside(outOfFold[0][linear], outOfFold[1][squares], outOfFold[2][trees]).TakeRows(others);
        LogisticFit weights = NonNegativeLogistic.Fit(logits, others.Select(i => _labels[i]).ToArray(), _options.StackPenalty,
            RowWeights.Take(_weights, others));
        return new PropensityMember(candidates.Linear[linear], candidates.Squares[squares],
            candidates.Trees.Truncate(_options.TreeCounts[trees]), weights);
    }

    // The candidate with the least log-loss; ties go to the first.
    private int Best(double[][] candidates, int[] rows)
    {
        int best = 0;
        double least = double.PositiveInfinity;
        for (int c = 0; c < candidates.Length; c++)
        {
            double loss = 0;
            foreach (int i in rows)
            {
                loss += (_weights?[i] ?? 1) * LogisticRegression.Loss(candidates[c][i], _labels[i]);
            }

            if (loss < least)
            {
                (least, best) = (loss, c);
            }
        }

        return best;
    }

    private sealed record FoldCandidates(LogisticFit[] Linear, LogisticFit[] Squares, BoostedTrees Trees, int[] HeldOut);
}
