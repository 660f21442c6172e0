namespace CausalLoom.Generators.Margins;

/// <summary>
/// Shifts of a categorical head's logits that make its average probabilities equal the data's frequencies (prior
/// correction), so that rare levels and missing rates are neither lost nor inflated.
/// </summary>
internal static class CategoryOffsets
{
    private const int Iterations = 50;
    private const double Tiny = 1e-12;

    /// <summary>
    /// Offsets for logits [draw × category] and target frequencies; iterative scaling, which converges to the one solution up to a
    /// constant.
    /// </summary>
    internal static double[] Fit(double[] logits, double[] frequencies, double temperature)
    {
        int categories = frequencies.Length, draws = logits.Length / categories;
        double[] offsets = new double[categories], p = new double[categories], mean = new double[categories];
        for (int iteration = 0; iteration < Iterations; iteration++)
        {
            Array.Clear(mean);
            for (int i = 0; i < draws; i++)
            {
                Probabilities(logits.AsSpan(i * categories, categories), offsets, temperature, p);
                for (int k = 0; k < categories; k++)
                {
                    mean[k] += p[k] / draws;
                }
            }

            double worst = 0;
            for (int k = 0; k < categories; k++)
            {
                offsets[k] += Math.Log((frequencies[k] + Tiny) / (mean[k] + Tiny));
                worst = Math.Max(worst, Math.Abs(frequencies[k] - mean[k]));
            }

            if (worst < 1e-6)
            {
                break;
            }
        }

        return offsets;
    }

    /// <summary>softmax(logits/temperature + offsets).</summary>
    internal static void Probabilities(ReadOnlySpan<double> logits, ReadOnlySpan<double> offsets, double temperature, Span<double> p)
    {
        double max = double.NegativeInfinity, total = 0;
        for (int k = 0; k < p.Length; k++)
        {
            p[k] = (logits[k] / temperature) + offsets[k];
            max = Math.Max(max, p[k]);
        }

        for (int k = 0; k < p.Length; k++)
        {
            p[k] = Math.Exp(p[k] - max);
            total += p[k];
        }

        for (int k = 0; k < p.Length; k++)
        {
            p[k] /= total;
        }
    }
}
