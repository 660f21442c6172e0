using CausalLoom.Generators.Margins;

namespace CausalLoom.Generators.Autoregressive.Tokens;

/// <summary>
/// The directions in which a head may move the logits of ordered tokens: the normal score and its square (the exponential
/// family of the normal law, which carries linear dependence into both tails), cosines of the mid-rank whose size falls with
/// their frequency (so that neighbouring bins, which hold few rows each, learn from one another), and an indicator for every
/// heavy atom and for missing. With few tokens, every token has its own indicator.
/// </summary>
internal static class SmoothBasis
{
    private const int MostFree = 10;
    private const int MostWaves = 48;
    private const double WaveScale = 0.5;
    private const double WaveDecay = 1.5;
    private const double AtomShare = 0.04;

    /// <summary>Tokens that stand for one number with a share of rows that is large in itself and against the average token.</summary>
    internal static int[] Atoms(NumberTokens tokens)
    {
        double total = tokens.Counts.Sum();
        return [.. Enumerable.Range(0, tokens.Observed)
            .Where(k => tokens.IsAtom(k) && tokens.Counts[k] / total > Math.Max(AtomShare, 1.5 / tokens.Count))];
    }

    /// <summary>The basis [directions × tokens], or null where every logit is free.</summary>
    internal static float[]? Of(ColumnTokens tokens, out int directions)
    {
        directions = tokens.Count;
        if (tokens is not NumberTokens numbers || tokens.Count <= MostFree)
        {
            return null;
        }

        int[] free = [.. Atoms(numbers), .. tokens.Missing < 0 ? Array.Empty<int>() : [tokens.Missing]];
        int waves = Math.Min(MostWaves, numbers.Observed - 1);
        double[] ranks = TokenScores.MidRanks(tokens);
        directions = 2 + waves + free.Length;
        float[] basis = new float[directions * tokens.Count];
        for (int k = 0; k < ranks.Length; k++)
        {
            double z = NormalScores.Inverse(ranks[k]);
            basis[k] = (float)z;
            basis[tokens.Count + k] = (float)(((z * z) - 1) / Math.Sqrt(2));
            for (int w = 1; w <= waves; w++)
            {
                basis[((w + 1) * tokens.Count) + k] = (float)(
                    Math.Sqrt(2) * Math.Cos(Math.PI * w * ranks[k]) * WaveScale / Math.Pow(w, WaveDecay));
            }
        }

        for (int f = 0; f < free.Length; f++)
        {
            basis[((2 + waves + f) * tokens.Count) + free[f]] = 1;
        }

        return basis;
    }
}
