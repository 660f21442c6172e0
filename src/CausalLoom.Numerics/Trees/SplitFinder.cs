namespace CausalLoom.Numerics.Trees;

/// <summary>
/// Finds the split of a histogram that most lowers the second-order loss, Σ_leaves −½ G²/(H + λ) (Chen and Guestrin 2016,
/// eq. 7, without the ½): for squared loss this is the reduction of the sum of squares, for 0/1 targets the Gini gain.
/// Ties go to the lower feature, then the lower bin.
/// </summary>
internal sealed class SplitFinder(BinnedMatrix data, GrowthOptions options)
{
    internal Split Best(double[] histogram, ReadOnlySpan<int> features, NodeSums total)
    {
        double parent = Score(total.Gradient, total.Hessian);
        Split best = None(total);
        foreach (int feature in features)
        {
            ReadOnlySpan<double> bins = histogram.AsSpan(4 * data.Offsets[feature], 4 * (data.Features[feature].ValueBins + 1));
            ReadOnlySpan<double> missing = bins[^4..];
            bool anyMissing = data.HasMissing[feature] && missing[2] > 0;
            Scan(bins[..^4], [], feature, total, default, anyMissing, missingLeft: false, ref best);
            if (anyMissing)
            {
                Scan(bins[..^4], [], feature, total, new NodeSums(missing[0], missing[1], missing[2]), anyMissing, missingLeft: true,
                    ref best);
            }
        }

        return best.Exists ? best with { Gain = best.Gain - parent } : Split.None;
    }

    /// <summary>No split yet: its gain, counted with the parent's score, is what a split has to exceed.</summary>
    internal Split None(NodeSums total)
    {
        double parent = Score(total.Gradient, total.Hessian);
        // Rounding must not pass for gain.
        return Split.None with { Gain = parent + options.MinGain + (1e-12 * Math.Abs(parent)) };
    }

    /// <summary>Puts the best split of one feature in <paramref name="best"/> if it is better.</summary>
    internal void Consider(FeatureHistogram histogram, int feature, NodeSums total, ref Split best)
    {
        bool anyMissing = histogram.Missing.Count > 0;
        Scan(histogram.Bins, histogram.Codes, feature, total, default, anyMissing, missingLeft: false, ref best);
        if (anyMissing)
        {
            Scan(histogram.Bins, histogram.Codes, feature, total, histogram.Missing, anyMissing, missingLeft: true, ref best);
        }
    }

    // All value bins, or the occupied ones with their codes. The last can only be cut from missing values on the right.
    private void Scan(ReadOnlySpan<double> bins, ReadOnlySpan<byte> codes, int feature, NodeSums total, NodeSums start, bool anyMissing,
        bool missingLeft, ref Split best)
    {
        double g = start.Gradient, h = start.Hessian, c = start.Count, l2 = options.L2, bestGain = best.Gain;
        double least = options.MinLeafRows, most = total.Count - least;
        double leastH = options.MinLeafHessian, mostH = total.Hessian - leastH;
        int end = anyMissing && !missingLeft ? bins.Length : bins.Length - 4, bestBin = -1;
        NodeSums left = default;
        for (int at = 0; at < end; at += 4)
        {
            double count = bins[at + 2];
            if (count == 0)
            {
                continue;
            }

            (g, h, c) = (g + bins[at], h + bins[at + 1], c + count);
            if (c > most)
            {
                break;
            }

            if (c < least || h < leastH || h > mostH)
            {
                continue;
            }

            double gr = total.Gradient - g, hl = h + l2, hr = total.Hessian - h + l2;
            double gain = ((g * g * hr) + (gr * gr * hl)) / (hl * hr);
            if (gain > bestGain)
            {
                (bestGain, bestBin, left) = (gain, at / 4, new NodeSums(g, h, c));
            }
        }

        if (bestBin >= 0)
        {
            // What was never missing here goes with the many.
            bool direction = anyMissing ? missingLeft : 2 * left.Count >= total.Count;
            best = new Split(feature, (byte)CutBin(bins, codes, feature, bestBin), direction, bestGain, left);
        }
    }

    // The last bin that goes left, when the occupied bin at that position is the last on the left.
    private int CutBin(ReadOnlySpan<double> bins, ReadOnlySpan<byte> codes, int feature, int position)
    {
        int bin = codes.IsEmpty ? position : codes[position], next = position + 1, all = data.Features[feature].ValueBins;
        if (!options.CutMidway)
        {
            return bin;
        }

        while (codes.IsEmpty && next < all && bins[(4 * next) + 2] == 0)
        {
            next++;
        }

        int nextBin = codes.IsEmpty ? next : next < codes.Length ? codes[next] : all;
        return nextBin >= all ? all - 1 : (bin + nextBin - 1) / 2;
    }

    private double Score(double g, double h) => h + options.L2 > 0 ? g * g / (h + options.L2) : 0;
}
