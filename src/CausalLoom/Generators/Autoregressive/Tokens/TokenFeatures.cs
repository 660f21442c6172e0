namespace CausalLoom.Generators.Autoregressive.Tokens;

/// <summary>
/// What a known token says to a network about the columns it is to predict: a one-hot for few tokens (gathered, never
/// written out), smooth functions of the rank and the number for many ordered ones, a learned embedding for many unordered.
/// </summary>
internal sealed class TokenFeatures
{
    private const int MostOrderedOneHots = 8;
    private const int MostOneHots = 32;
    private const int Waves = 1;

    private TokenFeatures(TokenFeatureKind kind, int width, float[] dense)
    {
        Kind = kind;
        Width = width;
        Dense = dense;
    }

    internal TokenFeatureKind Kind { get; }

    /// <summary>The columns of the dense or embedded features; 0 for one-hots.</summary>
    internal int Width { get; }

    /// <summary>[token × width]; empty unless the kind is dense.</summary>
    internal float[] Dense { get; }

    internal static TokenFeatures Of(ColumnTokens tokens)
    {
        if (tokens.Count == 1)
        {
            return new TokenFeatures(TokenFeatureKind.None, 0, []);
        }

        if (tokens.Count <= (tokens.IsOrdered ? MostOrderedOneHots : MostOneHots))
        {
            return new TokenFeatures(TokenFeatureKind.OneHot, 0, []);
        }

        return tokens is NumberTokens numbers
            ? Smooth(numbers)
            : new TokenFeatures(TokenFeatureKind.Embedded, EmbeddingWidth(tokens.Count), []);
    }

    /// <summary>3·K^¼, at least 10, as TabularARGN has it.</summary>
    private static int EmbeddingWidth(int tokens) => Math.Max(10, 3 * (int)Math.Ceiling(Math.Pow(tokens, 0.25)));

    /// <summary>1, normal score, standardised number, waves of the rank, indicators of heavy atoms and of missing.</summary>
    private static TokenFeatures Smooth(NumberTokens tokens)
    {
        int[] marked = SmoothBasis.Atoms(tokens);
        int missing = tokens.Missing < 0 ? 0 : 1, width = 3 + Waves + marked.Length + missing;
        double[] ranks = TokenScores.MidRanks(tokens), scores = TokenScores.Normal(ranks), numbers = TokenScores.Standardised(tokens);
        float[] dense = new float[tokens.Count * width];
        for (int k = 0; k < tokens.Count; k++)
        {
            Span<float> row = dense.AsSpan(k * width, width);
            row[0] = 1;
            if (k == tokens.Missing)
            {
                row[^1] = 1;
                continue;
            }

            row[1] = (float)scores[k];
            row[2] = (float)numbers[k];
            for (int w = 1; w <= Waves; w++)
            {
                row[2 + w] = (float)Math.Cos(Math.PI * w * ranks[k]);
            }

            int atom = Array.IndexOf(marked, k);
            if (atom >= 0)
            {
                row[3 + Waves + atom] = 1;
            }
        }

        return new TokenFeatures(TokenFeatureKind.Dense, width, dense);
    }
}
