using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace CausalLoom.Numerics.Linear;

/// <summary>Chooses the widest instruction set of the machine; tests may force a narrower one on their own thread.</summary>
internal static class Simd
{
    // Only Force sets it, for tests and benchmarks: a thread's own, because tests run side by side. All paths give the same bits.
    [ThreadStatic]
    private static int t_forced;

    /// <summary>The widest path this machine can run.</summary>
    public static SimdPath Best { get; } =
        Avx512F.IsSupported && Avx512DQ.IsSupported ? SimdPath.Vector512
        : Avx2.IsSupported && Fma.IsSupported ? SimdPath.Vector256
        : AdvSimd.Arm64.IsSupported || Fma.IsSupported ? SimdPath.Vector128
        : SimdPath.Scalar;

    /// <summary>The path of the calling thread.</summary>
    public static SimdPath Path => t_forced == 0 ? Best : (SimdPath)(t_forced - 1);

    /// <summary>Forces a path on the calling thread, or the best one again with null.</summary>
    /// <exception cref="PlatformNotSupportedException">The machine cannot run it.</exception>
    public static void Force(SimdPath? path)
    {
        if (path > Best)
        {
            throw new PlatformNotSupportedException($"This machine cannot run {path} kernels.");
        }

        t_forced = path is { } chosen ? (int)chosen + 1 : 0;
    }

    /// <summary>Runs a kernel on the calling thread's path.</summary>
    public static void Run<TKernel>(TKernel kernel)
        where TKernel : struct, IKernel
    {
        switch (Path)
        {
            case SimdPath.Vector512:
                kernel.Run<Lanes512, Wide512>();
                break;
            case SimdPath.Vector256:
                kernel.Run<Lanes256, Wide256>();
                break;
            case SimdPath.Vector128:
                kernel.Run<Lanes128, Wide128>();
                break;
            default:
                kernel.Run<LanesScalar, WideScalar>();
                break;
        }
    }
}
