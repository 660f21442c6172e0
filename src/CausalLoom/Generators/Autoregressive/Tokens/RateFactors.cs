namespace CausalLoom.Generators.Autoregressive.Tokens;

/// <summary>
/// Factors a_k that make the average of p_ik·a_k / Σ_l p_il·a_l over rows i equal given rates: prior correction by iterative
/// scaling, so that early stopping and the steps before a column cannot shift its margin.
/// </summary>
internal static class RateFactors
{
    private const int Iterations = 60;
    private const double Tiny = 1e-12;

    /// <param name="probabilities">[row × outcome], rows sum to 1.</param>
    /// <param name="counts">Rows of each outcome in the table; all positive.</param>
    internal static double[] Fit(ReadOnlySpan<double> probabilities, double[] counts)
    {
        int outcomes = counts.Length, rows = probabilities.Length / outcomes;
        double total = counts.Sum();
        double[] factors = new double[outcomes], mean = new double[outcomes];
        Array.Fill(factors, 1);
        double worst = double.PositiveInfinity;
        for (int iteration = 0; iteration < Iterations && worst > 1e-6; iteration++)
        {
            Average(probabilities, factors, mean, rows);
            worst = 0;
            for (int k = 0; k < outcomes; k++)
            {
                double rate = counts[k] / total;
                factors[k] *= (rate + Tiny) / (mean[k] + Tiny);
                worst = Math.Max(worst, Math.Abs(rate - mean[k]));
            }
        }

        return factors;
    }

    private static void Average(ReadOnlySpan<double> probabilities, double[] factors, double[] mean, int rows)
    {
        Array.Clear(mean);
        for (int i = 0; i < rows; i++)
        {
            ReadOnlySpan<double> p = probabilities.Slice(i * factors.Length, factors.Length);
            double sum = Tiny;
            for (int k = 0; k < factors.Length; k++)
            {
                sum += p[k] * factors[k];
            }

            for (int k = 0; k < factors.Length; k++)
            {
                mean[k] += p[k] * factors[k] / (sum * rows);
            }
        }
    }
}
