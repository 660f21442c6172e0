namespace CausalLoom.Numerics.Linear;

/// <summary>Sixteen float64 lanes, in which kernels accumulate.</summary>
/// <typeparam name="T">The implementing type.</typeparam>
internal unsafe interface IWide<T>
    where T : struct, IWide<T>
{
    static abstract T operator +(T a, T b);

    static abstract T operator -(T a, T b);

    static abstract T Load(double* source);

    static abstract void Store(double* target, T value);

    /// <summary>a·b + c, rounded once.</summary>
    static abstract T Fma(T a, T b, T c);

    /// <summary>The sum of all lanes by halving: lane i plus lane i + 8, then + 4, + 2, + 1.</summary>
    static abstract double SumOf(T a);
}
