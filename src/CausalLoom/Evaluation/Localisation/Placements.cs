using CausalLoom.Numerics.Statistics;
using MathNet.Numerics.Distributions;

namespace CausalLoom.Evaluation.Localisation;

/// <summary>
/// The area under the ROC curve with DeLong's variance (DeLong, DeLong and Clarke-Pearson 1988), by mid-ranks (Sun and Xu 2014) and
/// averaged
/// over folds. A positive's placement is the share of negatives that it beats, a negative's the share of positives that beat it: the area
/// is the
/// mean of the positives' placements, its variance S²₁/n₁ + S²₀/n₀ of the two kinds. Placements of two classifiers on the same rows may be
/// subtracted: then the mean is the increment and the variance that of paired areas.
/// </summary>
internal static class Placements
{
    /// <summary>The placement of each row among the rows of its fold; ½ where the fold lacks a class.</summary>
    /// <param name="scores">A score a row.</param>
    /// <param name="positive">1 for positives, 0 for negatives.</param>
    /// <param name="folds">The fold of each row.</param>
    public static double[] Of(double[] scores, int[] positive, int[] folds)
    {
        double[] placements = new double[scores.Length];
        Array.Fill(placements, 0.5);
        foreach (IGrouping<int, int> fold in Enumerable.Range(0, scores.Length).GroupBy(i => folds[i]))
        {
            Place([.. fold.OrderBy(i => scores[i])], scores, positive, placements);
        }

        return placements;
    }

    /// <summary>
    /// Mean over folds of the area (or increment), its standard error and one-sided p-value against <paramref name="none"/>.
    /// </summary>
    public static AreaEstimate Estimate(double[] placements, int[] positive, int[] folds, double none)
    {
        double area = 0, variance = 0;
        int count = 0;
        foreach (IGrouping<int, int> fold in Enumerable.Range(0, placements.Length).GroupBy(i => folds[i]))
        {
            double[] ones = [.. fold.Where(i => positive[i] == 1).Select(i => placements[i])],
                zeros = [.. fold.Where(i => positive[i] == 0).Select(i => placements[i])];
            if (ones.Length == 0 || zeros.Length == 0)
            {
                continue;
            }

            area += SampleStatistics.Mean(ones);
            variance += Square(SampleStatistics.Sd(ones)) / ones.Length;
            variance += Square(SampleStatistics.Sd(zeros)) / zeros.Length;
            count++;
        }

        if (count == 0)
        {
            return new AreaEstimate(none, [none, none], 1);
        }

        area /= count;
        double se = Math.Sqrt(variance) / count, half = StandardNormal.Quantile975 * se;
        double p = se > 0 ? Normal.CDF(0, 1, (none - area) / se) : area > none ? 0 : 1;
        return new AreaEstimate(area, [area - half, area + half], p);
    }

    // Rows of one fold by ascending score; ties share the middle of their places.
    private static void Place(int[] order, double[] scores, int[] positive, double[] placements)
    {
        int ones = order.Sum(i => positive[i]), zeros = order.Length - ones;
        if (ones == 0 || zeros == 0)
        {
            return;
        }

        int onesBelow = 0, zerosBelow = 0;
        for (int start = 0, end = 0; start < order.Length; start = end)
        {
            int tiedOnes = 0;
            for (end = start; end < order.Length && scores[order[end]].Equals(scores[order[start]]); end++)
            {
                tiedOnes += positive[order[end]];
            }

            int tiedZeros = end - start - tiedOnes;
            for (int k = start; k < end; k++)
            {
                placements[order[k]] = positive[order[k]] == 1
                    ? (zerosBelow + (0.5 * tiedZeros)) / zeros
                    : (ones - onesBelow - (0.5 * tiedOnes)) / ones;
            }

            onesBelow += tiedOnes;
            zerosBelow += tiedZeros;
        }
    }

    private static double Square(double v) => v * v;
}
