using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Numerics.Trees;

/// <summary>
/// Finds a node's split from counts of two classes: the split that <see cref="NodeSearch"/> and <see cref="SplitFinder"/> find, from the
/// same draws and by the same gains, eight at a time. Serves one thread.
/// </summary>
internal sealed class CountSearch(BinnedMatrix data, GrowthOptions options)
{
    private const int Lanes = CountHistogram.Lanes;
    private readonly CountHistogram _histogram = new(data);
    private ulong[] _counts = [];
    private int[] _order = [];
    private RandomStream? _stream;

    /// <summary>Takes up a tree.</summary>
    /// <param name="counts">The <see cref="CountSums"/> of each row of the data.</param>
    /// <param name="features">The features to split on.</param>
    /// <param name="stream">What draws each node's features.</param>
    internal void TakeTree(ulong[] counts, int[] features, RandomStream stream)
    {
        (_counts, _order) = (counts, [.. features]);
        _stream = options.FeaturesPerNode <= 0 || options.FeaturesPerNode >= features.Length ? null : stream;
    }

    /// <summary>The best split of a node's rows, and the sums on its left.</summary>
    /// <param name="rows">The node's rows.</param>
    /// <param name="total">Their sums.</param>
    /// <param name="flat">Features (of the first 64) with one value in the node, a bit each: those known, then those found too.</param>
    internal (int Feature, byte Bin, ulong Left) Best(ReadOnlySpan<int> rows, ulong total, ref ulong flat)
    {
        double g = CountSums.Ones(total), h = CountSums.Draws(total), parent = g * g / h;
        // As in SplitFinder.None: rounding must not pass for gain.
        double bestGain = parent + options.MinGain + (1e-12 * parent);
        (int Feature, byte Bin, ulong Left) best = (-1, 0, 0);
        for (int i = 0; i < _order.Length; i++)
        {
            if (_stream is not null)
            {
                if (i >= options.FeaturesPerNode && best.Feature >= 0)
                {
                    break;
                }

                int j = i + _stream.NextInt(_order.Length - i);
                (_order[i], _order[j]) = (_order[j], _order[i]);
            }

            // Every split of two rows is as good as any other.
            if (rows.Length == 2 && best.Feature >= 0)
            {
                break;
            }

            int feature = _order[i];
            ulong bit = feature < 64 ? 1UL << feature : 0;
            if ((flat & bit) != 0)
            {
                continue;
            }

            _histogram.Fill(feature, rows, _counts, total);
            if (_histogram.Values == 1)
            {
                flat |= bit;
                continue;
            }

            int place = Scan(total, ref bestGain);
            if (place >= 0)
            {
                best = (feature, CutBin(feature, place), _histogram.Running[place]);
            }
        }

        return best;
    }

    // The place of the first cut with the largest gain, if that exceeds the best so far; else −1.
    private int Scan(ulong total, ref double bestGain)
    {
        int cuts = _histogram.Values - 1;
        Vector512<double> ones = Vector512.Create((double)CountSums.Ones(total)), draws = Vector512.Create((double)CountSums.Draws(total));
        Vector512<double> least = Vector512.Create((double)options.MinLeafRows),
            most = Vector512.Create((double)CountSums.Rows(total) - options.MinLeafRows);
        Vector512<double> best = Vector512.Create(bestGain), places = Vector512.Create(0.0, 1, 2, 3, 4, 5, 6, 7),
            found = Vector512.Create(-1.0);
        Vector512<double> end = Vector512.Create((double)cuts), step = Vector512.Create((double)Lanes);
        ref ulong running = ref MemoryMarshal.GetArrayDataReference(_histogram.Running);
        for (int at = 0; at < cuts; at += Lanes, places += step)
        {
            Vector512<ulong> left = Vector512.LoadUnsafe(ref running, (nuint)at);
            Vector512<double> g = CountSums.Ones(left), hl = CountSums.Draws(left), c = CountSums.Rows(left);
            Vector512<double> gr = ones - g, hr = draws - hl;
            Vector512<double> gain = ((g * g * hr) + (gr * gr * hl)) / (hl * hr);
            Vector512<double> better = Vector512.GreaterThan(gain, best) & Vector512.GreaterThanOrEqual(
                c, least) & Vector512.LessThanOrEqual(c, most) & Vector512.LessThan(places, end);
            best = Vector512.ConditionalSelect(better, gain, best);
            found = Vector512.ConditionalSelect(better, places, found);
        }

        return First(best, found, ref bestGain);
    }

    // Each lane has its own first best; of equal ones the lowest place is the one that a walk from the left would keep.
    private static int First(Vector512<double> gains, Vector512<double> places, ref double bestGain)
    {
        Vector256<double> half = Vector256.MaxNative(gains.GetLower(), gains.GetUpper());
        Vector128<double> pair = Vector128.MaxNative(half.GetLower(), half.GetUpper());
        double largest = Math.Max(pair[0], pair[1]);
        if (!(largest > bestGain))
        {
            return -1;
        }

        bestGain = largest;
        places = Vector512.ConditionalSelect(Vector512.Equals(gains, Vector512.Create(largest)), places, Vector512.Create(double.MaxValue));
        half = Vector256.MinNative(places.GetLower(), places.GetUpper());
        pair = Vector128.MinNative(half.GetLower(), half.GetUpper());
        return (int)Math.Min(pair[0], pair[1]);
    }

    // As in SplitFinder: midway between the occupied bins beside the cut.
    private byte CutBin(int feature, int place)
    {
        int bin = (int)_histogram.Codes[place], next = (int)_histogram.Codes[place + 1], all = data.Features[feature].ValueBins;
        return (byte)(next >= all ? all - 1 : (bin + next - 1) / 2);
    }
}
