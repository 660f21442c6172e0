using CausalLoom.Estimation.Average;
using CausalLoom.Synthesis;

namespace CausalLoom.Studies;

/// <summary>
/// The effect of a source averaged over rows that know theirs, E[h τ]/E[h], where h is the population's (<see cref="Population"/>).
/// </summary>
internal static class StudySourceTruth
{
    /// <summary>Rows that are drawn at a time.</summary>
    public const int Block = 8192;

    /// <summary>Nobody knows it.</summary>
    public static (double Value, double Se) Unknown { get; } = (double.NaN, double.NaN);

    /// <summary>The effect and the Monte-Carlo standard error of a ratio of means, by the delta method.</summary>
    public static (double Value, double Se) Average(IEnumerable<SyntheticData> blocks, Estimand estimand, Contrast contrast,
        CancellationToken cancellation)
    {
        Population whom = Population.Of(estimand, contrast);
        double weight = 0, sum = 0, w2 = 0, w2t = 0, w2t2 = 0;
        foreach (SyntheticData block in blocks)
        {
            cancellation.ThrowIfCancellationRequested();
            Truth truth = block.Truth!;
            double[] cate = truth.Cate(contrast.Level, contrast.Reference);
            for (int i = 0; i < cate.Length; i++)
            {
                double t = cate[i], h = whom.Tilting(truth.Propensity, i);
                weight += h;
                sum += h * t;
                w2 += h * h;
                w2t += h * h * t;
                w2t2 += h * h * t * t;
            }
        }

        double value = sum / weight;
        return (value, Math.Sqrt(Math.Max(0, w2t2 - (2 * value * w2t) + (value * value * w2))) / weight);
    }
}
