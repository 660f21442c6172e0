namespace CausalLoom.Evaluation;

/// <summary>The area under the ROC curve, by the Mann–Whitney statistic with mid-ranks.</summary>
public static class AreaUnderCurve
{
    /// <summary>P(score of a positive &gt; score of a negative) + ½·P(equal); ½ where a class is empty.</summary>
    /// <param name="scores">A score a row, higher for what is held to be positive.</param>
    /// <param name="positive">Whether the row is positive.</param>
    public static double Of(ReadOnlySpan<double> scores, ReadOnlySpan<bool> positive)
    {
        if (scores.Length != positive.Length)
        {
            throw new ArgumentException($"There are {scores.Length} scores and {positive.Length} labels.", nameof(positive));
        }

        double[] keys = scores.ToArray();
        bool[] labels = positive.ToArray();
        Array.Sort(keys, labels);
        double positives = 0, rankSum = 0;
        for (int start = 0; start < keys.Length;)
        {
            int end = start, tied = 0;
            for (; end < keys.Length && keys[end].Equals(keys[start]); end++)
            {
                tied += labels[end] ? 1 : 0;
            }

            // Ranks start + 1 … end share their mean.
            rankSum += tied * (start + end + 1) / 2.0;
            positives += tied;
            start = end;
        }

        double negatives = keys.Length - positives;
        return positives == 0 || negatives == 0 ? 0.5 : (rankSum - (positives * (positives + 1) / 2)) / (positives * negatives);
    }
}
