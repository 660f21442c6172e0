using System.Runtime.CompilerServices;

namespace CausalLoom.Numerics.Linear;

/// <summary>Sixteen float64 lanes, one after the other.</summary>
[InlineArray(16)]
internal unsafe struct WideScalar : IWide<WideScalar>
{
    private double _first;

    public static WideScalar operator +(WideScalar a, WideScalar b)
    {
        WideScalar r = default;
        for (int i = 0; i < 16; i++)
        {
            r[i] = a[i] + b[i];
        }

        return r;
    }

    public static WideScalar operator -(WideScalar a, WideScalar b)
    {
        WideScalar r = default;
        for (int i = 0; i < 16; i++)
        {
            r[i] = a[i] - b[i];
        }

        return r;
    }

    public static WideScalar Load(double* source)
    {
        WideScalar r = default;
        for (int i = 0; i < 16; i++)
        {
            r[i] = source[i];
        }

        return r;
    }

    public static void Store(double* target, WideScalar value)
    {
        for (int i = 0; i < 16; i++)
        {
            target[i] = value[i];
        }
    }

    public static WideScalar Fma(WideScalar a, WideScalar b, WideScalar c)
    {
        WideScalar r = default;
        for (int i = 0; i < 16; i++)
        {
            r[i] = Math.FusedMultiplyAdd(a[i], b[i], c[i]);
        }

        return r;
    }

    public static double SumOf(WideScalar a)
    {
        for (int width = 8; width > 0; width >>= 1)
        {
            for (int i = 0; i < width; i++)
            {
                a[i] += a[i + width];
            }
        }

        return a[0];
    }
}
