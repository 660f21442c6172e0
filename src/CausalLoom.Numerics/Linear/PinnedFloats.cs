using System.Runtime.CompilerServices;

namespace CausalLoom.Numerics.Linear;

/// <summary>
/// A block of float32 on the pinned heap, 64-byte aligned and zeroed: it never moves, so kernels may keep its address
/// for as long as they keep the block itself, and the collector frees it like any array.
/// </summary>
internal sealed unsafe class PinnedFloats
{
    private const int Alignment = 64;
    private readonly float[] _array;

    /// <summary>A zeroed block of at least that many values, rounded up to whole 16-value vectors.</summary>
    public PinnedFloats(int length)
    {
        Length = RoundUp(length);
        _array = GC.AllocateArray<float>(Length + (Alignment / sizeof(float)), pinned: true);
        nint address = (nint)Unsafe.AsPointer(ref _array[0]);
        Pointer = (float*)((address + Alignment - 1) & ~(nint)(Alignment - 1));
    }

    /// <summary>The usable length.</summary>
    public int Length { get; }

    /// <summary>The first value; valid while this object is reachable.</summary>
    public float* Pointer { get; }

    /// <summary>Values from an address inside the block, as a span that keeps the block alive.</summary>
    public Span<float> Span(float* start, int length)
    {
        int first = (int)(start - (float*)Unsafe.AsPointer(ref _array[0]));
        return _array.AsSpan(first, length);
    }

    /// <summary>Rounds a length up to whole vectors of 16 values.</summary>
    public static int RoundUp(int length) => (length + 15) & ~15;
}
