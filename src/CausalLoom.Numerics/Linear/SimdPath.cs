namespace CausalLoom.Numerics.Linear;

/// <summary>The instruction sets that kernels are written for. All give the same bytes.</summary>
internal enum SimdPath
{
    /// <summary>One value at a time; the portable reference.</summary>
    Scalar,

    /// <summary>AVX2 and FMA.</summary>
    Vector256,

    /// <summary>AVX-512 F and DQ.</summary>
    Vector512,
}
