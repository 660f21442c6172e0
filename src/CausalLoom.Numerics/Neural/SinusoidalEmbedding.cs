namespace CausalLoom.Numerics.Neural;

/// <summary>
/// Positions or times as waves: [cos(p ω_i), sin(p ω_i)] with ω_i = 10000^(−i/(d/2)), i = 0 … d/2 − 1 (Vaswani et al.,
/// "Attention is all you need", NeurIPS 2017, §3.5).
/// </summary>
public static class SinusoidalEmbedding
{
    private const double LongestWave = 10_000;

    /// <summary>Writes the d values of one position; an odd last place is 0.</summary>
    /// <param name="position">p.</param>
    /// <param name="destination">d places: cosines, then sines.</param>
    public static void Fill(double position, Span<float> destination)
    {
        int half = destination.Length / 2;
        destination.Clear();
        for (int i = 0; i < half; i++)
        {
            double angle = position * Math.Exp(-Math.Log(LongestWave) * i / half);
            destination[i] = (float)Math.Cos(angle);
            destination[half + i] = (float)Math.Sin(angle);
        }
    }
}
