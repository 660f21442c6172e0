using CausalLoom.Numerics.Random;

namespace CausalLoom.Numerics.Trees;

/// <summary>
/// Boosting on each fold's complement, with the held-out loss after every tree: what the number of trees is chosen by and
/// what out-of-fold scores come from.
/// </summary>
public sealed class BoostingCrossValidation
{
    private readonly BinnedMatrix _data;
    private readonly int[] _fold;
    private readonly BoostedTrees[] _models;
    private readonly double[] _sizes;

    private BoostingCrossValidation(BinnedMatrix data, int[] fold, BoostedTrees[] models, double[]? weights)
    {
        (_data, _fold, _models) = (data, fold, models);
        _sizes = new double[models.Length];
        for (int i = 0; i < fold.Length; i++)
        {
            if (fold[i] >= 0)
            {
                _sizes[fold[i]] += weights?[i] ?? 1;
            }
        }
    }

    /// <summary>Fits each fold's complement.</summary>
    /// <param name="data">All rows, binned.</param>
    /// <param name="y">Targets of all rows.</param>
    /// <param name="fold">The fold of each row, 0 … K − 1; −1 leaves a row out altogether.</param>
    /// <param name="options">Options; <see cref="BoostingOptions.Trees"/> is the largest number.</param>
    /// <param name="stream">For subsampling.</param>
    /// <param name="weights">Weights of all rows, in the fit and in the held-out loss, or null.</param>
    /// <param name="cancellation">Observed before each tree.</param>
    public static BoostingCrossValidation Fit(BinnedMatrix data, double[] y, int[] fold, BoostingOptions options, RandomStream stream,
        double[]? weights = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(fold);
        ArgumentNullException.ThrowIfNull(stream);
        BoostedTrees[] models = new BoostedTrees[fold.Max() + 1];
        for (int k = 0; k < models.Length; k++)
        {
            int[] training = [.. Enumerable.Range(0, fold.Length).Where(i => fold[i] >= 0 && fold[i] != k)];
            int[] heldOut = [.. Enumerable.Range(0, fold.Length).Where(i => fold[i] == k)];
            models[k] = GradientBoosting.Fit(data, y, training, heldOut, options, stream.Child("fold").Child(k), weights, cancellation);
        }

        return new BoostingCrossValidation(data, fold, models, weights);
    }

    /// <summary>
    /// The number of trees with the least loss, over all folds or all but one. Folds that stopped early keep their last loss.
    /// </summary>
    /// <param name="exceptFold">The fold whose loss has no say, or −1.</param>
    public int BestTrees(int exceptFold = -1)
    {
        int longest = _models.Max(m => m.HeldOutLoss.Length), best = 0;
        double least = double.PositiveInfinity;
        for (int t = 0; t < longest; t++)
        {
            double loss = Loss(t, exceptFold);
            if (loss < least)
            {
                (least, best) = (loss, t);
            }
        }

        return best;
    }

    /// <summary>The mean held-out loss after that many trees, over all folds or all but one.</summary>
    public double Loss(int trees, int exceptFold = -1)
    {
        double sum = 0, total = 0;
        for (int k = 0; k < _models.Length; k++)
        {
            if (k != exceptFold && _sizes[k] > 0)
            {
                double[] losses = _models[k].HeldOutLoss;
                sum += _sizes[k] * losses[Math.Min(trees, losses.Length - 1)];
                total += _sizes[k];
            }
        }

        return sum / total;
    }

    /// <summary>Scores of all rows by the models that did not see them, with that many trees a fold; NaN for rows left out.</summary>
    public double[] OutOfFold(ReadOnlySpan<int> treesByFold)
    {
        double[] scores = new double[_fold.Length];
        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] = _fold[i] < 0 ? double.NaN : Score(_models[_fold[i]], treesByFold[_fold[i]], i);
        }

        return scores;
    }

    /// <summary>As <see cref="OutOfFold(ReadOnlySpan{int})"/>, with the same number of trees in every fold.</summary>
    public double[] OutOfFold(int trees) => OutOfFold([.. _models.Select(_ => trees)]);

    private double Score(BoostedTrees model, int trees, int row)
    {
        double sum = model.Start;
        for (int t = 0; t < Math.Min(trees, model.Trees.Count); t++)
        {
            sum += model.Trees[t].PredictBinned(_data, row);
        }

        return sum;
    }
}
