using CausalLoom.Numerics.Random;

namespace CausalLoom.Evaluation.Effect;

/// <summary>
/// The bootstrap of the terms: real rows and synthetic rows are resampled apart, with the nuisances kept. Refitting them would change
/// each term only to second order, as the terms are orthogonal to them; docs/evidence/evaluation.md has the coverage that this reaches.
/// </summary>
internal static class TermBootstrap
{
    private const int Draws = 1000;
    private const int Blocks = 20;

    /// <summary>Terms and group contrasts of each draw: [draw][covariate, contrast, groups …].</summary>
    public static double[][] Run(EffectRows rows, IReadOnlyList<RowGroup> groups, FitContext context)
    {
        double[][][] blocks = context.Map(Blocks, (_, child) =>
        {
            double[][] draws = new double[Draws / Blocks][];
            for (int b = 0; b < draws.Length; b++)
            {
                child.Cancellation.ThrowIfCancellationRequested();
                draws[b] = Draw(rows, groups, child.Stream);
            }

            return draws;
        });
        return [.. blocks.SelectMany(block => block)];
    }

    /// <summary>The 95 % percentile interval of one figure.</summary>
    public static double[] Interval(double[][] draws, Func<double[], double> figure)
    {
        double[] sorted = SampleStatistics.Sorted([.. draws.Select(figure)]);
        return [SampleStatistics.Quantile(sorted, 0.025), SampleStatistics.Quantile(sorted, 0.975)];
    }

    private static double[] Draw(EffectRows rows, IReadOnlyList<RowGroup> groups, RandomStream stream)
    {
        int[] real = Counts(rows.RealScore.Length, stream), synthetic = Counts(rows.SyntheticScore.Length, stream);
        double[] figures = new double[2 + groups.Count];
        (figures[0], figures[1]) = EffectTerms.Of(rows, real, synthetic);
        for (int k = 0; k < groups.Count; k++)
        {
            figures[2 + k] = EffectTerms.Contrast(rows, groups[k], real, synthetic);
        }

        return figures;
    }

    private static int[] Counts(int rows, RandomStream stream)
    {
        int[] counts = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            counts[stream.NextInt(rows)]++;
        }

        return counts;
    }
}
