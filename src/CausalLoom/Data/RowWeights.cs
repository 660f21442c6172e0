namespace CausalLoom.Data;

/// <summary>Sampling weights of rows; null stands for weights that are all alike.</summary>
internal static class RowWeights
{
    /// <summary>
    /// Weights with mean 1, so that their unit has no say; null where they are all the same, so that such weights change no bit.
    /// </summary>
    internal static double[]? Normalised(double[]? weights)
    {
        if (weights is null || Array.TrueForAll(weights, w => w == weights[0]))
        {
            return null;
        }

        double mean = weights.Average();
        return Array.ConvertAll(weights, w => w / mean);
    }

    /// <summary>The weights of some rows, or null.</summary>
    internal static double[]? Take(double[]? weights, int[] rows) => weights is null ? null : Array.ConvertAll(rows, i => weights[i]);

    /// <summary>The weighted mean.</summary>
    internal static double Mean(double[] values, double[]? weights)
    {
        if (weights is null)
        {
            return values.Average();
        }

        double sum = 0, total = 0;
        for (int i = 0; i < values.Length; i++)
        {
            sum += weights[i] * values[i];
            total += weights[i];
        }

        return sum / total;
    }

    /// <summary>
    /// The logit of the share of events; half an event more and less where there is no finite one, as Haldane and Anscombe have it.
    /// </summary>
    internal static double HaldaneLogit(double events, double total) => Math.Log((events + 0.5) / (total - events + 0.5));

    /// <summary>Σ w, n without weights.</summary>
    internal static double Total(double[]? weights, int rows) => weights?.Sum() ?? rows;
}
