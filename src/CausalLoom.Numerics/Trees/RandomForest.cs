using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Numerics.Trees;

/// <summary>
/// Random forests (Breiman 2001) on the bins and the grower of <see cref="GradientBoosting"/>: regression, and probabilities
/// of two classes as means of leaf shares. Missing values go to the side that lowers the loss more. Each tree has its own
/// child stream, so the same stream gives the same bits for any number of threads.
/// </summary>
public static class RandomForest
{
    /// <summary>Fits a forest.</summary>
    /// <param name="x">Rows, [n, d]; NaN means missing.</param>
    /// <param name="y">Targets, [n], finite; 0 or 1 for classification.</param>
    /// <param name="options">Options.</param>
    /// <param name="stream">Tree t draws its rows and features from child t.</param>
    /// <param name="weights">Weights ≥ 0 on the loss and the leaves, [n]; empty means 1. Rows of weight 0 are not drawn.</param>
    /// <param name="threads">How many threads may grow trees.</param>
    /// <param name="cancellation">Observed before each tree.</param>
    public static ForestModel Fit(Matrix x, ReadOnlySpan<double> y, RandomForestOptions options, RandomStream stream,
        ReadOnlySpan<double> weights = default, int threads = 1, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(options);
        return Fit(BinnedMatrix.Of(x, options.MaxBins, weights, fineTails: true), y.ToArray(), options, stream, weights.IsEmpty ? null
            : weights.ToArray(), threads, cancellation);
    }

    /// <summary>Fits a forest to a binned matrix, which several forests may share.</summary>
    /// <param name="data">All rows, binned.</param>
    /// <param name="y">Targets, [n], finite; 0 or 1 for classification.</param>
    /// <param name="options">Options; <see cref="RandomForestOptions.MaxBins"/> has no say here.</param>
    /// <param name="stream">Tree t draws its rows and features from child t.</param>
    /// <param name="weights">Weights ≥ 0, [n], or null.</param>
    /// <param name="threads">How many threads may grow trees.</param>
    /// <param name="cancellation">Observed before each tree.</param>
    public static ForestModel Fit(BinnedMatrix data, double[] y, RandomForestOptions options, RandomStream stream, double[]? weights = null,
        int threads = 1, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(y);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(stream);
        Check(data, y, weights);
        Check(options);
        return new ForestRun(data, y, options, stream, weights).Run(threads, cancellation);
    }

    private static void Check(BinnedMatrix data, double[] y, double[]? weights)
    {
        if (y.Length != data.Rows || (weights is not null && weights.Length != data.Rows) || data.Columns == 0)
        {
            throw new ArgumentException($"A forest needs at least one feature and, for its {data.Rows} rows, as many targets "
                + $"(and weights).", nameof(y));
        }

        if (Array.Exists(y, v => !double.IsFinite(v)))
        {
            throw new ArgumentException("A forest needs finite targets.", nameof(y));
        }

        if (weights is not null
            && (Array.Exists(weights, w => !(w >= 0 && w < double.PositiveInfinity)) || !Array.Exists(weights, w => w > 0)))
        {
            throw new ArgumentException("Weights must be finite and not negative, and one of them positive.", nameof(weights));
        }

        if (data.Rows == 0)
        {
            throw new ArgumentException("A forest needs at least one row.", nameof(data));
        }
    }

    private static void Check(RandomForestOptions options)
    {
        if (options.Trees < 1 || options.MinLeafRows < 1 || options.FeaturesPerNode < 1 || options.MaxDepth < 0
            || !(options.RowShare is > 0 and <= 1))
        {
            throw new ArgumentException("A forest has at least one tree, one row a leaf and one feature a node; the share of rows is "
                + "in (0, 1].", nameof(options));
        }
    }
}
