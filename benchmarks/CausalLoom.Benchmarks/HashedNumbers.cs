namespace CausalLoom.Benchmarks;

/// <summary>
/// Numbers that any language can make again without a data file: a 32-bit integer hash of (seed, index), scaled. The same
/// function is in tools/peers/mlp_step.py.
/// </summary>
internal static class HashedNumbers
{
    /// <summary>Uniform on [−1, 1), exact in float64.</summary>
    public static double At(uint seed, uint index)
    {
        uint x = (index * 0x9E3779B9u) ^ (seed * 0x85EBCA6Bu);
        x ^= x >> 16;
        x *= 0x7feb352du;
        x ^= x >> 15;
        x *= 0x846ca68bu;
        x ^= x >> 16;
        return (x * (1.0 / (1L << 31))) - 1;
    }

    /// <summary>Fills with factor times the numbers of a seed, rounded to float32.</summary>
    public static void Fill(Span<float> values, uint seed, double factor)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)(factor * At(seed, (uint)i));
        }
    }
}
