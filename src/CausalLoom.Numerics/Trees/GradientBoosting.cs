using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Numerics.Trees;

/// <summary>
/// Gradient boosting of histogram trees with second-order leaf values (Friedman 2001; Chen and Guestrin 2016). One thread;
/// the same stream gives the same trees.
/// </summary>
public static class GradientBoosting
{
    /// <summary>
    /// Fits to a matrix; with <see cref="BoostingOptions.ValidationShare"/> it stops early and keeps the best number of trees.
    /// </summary>
    /// <param name="x">Rows, [n, d]; NaN means missing.</param>
    /// <param name="y">Targets, [n]; in [0, 1] for the logistic loss.</param>
    /// <param name="options">Options.</param>
    /// <param name="stream">For subsampling and the validation rows.</param>
    /// <param name="weights">Weights ≥ 0, [n]; empty means 1.</param>
    /// <param name="cancellation">Observed before each tree.</param>
    public static BoostedTrees Fit(Matrix x, ReadOnlySpan<double> y, BoostingOptions options, RandomStream stream,
        ReadOnlySpan<double> weights = default, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(stream);
        BinnedMatrix data = BinnedMatrix.Of(x, options.MaxBins, weights);
        double[]? w = weights.IsEmpty ? null : weights.ToArray();
        int held = (int)Math.Round(options.ValidationShare * x.Rows);
        if (held == 0)
        {
            return Fit(data, y.ToArray(), [.. Enumerable.Range(0, x.Rows)], [], options, stream, w, cancellation);
        }

        int[] order = stream.Child("validation").Permutation(x.Rows);
        int[] heldOut = order[..held], training = order[held..];
        Array.Sort(heldOut);
        Array.Sort(training);
        BoostedTrees all = Fit(data, y.ToArray(), training, heldOut, options, stream, w, cancellation);
        return all.Truncate(all.HeldOutLoss.AsSpan().IndexOf(all.HeldOutLoss.Min()));
    }

    /// <summary>
    /// Fits to some rows of a binned matrix and records the loss on others after each tree, for cross-validation. Training
    /// stops once that loss has not fallen for <see cref="BoostingOptions.Patience"/> rounds; all trees are kept.
    /// </summary>
    /// <param name="data">All rows, binned.</param>
    /// <param name="y">Targets of all rows.</param>
    /// <param name="training">The rows to fit to, ascending.</param>
    /// <param name="heldOut">The rows to record losses on; may be empty.</param>
    /// <param name="options">Options; <see cref="BoostingOptions.ValidationShare"/> has no say here.</param>
    /// <param name="stream">For subsampling.</param>
    /// <param name="weights">Weights of all rows, or null.</param>
    /// <param name="cancellation">Observed before each tree.</param>
    public static BoostedTrees Fit(BinnedMatrix data, double[] y, int[] training, int[] heldOut, BoostingOptions options,
        RandomStream stream, double[]? weights = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(y);
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(heldOut);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(stream);
        Check(data, y, training, options, weights);
        return new BoostingRun(data, y, training, heldOut, options, stream, weights).Run(cancellation);
    }

    private static void Check(BinnedMatrix data, double[] y, int[] training, BoostingOptions options, double[]? weights)
    {
        if (y.Length != data.Rows || (weights is not null && weights.Length != data.Rows) || training.Length == 0)
        {
            throw new ArgumentException($"Boosting needs {data.Rows} targets (and weights) and at least one training row.", nameof(y));
        }

        if (options.Loss == BoostingLoss.Logistic && Array.Exists(y, v => !(v >= 0 && v <= 1)))
        {
            throw new ArgumentException("The logistic loss needs targets from 0 to 1.", nameof(y));
        }

        if (!(options.RowShare is > 0 and <= 1) || !(options.FeatureShare is > 0 and <= 1) || options.MinLeafRows < 1 || !(options.L2 >= 0))
        {
            throw new ArgumentException("Row and feature shares must be in (0, 1], leaves have at least one row and the penalty is not "
                + "negative.", nameof(options));
        }
    }
}
