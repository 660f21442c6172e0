using CausalLoom.Numerics.Linear;

namespace CausalLoom.Numerics.Tests.Linear;

/// <summary>Runs a piece of work on each instruction set this machine has.</summary>
internal static class SimdPaths
{
    /// <summary>The paths this machine can run, narrowest first.</summary>
    public static IEnumerable<SimdPath> Available => Enum.GetValues<SimdPath>().Where(p => p <= Simd.Best);

    /// <summary>Runs work on a forced path.</summary>
    public static TResult On<TResult>(SimdPath path, Func<TResult> work)
    {
        Simd.Force(path);
        try
        {
            return work();
        }
        finally
        {
            Simd.Force(null);
        }
    }

    /// <summary>Requires the same bits from every path, and gives them.</summary>
    public static float[] Same(Func<float[]> work)
    {
        float[] reference = On(SimdPath.Scalar, work);
        foreach (SimdPath path in Available)
        {
            float[] values = On(path, work);
            for (int i = 0; i < reference.Length; i++)
            {
                Assert.True(BitConverter.SingleToInt32Bits(reference[i]) == BitConverter.SingleToInt32Bits(values[i]),
                    $"{path} gives {values[i]:R} at {i}; the scalar path {reference[i]:R}");
            }
        }

        return reference;
    }
}
