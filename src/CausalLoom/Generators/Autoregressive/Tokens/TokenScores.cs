using CausalLoom.Generators.Margins;

namespace CausalLoom.Generators.Autoregressive.Tokens;

/// <summary>Where ordered tokens lie: their mid-ranks in (0, 1) and standardised numbers.</summary>
internal static class TokenScores
{
    /// <summary>The mid-rank of every token that is a value: cumulative share of rows up to its middle.</summary>
    internal static double[] MidRanks(ColumnTokens tokens)
    {
        double[] ranks = new double[tokens.Observed];
        double total = tokens.Counts.Take(tokens.Observed).Sum(), before = 0;
        for (int k = 0; k < ranks.Length; k++)
        {
            ranks[k] = (before + (tokens.Counts[k] / 2)) / total;
            before += tokens.Counts[k];
        }

        return ranks;
    }

    /// <summary>
    /// The medians of the tokens, with mean 0 and variance 1 over the rows, held within ±4; zeros where they do not vary.
    /// </summary>
    internal static double[] Standardised(NumberTokens tokens)
    {
        double[] values = [.. Enumerable.Range(0, tokens.Observed).Select(k => tokens.Quantile(k, 0.5))];
        // In units of the largest first, so that squares neither overflow nor vanish.
        double largest = values.Max(Math.Abs), total = tokens.Counts.Take(values.Length).Sum();
        values = Array.ConvertAll(values, v => largest > 0 ? v / largest : 0);
        double mean = Mean(values), deviation = Math.Sqrt(Mean(Array.ConvertAll(values, v => (v - mean) * (v - mean))));
        return Array.ConvertAll(values, v => deviation > 0 ? Math.Clamp((v - mean) / deviation, -4, 4) : 0);

        double Mean(double[] x) => x.Select((v, k) => v * tokens.Counts[k]).Sum() / total;
    }

    /// <summary>Φ⁻¹ of the mid-ranks.</summary>
    internal static double[] Normal(double[] ranks) => Array.ConvertAll(ranks, NormalScores.Inverse);
}
