namespace CausalLoom.Numerics.Random;

/// <summary>Fills of float32 buffers from a stream. They consume whole counter blocks, so the numbers depend on the lengths asked for.</summary>
public static class FloatFills
{
    /// <summary>Uniform on [0, 1) with 24 random bits.</summary>
    public static void FillUniform(this RandomStream stream, Span<float> destination)
    {
        ArgumentNullException.ThrowIfNull(stream);
        foreach (ref float value in destination)
        {
            value = (stream.NextUInt32() >> 8) * (1f / (1 << 24));
        }
    }

    /// <summary>Standard normal.</summary>
    public static void FillNormal(this RandomStream stream, Span<float> destination)
    {
        ArgumentNullException.ThrowIfNull(stream);
        foreach (ref float value in destination)
        {
            value = (float)stream.NextNormal();
        }
    }

    /// <summary>Standard Gumbel, −log(−log U).</summary>
    public static void FillGumbel(this RandomStream stream, Span<float> destination)
    {
        ArgumentNullException.ThrowIfNull(stream);
        foreach (ref float value in destination)
        {
            value = (float)stream.NextGumbel();
        }
    }

    /// <summary>0 with the given probability p in [0, 1), else 1/(1 − p): the factors of inverted dropout.</summary>
    public static void FillDropoutMask(this RandomStream stream, Span<float> destination, double probability)
    {
        ArgumentNullException.ThrowIfNull(stream);
        float kept = (float)(1 / (1 - probability));
        foreach (ref float value in destination)
        {
            value = stream.NextDouble() < probability ? 0 : kept;
        }
    }
}
