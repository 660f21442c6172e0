using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Text.Rows;

/// <summary>Draws tokens for one row: softmax of logits over a temperature, among all tokens or some.</summary>
internal sealed class TokenDraw(RandomStream stream, double temperature)
{
    private double[] _weights = [];

    /// <summary>One of a state's followers by its place, or their number for the terminator.</summary>
    internal int Pick(ReadOnlySpan<float> logits, ValueNode node, int terminator)
    {
        (int Token, ValueNode Node)[] followers = node.Followers;
        Span<double> weights = Weights(followers.Length + (node.Complete ? 1 : 0));
        for (int k = 0; k < weights.Length; k++)
        {
            weights[k] = logits[k < followers.Length ? followers[k].Token : terminator] + (node.Offsets?[k] ?? 0);
        }

        return Pick(weights);
    }

    /// <summary>Any token.</summary>
    internal int Pick(ReadOnlySpan<float> logits)
    {
        Span<double> weights = Weights(logits.Length);
        for (int k = 0; k < weights.Length; k++)
        {
            weights[k] = logits[k];
        }

        return Pick(weights);
    }

    private int Pick(Span<double> weights)
    {
        double largest = double.NegativeInfinity, total = 0;
        foreach (double logit in weights)
        {
            largest = Math.Max(largest, logit);
        }

        for (int k = 0; k < weights.Length; k++)
        {
            weights[k] = Math.Exp((weights[k] - largest) / temperature);
            total += weights[k];
        }

        double left = stream.NextDouble() * total;
        for (int k = 0; k < weights.Length; k++)
        {
            left -= weights[k];
            if (left < 0)
            {
                return k;
            }
        }

        return weights.Length - 1;
    }

    private Span<double> Weights(int count)
    {
        if (_weights.Length < count)
        {
            _weights = new double[count];
        }

        return _weights.AsSpan(0, count);
    }
}
