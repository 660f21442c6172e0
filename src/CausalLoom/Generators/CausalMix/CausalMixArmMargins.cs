using CausalLoom.Data.Encoders;
using CausalLoom.Generators.Heads;
using CausalLoom.Generators.Margins;
using CausalLoom.Numerics.Random;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Generators.CausalMix;

/// <summary>
/// Offsets of category logits by arm that give each arm the margins that the request implies: those of the real rows weighted by P(T = t |
/// x)
/// as asked. Numbers have theirs through their modes' categories.
/// </summary>
internal static class CausalMixArmMargins
{
    private const int MostDraws = 8192, FewestDraws = 1024, MostLogits = 1 << 24;

    /// <summary>Sets the sampler's offsets by arm.</summary>
    internal static void Fit(CausalMixSampler sampler, ModeSpecificRows rows, OverlapPenalty overlap, RandomStream stream)
    {
        double logit = LogisticRegression.Logit(sampler.Treated!.Value);
        double[] treated = Array.ConvertAll(overlap.LogAlpha, a => LogisticRegression.Sigmoid(logit - a));
        int draws = Math.Clamp(MostLogits / Math.Max(1, sampler.Layout.CategoryWidth), FewestDraws, MostDraws);
        double[][] offsets = new double[2][];
        for (int arm = 0; arm < 2; arm++)
        {
            double[] weights = arm == 1 ? treated : Array.ConvertAll(treated, e => 1 - e);
            int[] arms = new int[draws];
            Array.Fill(arms, arm);
            double[][] logits = sampler.Logits(arms, draws, stream.Child(arm)), wanted = Frequencies(sampler.Layout, rows, weights);
            offsets[arm] = new double[sampler.Layout.CategoryWidth];
            for (int b = 0; b < logits.Length; b++)
            {
                // Offsets act after the temperature; here they are logits.
                double[] own = CategoryOffsets.Fit(logits[b], wanted[b], sampler.Temperature);
                Array.ConvertAll(own, o => o * sampler.Temperature).CopyTo(offsets[arm], sampler.Layout.Segments[b].Start);
            }
        }

        sampler.ArmOffsets = offsets;
    }

    private static double[][] Frequencies(HeadLayout layout, ModeSpecificRows rows, double[] weights)
    {
        double total = weights.Sum();
        double[][] frequencies = [.. layout.Segments.Select(s => new double[s.Length])];
        for (int i = 0; i < rows.Rows; i++)
        {
            for (int b = 0; b < frequencies.Length; b++)
            {
                frequencies[b][rows.Categories[((long)i * rows.Columns) + layout.BlockColumns[b]]] += weights[i] / total;
            }
        }

        return frequencies;
    }
}
