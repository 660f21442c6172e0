namespace CausalLoom.Numerics.Linear;

/// <summary>A register of a single column: any machine, and the reference for the others.</summary>
internal readonly unsafe struct RegisterScalar(float value) : IRegister<RegisterScalar>
{
    private readonly float _v = value;

    public static int Width => 1;

    public static int TallestTile => 6;

    public static RegisterScalar Load(float* source) => new(*source);

    public static void Store(float* target, RegisterScalar value) => *target = value._v;

    public static RegisterScalar Broadcast(float* source) => new(*source);

    public static RegisterScalar MaskOf(int count) => new(count);

    public static RegisterScalar LoadMasked(float* source, RegisterScalar mask) => mask._v > 0 ? new(*source) : default;

    public static void StoreMasked(float* target, RegisterScalar mask, RegisterScalar value)
    {
        if (mask._v > 0)
        {
            *target = value._v;
        }
    }

    public static RegisterScalar Fma(RegisterScalar a, RegisterScalar b, RegisterScalar c) => new(MathF.FusedMultiplyAdd(a._v, b._v, c._v));

    public static void Transpose(float* source, nint stride, int rows, int depth, float* target, nint targetStride) => *target = *source;

    public static void Prefetch(float* source, nint stride, int rows)
    {
        // The hardware's own prefetching suffices one value at a time.
    }
}
