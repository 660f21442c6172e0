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
    }

    internal CrossFittedBinaryPropensity Run(FitContext context)
    {
        FoldCandidates[] candidates = context.Child("members").Map(_folds.Count, Candidates);
        Family[] outOfFold = [.. Enumerable.Range(0, 3).Select(family => Chosen(Gather(candidates, family)))];
        PropensityMember[] members = [.. candidates.Select((c, k) => Combine(c, k, outOfFold))];
        double[] propensity = new double[_labels.Length];
        for (int k = 0; k < members.Length; k++)
        {
            int[] rows = _folds.HeldOut(k);
            double[] predicted = members[k].Predict(_rows.At(rows));
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
        StackRows rows = _rows.At(training);
        return new FoldCandidates(Path(rows.Linear, training, y, context), Path(rows.Squares, training, y, context), trees, heldOut);
    }

    private LogisticFit[] Path(RowView rows, int[] training, double[] y, FitContext context)
    {
        LogisticFit[] fits = LogisticRegression.Path(rows, y, [.. _options.Penalties], new LogisticOptions { StandardisedPenalty = true },
            RowWeights.Take(_weights, training), context.Cancellation);
        context.Settled(fits.All(fit => fit.Converged), "A logistic regression in the propensity's stack");
        return fits;
    }

    // Out-of-fold logits of one family, [candidate][row].
    private double[][] Gather(FoldCandidates[] folds, int family)
    {
        int count = family == 2 ? _options.TreeCounts.Count : _options.Penalties.Count;
        double[][] logits = [.. Enumerable.Range(0, count).Select(_ => new double[_labels.Length])];
        foreach (FoldCandidates fold in folds)
        {
            StackRows rows = _rows.At(fold.HeldOut);
            double[][] held = family switch
            {
                0 => [.. fold.Linear.Select(fit => fit.Logits(rows.Linear))],
                1 => [.. fold.Squares.Select(fit => fit.Logits(rows.Squares))],
                _ => fold.Trees.Scores(rows.Trees, _options.TreeCounts),
            };
            for (int c = 0; c < count; c++)
            {
                for (int i = 0; i < fold.HeldOut.Length; i++)
                {
                    logits[c][fold.HeldOut[i]] = held[c][i];
                }
            }
        }

        return logits;
    }

    // For each fold the candidate that is best in the other folds; the logits of those that nobody chose are let go.
    private Family Chosen(double[][] logits)
    {
        int[] best = [.. Enumerable.Range(0, _folds.Count).Select(fold => Best(logits, _folds.Training(fold)))];
        return new Family(best, [.. logits.Select((of, c) => best.Contains(c) ? of : [])]);
    }

    private PropensityMember Combine(FoldCandidates candidates, int fold, Family[] outOfFold)
    {
        int[] others = _folds.Training(fold);
        (int linear, int squares, int trees) = (outOfFold[0].Best[fold], outOfFold[1].Best[fold], outOfFold[2].Best[fold]);
        Matrix logits = PropensityMember.Beside([.. outOfFold.Select(family => RowWeights.Take(family.Logits[family.Best[fold]],
            others)!)]);
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

    // A family's choices, [fold], and the out-of-fold logits of its candidates, [candidate][row].
    private sealed record Family(int[] Best, double[][] Logits);

    private sealed record FoldCandidates(LogisticFit[] Linear, LogisticFit[] Squares, BoostedTrees Trees, int[] HeldOut);
}
