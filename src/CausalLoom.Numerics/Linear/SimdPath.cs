namespace CausalLoom.Numerics.Linear;

/// <summary>The instruction sets that kernels are written for. All give the same bytes.</summary>
internal enum SimdPath
{
    /// <summary>One value at a time; the portable reference.</summary>
    Scalar,

    /// <summary>128-bit registers with fused multiply-adds: ARM64, or x86 with FMA.</summary>
    Vector128,

    /// <summary>AVX2 and FMA.</summary>
    Vector256,

    /// <summary>AVX-512 F and DQ.</summary>
    Vector512,
}
