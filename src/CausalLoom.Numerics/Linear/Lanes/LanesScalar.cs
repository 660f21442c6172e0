using System.Runtime.CompilerServices;

namespace CausalLoom.Numerics.Linear;

/// <summary>
/// Sixteen lanes, one after the other: any machine, and the reference for the others. Here their arithmetic, beside it their bits.
/// </summary>
[InlineArray(16)]
internal unsafe partial struct LanesScalar : ILanes<LanesScalar, WideScalar>
{
    private float _first;

    public static LanesScalar operator +(LanesScalar a, LanesScalar b)
    {
        LanesScalar r = default;
        for (int i = 0; i < 16; i++)
        {
            r[i] = a[i] + b[i];
        }

        return r;
    }

    public static LanesScalar operator -(LanesScalar a, LanesScalar b)
    {
        LanesScalar r = default;
        for (int i = 0; i < 16; i++)
        {
            r[i] = a[i] - b[i];
        }

        return r;
    }

    public static LanesScalar operator *(LanesScalar a, LanesScalar b)
    {
        LanesScalar r = default;
        for (int i = 0; i < 16; i++)
        {
            r[i] = a[i] * b[i];
        }

        return r;
    }

    public static LanesScalar operator /(LanesScalar a, LanesScalar b)
    {
        LanesScalar r = default;
        for (int i = 0; i < 16; i++)
        {
            r[i] = a[i] / b[i];
        }

        return r;
    }

    public static LanesScalar Create(float value)
    {
        LanesScalar r = default;
        for (int i = 0; i < 16; i++)
        {
            r[i] = value;
        }

        return r;
    }

    public static LanesScalar Load(float* source)
    {
        LanesScalar r = default;
        for (int i = 0; i < 16; i++)
        {
            r[i] = source[i];
        }

        return r;
    }

    public static void Store(float* target, LanesScalar value)
    {
        for (int i = 0; i < 16; i++)
        {
            target[i] = value[i];
        }
    }

    public static LanesScalar MaskOf(int count)
    {
        LanesScalar r = default;
        for (int i = 0; i < 16; i++)
        {
            r[i] = BitConverter.UInt32BitsToSingle(i < count ? ~0u : 0);
        }

        return r;
    }

    public static LanesScalar LoadMasked(float* source, LanesScalar mask)
    {
        LanesScalar r = default;
        for (int i = 0; i < 16; i++)
        {
            r[i] = BitConverter.SingleToUInt32Bits(mask[i]) != 0 ? source[i] : 0;
        }

        return r;
    }

    public static void StoreMasked(float* target, LanesScalar mask, LanesScalar value)
    {
        for (int i = 0; i < 16; i++)
        {
            if (BitConverter.SingleToUInt32Bits(mask[i]) != 0)
            {
                target[i] = value[i];
            }
        }
    }

    public static LanesScalar Fma(LanesScalar a, LanesScalar b, LanesScalar c)
    {
        LanesScalar r = default;
        for (int i = 0; i < 16; i++)
        {
            r[i] = MathF.FusedMultiplyAdd(a[i], b[i], c[i]);
        }

        return r;
    }

    public static LanesScalar Sqrt(LanesScalar a)
    {
        LanesScalar r = default;
        for (int i = 0; i < 16; i++)
        {
            r[i] = MathF.Sqrt(a[i]);
        }

        return r;
    }

    public static LanesScalar Max(LanesScalar a, LanesScalar b)
    {
        LanesScalar r = default;
        for (int i = 0; i < 16; i++)
        {
            r[i] = a[i] > b[i] ? a[i] : b[i];
        }

        return r;
    }

    public static LanesScalar Min(LanesScalar a, LanesScalar b)
    {
        LanesScalar r = default;
        for (int i = 0; i < 16; i++)
        {
            r[i] = a[i] < b[i] ? a[i] : b[i];
        }

        return r;
    }

    public static LanesScalar GreaterThan(LanesScalar a, LanesScalar b)
    {
        LanesScalar r = default;
        for (int i = 0; i < 16; i++)
        {
            r[i] = BitConverter.UInt32BitsToSingle(a[i] > b[i] ? ~0u : 0);
        }

        return r;
    }

    public static LanesScalar Select(LanesScalar mask, LanesScalar a, LanesScalar b)
    {
        LanesScalar r = default;
        for (int i = 0; i < 16; i++)
        {
            r[i] = BitConverter.SingleToUInt32Bits(mask[i]) != 0 ? a[i] : b[i];
        }

        return r;
    }

    public static WideScalar Widen(LanesScalar a)
    {
        WideScalar r = default;
        for (int i = 0; i < 16; i++)
        {
            r[i] = a[i];
        }

        return r;
    }

    public static float MaxOf(LanesScalar a)
    {
        float largest = a[0];
        for (int i = 1; i < 16; i++)
        {
            largest = a[i] > largest ? a[i] : largest;
        }

        return largest;
    }
}
