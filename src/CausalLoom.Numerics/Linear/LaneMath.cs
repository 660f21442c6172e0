using System.Runtime.CompilerServices;

namespace CausalLoom.Numerics.Linear;

/// <summary>
/// Elementary functions on sixteen float32 lanes. The polynomials are those of Moshier's Cephes library (single
/// precision); every step is a rounded operation or a fused one, so all instruction sets give the same bits. Results below
/// the smallest normal number may be flushed to 0. Errors are tested against float64 (LaneMathTests).
/// </summary>
internal static class LaneMath
{
    private const float Log2E = 1.44269504f, Ln2High = 0.693359375f, Ln2Low = -2.12194440e-4f;

    /// <summary>1.5·2²³: adding it rounds to an integer, which is then in the low bits.</summary>
    private const float Magic = 12582912f;

    /// <summary>exp x; 0 from −86.99 downwards, +∞ above 88.73.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Exp<T, TWide>(T x)
        where T : struct, ILanes<T, TWide>
        where TWide : struct, IWide<TWide>
    {
        // At −88 the exponent below would be −1, whose bits are those of −∞.
        x = T.Max(T.Create(-87), T.Min(T.Create(89), x));
        T rounded = Reduce<T, TWide>(x, out T excess);

        // 2ⁿ⁻¹ and a doubling at the end, so that n = 128 overflows only when the result does.
        T half = T.ShiftLeft(T.AddBits(rounded, 126), 23);
        T result = T.Fma(half, excess, half);
        return result + result;
    }

    /// <summary>exp(x) − 1 for x ≤ 0, accurate near 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T ExpMinusOneOfNegative<T, TWide>(T x)
        where T : struct, ILanes<T, TWide>
        where TWide : struct, IWide<TWide>
    {
        T rounded = Reduce<T, TWide>(T.Max(T.Create(-30), x), out T excess);
        T scale = T.ShiftLeft(T.AddBits(rounded, 127), 23);
        return T.Fma(scale, excess, scale - T.Create(1));
    }

    /// <summary>log x for positive normal x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Log<T, TWide>(T x)
        where T : struct, ILanes<T, TWide>
        where TWide : struct, IWide<TWide>
    {
        // x = m·2ⁿ with m in [√½, √2).
        T exponent = T.ShiftRightArithmetic(T.AddBits(x, unchecked(0u - 0x3f3504f3u)), 23);
        T f = T.SubtractBits(x, T.ShiftLeft(exponent, 23)) - T.Create(1);
        T n = T.FromInt32(exponent);
        T square = f * f;
        T p = T.Fma(T.Create(7.0376836292e-2f), f, T.Create(-1.1514610310e-1f));
        p = T.Fma(p, f, T.Create(1.1676998740e-1f));
        p = T.Fma(p, f, T.Create(-1.2420140846e-1f));
        p = T.Fma(p, f, T.Create(1.4249322787e-1f));
        p = T.Fma(p, f, T.Create(-1.6668057665e-1f));
        p = T.Fma(p, f, T.Create(2.0000714765e-1f));
        p = T.Fma(p, f, T.Create(-2.4999993993e-1f));
        p = T.Fma(p, f, T.Create(3.3333331174e-1f));
        T tail = T.Fma(n, T.Create(Ln2Low), square * f * p);
        tail = T.Fma(square, T.Create(-0.5f), tail);
        return T.Fma(n, T.Create(Ln2High), f + tail);
    }

    /// <summary>tanh x, by expm1(−2|x|).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Tanh<T, TWide>(T x)
        where T : struct, ILanes<T, TWide>
        where TWide : struct, IWide<TWide>
    {
        T magnitude = T.And(x, 0x7fffffff);
        T e = ExpMinusOneOfNegative<T, TWide>(magnitude * T.Create(-2));
        T result = e / (e + T.Create(2));

        // e ≤ 0, so the quotient is −tanh|x|; its sign bit is set, and flips where x is positive.
        return T.Xor(T.And(result, 0x7fffffff), T.And(x, 0x80000000));
    }

    /// <summary>1/(1 + exp(−x)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sigmoid<T, TWide>(T x)
        where T : struct, ILanes<T, TWide>
        where TWide : struct, IWide<TWide> => T.Create(1) / (T.Create(1) + Exp<T, TWide>(T.Create(0) - x));

    /// <summary>log(1 + exp x) = max(x, 0) + log1p(exp(−|x|)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Softplus<T, TWide>(T x)
        where T : struct, ILanes<T, TWide>
        where TWide : struct, IWide<TWide>
    {
        T e = Exp<T, TWide>(T.Or(x, 0x80000000));
        T u = T.Create(1) + e;

        // What 1 + e lost in rounding comes back by the derivative of the logarithm.
        T logarithm = Log<T, TWide>(u) + ((e - (u - T.Create(1))) / u);
        return T.Max(T.Create(0), x) + logarithm;
    }

    /// <summary>cos and sin of 2π·w/2³² for signed 32-bit words w.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T CosSin<T, TWide>(T word, out T sine)
        where T : struct, ILanes<T, TWide>
        where TWide : struct, IWide<TWide>
    {
        T quarters = T.FromInt32(word) * T.Create(1f / (1 << 30));
        T shifted = quarters + T.Create(Magic);
        T angle = (quarters - (shifted - T.Create(Magic))) * T.Create((float)(Math.PI / 2));
        T z = angle * angle;
        T s = T.Fma(T.Create(-1.9515295891e-4f), z, T.Create(8.3321608736e-3f));
        s = T.Fma(s, z, T.Create(-1.6666654611e-1f));
        s = T.Fma(s * z, angle, angle);
        T c = T.Fma(T.Create(2.443315711809948e-5f), z, T.Create(-1.388731625493765e-3f));
        c = T.Fma(c, z, T.Create(4.166664568298827e-2f));
        c = T.Fma(c, z, T.Create(-0.5f));
        c = T.Fma(c, z, T.Create(1));
        T odd = T.SubtractBits(T.Create(0), T.And(shifted, 1));
        sine = T.Xor(T.Select(odd, c, s), T.ShiftLeft(T.And(shifted, 2), 30));
        return T.Xor(T.Select(odd, s, c), T.ShiftLeft(T.And(T.AddBits(shifted, 1), 2), 30));
    }

    /// <summary>x = n·log 2 + r: gives n in the low bits of the result, and exp(r) − 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Reduce<T, TWide>(T x, out T excess)
        where T : struct, ILanes<T, TWide>
        where TWide : struct, IWide<TWide>
    {
        T rounded = T.Fma(x, T.Create(Log2E), T.Create(Magic));
        T n = rounded - T.Create(Magic);
        T r = T.Fma(n, T.Create(-Ln2High), x);
        r = T.Fma(n, T.Create(-Ln2Low), r);
        T p = T.Fma(T.Create(1.9875691500e-4f), r, T.Create(1.3981999507e-3f));
        p = T.Fma(p, r, T.Create(8.3334519073e-3f));
        p = T.Fma(p, r, T.Create(4.1665795894e-2f));
        p = T.Fma(p, r, T.Create(1.6666665459e-1f));
        p = T.Fma(p, r, T.Create(5.0000001201e-1f));
        excess = T.Fma(p, r * r, r);
        return rounded;
    }
}
