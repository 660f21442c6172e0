using CausalLoom.Data.Encoders;
using CausalLoom.Generators.Margins;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Heads;

/// <summary>Draws from category heads and copies their logits; shared by the generators over mode-specific codes.</summary>
internal static class HeadDraws
{
    /// <summary>Draws the category of every block of a chunk of rows from softmax(logits/temperature + offsets).</summary>
    /// <param name="head">Logits [chunk × categories], the blocks beginning at <paramref name="first"/>.</param>
    /// <param name="first">The head's first column of logits.</param>
    /// <param name="sampler">The layout, offsets and temperature.</param>
    /// <param name="start">Where the chunk begins among the drawn rows.</param>
    /// <param name="drawn">Receives the categories.</param>
    /// <param name="stream">Where the draws come from.</param>
    internal static void Categories(Node head, int first, IHeadSampler sampler, int start, ModeSpecificRows drawn, RandomStream stream)
    {
        HeadLayout layout = sampler.Layout;
        int widest = layout.Segments.Max(s => s.Length);
        double[] logits = new double[widest], p = new double[widest];
        for (int i = 0; i < head.Rows; i++)
        {
            for (int b = 0; b < layout.Segments.Length; b++)
            {
                Segment s = layout.Segments[b];
                Widen(head.Row(i).Slice(first + s.Start, s.Length), logits.AsSpan(0, s.Length));
                CategoryOffsets.Probabilities(logits.AsSpan(0, s.Length), sampler.Offsets.AsSpan(s.Start, s.Length), sampler.Temperature,
                    p.AsSpan(0, s.Length));
                drawn.Categories[((long)(start + i) * drawn.Columns) + layout.BlockColumns[b]] = stream.NextCategory(p.AsSpan(0, s.Length));
            }
        }
    }

    /// <summary>Copies a chunk's logits to [block][draw × category].</summary>
    internal static void Logits(Node head, int first, HeadLayout layout, int start, double[][] logits)
    {
        for (int i = 0; i < head.Rows; i++)
        {
            for (int b = 0; b < logits.Length; b++)
            {
                Segment s = layout.Segments[b];
                Widen(head.Row(i).Slice(first + s.Start, s.Length), logits[b].AsSpan((start + i) * s.Length, s.Length));
            }
        }
    }

    private static void Widen(ReadOnlySpan<float> from, Span<double> to)
    {
        for (int k = 0; k < to.Length; k++)
        {
            to[k] = from[k];
        }
    }
}
