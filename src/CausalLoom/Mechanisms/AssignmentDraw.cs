using CausalLoom.Numerics.Random;

namespace CausalLoom.Mechanisms;

/// <summary>Draws a treatment level from its probabilities.</summary>
internal static class AssignmentDraw
{
    /// <summary>
    /// The level of one row. Level 1 is tried first, then 2 and so on, so that two arms are a Bernoulli draw of the second.
    /// </summary>
    /// <param name="propensity">P(W = w | x), [K][n].</param>
    /// <param name="row">The row.</param>
    /// <param name="stream">Gives one number a row.</param>
    internal static int Next(double[][] propensity, int row, RandomStream stream)
    {
        if (propensity.Length == 2)
        {
            return stream.NextBernoulli(propensity[1][row]) ? 1 : 0;
        }

        double u = stream.NextDouble(), sum = 0;
        for (int level = 1; level < propensity.Length; level++)
        {
            sum += propensity[level][row];
            if (u < sum)
            {
                return level;
            }
        }

        return 0;
    }
}
