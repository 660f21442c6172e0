namespace CausalLoom.Numerics.Linear;

/// <summary>Lanes as words of 32 bits.</summary>
internal partial struct LanesScalar
{
    public static LanesScalar And(LanesScalar a, uint bits)
    {
        LanesScalar r = default;
        for (int i = 0; i < 16; i++)
        {
            r[i] = BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(a[i]) & bits);
        }

        return r;
    }

    public static LanesScalar Or(LanesScalar a, uint bits)
    {
        LanesScalar r = default;
        for (int i = 0; i < 16; i++)
        {
            r[i] = BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(a[i]) | bits);
        }

        return r;
    }

    public static LanesScalar Xor(LanesScalar a, LanesScalar b)
    {
        LanesScalar r = default;
        for (int i = 0; i < 16; i++)
        {
            r[i] = BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(a[i]) ^ BitConverter.SingleToUInt32Bits(b[i]));
        }

        return r;
    }

    public static LanesScalar AddBits(LanesScalar a, uint bits)
    {
        LanesScalar r = default;
        for (int i = 0; i < 16; i++)
        {
            r[i] = BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(a[i]) + bits);
        }

        return r;
    }

    public static LanesScalar SubtractBits(LanesScalar a, LanesScalar b)
    {
        LanesScalar r = default;
        for (int i = 0; i < 16; i++)
        {
            r[i] = BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(a[i]) - BitConverter.SingleToUInt32Bits(b[i]));
        }

        return r;
    }

    public static LanesScalar ShiftLeft(LanesScalar a, int count)
    {
        LanesScalar r = default;
        for (int i = 0; i < 16; i++)
        {
            r[i] = BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(a[i]) << count);
        }

        return r;
    }

    public static LanesScalar ShiftRightLogical(LanesScalar a, int count)
    {
        LanesScalar r = default;
        for (int i = 0; i < 16; i++)
        {
            r[i] = BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(a[i]) >> count);
        }

        return r;
    }

    public static LanesScalar ShiftRightArithmetic(LanesScalar a, int count)
    {
        LanesScalar r = default;
        for (int i = 0; i < 16; i++)
        {
            r[i] = BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(a[i]) >> count);
        }

        return r;
    }

    public static LanesScalar FromInt32(LanesScalar bits)
    {
        LanesScalar r = default;
        for (int i = 0; i < 16; i++)
        {
            r[i] = BitConverter.SingleToInt32Bits(bits[i]);
        }

        return r;
    }
}
