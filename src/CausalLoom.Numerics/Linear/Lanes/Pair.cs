using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CausalLoom.Numerics.Linear;

/// <summary>Four float64 values in two 128-bit registers.</summary>
internal readonly unsafe struct Pair(Vector128<double> low, Vector128<double> high)
{
    private readonly Vector128<double> _low = low;
    private readonly Vector128<double> _high = high;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair operator +(Pair a, Pair b) => new(a._low + b._low, a._high + b._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair operator -(Pair a, Pair b) => new(a._low - b._low, a._high - b._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair operator *(Pair a, Pair b) => new(a._low * b._low, a._high * b._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair Of(Vector128<float> values) => new(Vector128.WidenLower(values), Vector128.WidenUpper(values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair Load(double* source) => new(Vector128.Load(source), Vector128.Load(source + 2));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair Fma(Pair a, Pair b, Pair c) =>
        new(Vector128.FusedMultiplyAdd(a._low, b._low, c._low), Vector128.FusedMultiplyAdd(a._high, b._high, c._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(double* target)
    {
        _low.Store(target);
        _high.Store(target + 2);
    }

    /// <summary>The first two values plus the last two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<double> Halved() => _low + _high;
}
