namespace CausalLoom.Numerics.Linear;

/// <summary>
/// Sixteen float32 lanes, whatever registers hold them: the unit in which elementwise kernels and reductions are written,
/// so that their results do not depend on the instruction set. Bit operations act on the 32 bits of each lane.
/// </summary>
/// <typeparam name="T">The implementing type.</typeparam>
/// <typeparam name="TWide">The same lanes in float64.</typeparam>
internal unsafe interface ILanes<T, TWide>
    where T : struct, ILanes<T, TWide>
    where TWide : struct, IWide<TWide>
{
    static abstract T operator +(T a, T b);

    static abstract T operator -(T a, T b);

    static abstract T operator *(T a, T b);

    static abstract T operator /(T a, T b);

    /// <summary>One value in every lane.</summary>
    static abstract T Create(float value);

    static abstract T Load(float* source);

    static abstract void Store(float* target, T value);

    /// <summary>The mask of the first lanes, for <see cref="LoadMasked"/> and <see cref="StoreMasked"/>.</summary>
    static abstract T MaskOf(int count);

    /// <summary>Zero outside the mask, where memory is not read.</summary>
    static abstract T LoadMasked(float* source, T mask);

    /// <summary>Leaves memory outside the mask alone.</summary>
    static abstract void StoreMasked(float* target, T mask, T value);

    /// <summary>a·b + c, rounded once.</summary>
    static abstract T Fma(T a, T b, T c);

    static abstract T Sqrt(T a);

    /// <summary>a &gt; b ? a : b, so a NaN in b is kept.</summary>
    static abstract T Max(T a, T b);

    /// <summary>a &lt; b ? a : b, so a NaN in b is kept.</summary>
    static abstract T Min(T a, T b);

    /// <summary>All bits set where a &gt; b.</summary>
    static abstract T GreaterThan(T a, T b);

    /// <summary>a where the mask is set, else b.</summary>
    static abstract T Select(T mask, T a, T b);

    static abstract T And(T a, uint bits);

    static abstract T Or(T a, uint bits);

    static abstract T Xor(T a, T b);

    static abstract T AddBits(T a, uint bits);

    static abstract T SubtractBits(T a, T b);

    static abstract T ShiftLeft(T a, int count);

    static abstract T ShiftRightLogical(T a, int count);

    static abstract T ShiftRightArithmetic(T a, int count);

    /// <summary>The bits read as a signed integer, converted to float32 (nearest, ties to even).</summary>
    static abstract T FromInt32(T bits);

    static abstract TWide Widen(T a);

    /// <summary>The largest lane.</summary>
    static abstract float MaxOf(T a);
}
