using CausalLoom.Numerics.Random;

namespace CausalLoom.Sandbox.Verification;

/// <summary>
/// Fresh draws of both potential outcomes of every unit as a member of either arm, kept as each unit's means and variances.
/// </summary>
/// <param name="Mean">The mean of Y(s) as a member of arm t, [2 s + t][row].</param>
/// <param name="Variance">The variance of that mean, [2 s + t][row].</param>
/// <param name="ContrastVariance">The variance of the mean of Y(1) − Y(0) as a member of arm t, [t][row].</param>
/// <param name="Draws">Draws of both outcomes, all units and arms together.</param>
internal sealed record OutcomeMoments(double[][] Mean, double[][] Variance, double[][] ContrastVariance, long Draws)
{
    public static OutcomeMoments Of(ISandboxLaw law, int rows, int draws, FitContext context)
    {
        double[][] sum = Arrays(4, rows), squares = Arrays(4, rows), contrast = Arrays(2, rows), contrastSquares = Arrays(2, rows);
        int[][] arms = [new int[rows], [.. Enumerable.Repeat(1, rows)]];
        for (int k = 0; k < draws; k++)
        {
            context.Report("Drawing potential outcomes", (double)k / draws);
            RandomStream stream = context.Stream.Child(k);
            for (int t = 0; t < 2; t++)
            {
                SandboxOutcomes y = law.Draw(arms[t], stream.Child(t));
                Add(y.Y0, sum[t], squares[t]);
                Add(y.Y1, sum[2 + t], squares[2 + t]);
                Add([.. y.Y1.Zip(y.Y0, (a, b) => a - b)], contrast[t], contrastSquares[t]);
            }
        }

        return new OutcomeMoments(
            [.. sum.Select(s => Array.ConvertAll(s, v => v / draws))],
            [.. sum.Zip(squares, (s, q) => OfMean(s, q, draws))],
            [.. contrast.Zip(contrastSquares, (s, q) => OfMean(s, q, draws))],
            2L * draws * rows);
    }

    /// <summary>κ̂_s of each row, and the variance of it.</summary>
    public (double[] Value, double[] Variance) Kappa(int potential) => (
        [.. Mean[(2 * potential) + 1].Zip(Mean[2 * potential], (a, b) => a - b)],
        [.. Variance[(2 * potential) + 1].Zip(Variance[2 * potential], (a, b) => a + b)]);

    /// <summary>The mean of Y(s) of each row under a propensity, and the variance of it.</summary>
    public (double[] Value, double[] Variance) Marginal(int potential, double[] propensity)
    {
        int s = 2 * potential;
        return (
            [.. propensity.Select((e, i) => ((1 - e) * Mean[s][i]) + (e * Mean[s + 1][i]))],
            [.. propensity.Select((e, i) => ((1 - e) * (1 - e) * Variance[s][i]) + (e * e * Variance[s + 1][i]))]);
    }

    /// <summary>The mean of Y(1) − Y(0) of each row as a member of arm t.</summary>
    public double[] Contrast(int arm) => [.. Mean[2 + arm].Zip(Mean[arm], (a, b) => a - b)];

    private static double[][] Arrays(int count, int rows) => [.. Enumerable.Range(0, count).Select(_ => new double[rows])];

    private static void Add(double[] values, double[] sum, double[] squares)
    {
        for (int i = 0; i < values.Length; i++)
        {
            sum[i] += values[i];
            squares[i] += values[i] * values[i];
        }
    }

    private static double[] OfMean(double[] sum, double[] squares, int draws) =>
        [.. sum.Zip(squares, (s, q) => Math.Max(0, q - (s * s / draws)) / Math.Max(1, draws - 1) / draws)];
}
