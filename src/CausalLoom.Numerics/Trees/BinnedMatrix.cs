using CausalLoom.Numerics.Linear;

namespace CausalLoom.Numerics.Trees;

/// <summary>
/// A matrix cut into at most 255 quantile bins a feature, with one more bin for missing values (NaN), column after column.
/// Bins are made once and shared by all trees, folds and losses on the same rows.
/// </summary>
public sealed class BinnedMatrix
{
    private BinnedMatrix(int rows, FeatureBins[] features, byte[][] bins)
    {
        Rows = rows;
        Features = features;
        Bins = bins;
        Offsets = new int[features.Length + 1];
        HasMissing = new bool[features.Length];
        for (int j = 0; j < features.Length; j++)
        {
            Offsets[j + 1] = Offsets[j] + features[j].ValueBins + 1;
            HasMissing[j] = bins[j].AsSpan().Contains((byte)features[j].MissingBin);
        }
    }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The number of features.</summary>
    public int Columns => Features.Length;

    internal FeatureBins[] Features { get; }

    /// <summary>The bin of each row, [feature][row].</summary>
    internal byte[][] Bins { get; }

    /// <summary>Where each feature's bins begin in a histogram of all features; the last entry is its length.</summary>
    internal int[] Offsets { get; }

    internal bool[] HasMissing { get; }

    /// <summary>Bins a matrix.</summary>
    /// <param name="x">Rows, [n, d]; NaN means missing.</param>
    /// <param name="maxBins">Value bins a feature, 2 to 255.</param>
    /// <param name="weights">Row weights that quantiles respect, [n]; empty means 1.</param>
    /// <param name="fineTails">Whether bins shrink towards both ends of a feature, as deep trees need it; equal weight otherwise.</param>
    public static BinnedMatrix Of(RowView x, int maxBins = 255, ReadOnlySpan<double> weights = default, bool fineTails = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBins, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxBins, 255);
        double[]? w = weights.IsEmpty ? null : weights.ToArray();
        FeatureBins[] features = new FeatureBins[x.Columns];
        byte[][] bins = new byte[x.Columns][];
        for (int j = 0; j < x.Columns; j++)
        {
            double[] column = x.Column(j);
            features[j] = FeatureBins.Of(column, w, maxBins, fineTails);
            bins[j] = BinColumn(features[j], column);
        }

        return new BinnedMatrix(x.Rows, features, bins);
    }

    /// <summary>
    /// A matrix of the same bins whose entry (i, j) is the one of row <paramref name="rows"/>[j][i] here: permuted columns, or rows
    /// put together from several, without binning again.
    /// </summary>
    /// <param name="rows">Rows of this matrix for each column; all of the same length.</param>
    public BinnedMatrix Gather(IReadOnlyList<int[]> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Count != Columns || rows.Any(r => r.Length != rows[0].Length))
        {
            throw new ArgumentException($"Gathering needs {Columns} lists of rows of the same length.", nameof(rows));
        }

        return new BinnedMatrix(rows.Count == 0 ? 0 : rows[0].Length, Features,
            [.. rows.Select((r, j) => Array.ConvertAll(r, i => Bins[j][i]))]);
    }

    private static byte[] BinColumn(FeatureBins feature, double[] column)
    {
        byte[] bins = new byte[column.Length];
        for (int i = 0; i < bins.Length; i++)
        {
            bins[i] = feature.BinOf(column[i]);
        }

        return bins;
    }
}
