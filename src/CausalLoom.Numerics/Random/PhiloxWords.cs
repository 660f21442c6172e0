using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Numerics.Random;

/// <summary>
/// Sixteen consecutive Philox4x32-10 blocks at once: 64 words, first word 0 of every block, then word 1, 2 and 3. The
/// vector paths give exactly the words of <see cref="Philox.Block"/>.
/// </summary>
internal static unsafe class PhiloxWords
{
    /// <summary>Counter blocks in a group.</summary>
    public const int Blocks = 16;

    /// <summary>Words in a group.</summary>
    public const int Words = 4 * Blocks;

    private const uint M0 = 0xD2511F53, M1 = 0xCD9E8D57, W0 = 0x9E3779B9, W1 = 0xBB67AE85;

    /// <summary>The words of the group that begins at a counter block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fill(SimdPath path, ulong key, ulong lane, ulong block, uint* words)
    {
        if (path == SimdPath.Vector512)
        {
            Fill512(key, lane, block, words);
        }
        else if (path == SimdPath.Vector256)
        {
            Fill256(key, lane, block, words);
            Fill256(key, lane, block + 8, words + 8);
        }
        else
        {
            FillScalar(key, lane, block, words);
        }
    }

    private static void FillScalar(ulong key, ulong lane, ulong block, uint* words)
    {
        for (uint i = 0; i < Blocks; i++)
        {
            ulong counter = block + i;
            (uint x0, uint x1, uint x2, uint x3) = Philox.Block((uint)counter, (uint)(counter >> 32), (uint)lane, (uint)(lane >> 32),
                (uint)key, (uint)(key >> 32));
            words[i] = x0;
            words[16 + i] = x1;
            words[32 + i] = x2;
            words[48 + i] = x3;
        }
    }

    /// <summary>Even and odd blocks in the low halves of 64-bit lanes, whose high halves may hold anything.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Fill512(ulong key, ulong lane, ulong block, uint* words)
    {
        Vector512<ulong> even = Vector512.Create(block) + Vector512.Create(0UL, 2, 4, 6, 8, 10, 12, 14), odd = even + Vector512<ulong>.One;
        Vector512<ulong> e0 = even, e1 = even >>> 32, e2 = Vector512.Create(lane), e3 = Vector512.Create(lane >> 32);
        Vector512<ulong> o0 = odd, o1 = odd >>> 32, o2 = e2, o3 = e3;
        Vector512<uint> m0 = Vector512.Create((ulong)M0).AsUInt32(), m1 = Vector512.Create((ulong)M1).AsUInt32();
        uint k0 = (uint)key, k1 = (uint)(key >> 32);
        for (int round = 0; round < 10; round++)
        {
            Vector512<ulong> a = Vector512.Create((ulong)k0), b = Vector512.Create((ulong)k1);
            Vector512<ulong> p0 = Avx512F.Multiply(e0.AsUInt32(), m0), p1 = Avx512F.Multiply(e2.AsUInt32(), m1);
            Vector512<ulong> q0 = Avx512F.Multiply(o0.AsUInt32(), m0), q1 = Avx512F.Multiply(o2.AsUInt32(), m1);
            (e0, e1, e2, e3) = ((p1 >>> 32) ^ e1 ^ a, p1, (p0 >>> 32) ^ e3 ^ b, p0);
            (o0, o1, o2, o3) = ((q1 >>> 32) ^ o1 ^ a, q1, (q0 >>> 32) ^ o3 ^ b, q0);
            k0 += W0;
            k1 += W1;
        }

        Vector512<ulong> low = Vector512.Create(0xffffffffUL);
        ((e0 & low) | (o0 << 32)).AsUInt32().Store(words);
        ((e1 & low) | (o1 << 32)).AsUInt32().Store(words + 16);
        ((e2 & low) | (o2 << 32)).AsUInt32().Store(words + 32);
        ((e3 & low) | (o3 << 32)).AsUInt32().Store(words + 48);
    }

    /// <summary>As <see cref="Fill512"/> for eight blocks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Fill256(ulong key, ulong lane, ulong block, uint* words)
    {
        Vector256<ulong> even = Vector256.Create(block) + Vector256.Create(0UL, 2, 4, 6), odd = even + Vector256<ulong>.One;
        Vector256<ulong> e0 = even, e1 = even >>> 32, e2 = Vector256.Create(lane), e3 = Vector256.Create(lane >> 32);
        Vector256<ulong> o0 = odd, o1 = odd >>> 32, o2 = e2, o3 = e3;
        Vector256<uint> m0 = Vector256.Create((ulong)M0).AsUInt32(), m1 = Vector256.Create((ulong)M1).AsUInt32();
        uint k0 = (uint)key, k1 = (uint)(key >> 32);
        for (int round = 0; round < 10; round++)
        {
            Vector256<ulong> a = Vector256.Create((ulong)k0), b = Vector256.Create((ulong)k1);
            Vector256<ulong> p0 = Avx2.Multiply(e0.AsUInt32(), m0), p1 = Avx2.Multiply(e2.AsUInt32(), m1);
            Vector256<ulong> q0 = Avx2.Multiply(o0.AsUInt32(), m0), q1 = Avx2.Multiply(o2.AsUInt32(), m1);
            (e0, e1, e2, e3) = ((p1 >>> 32) ^ e1 ^ a, p1, (p0 >>> 32) ^ e3 ^ b, p0);
            (o0, o1, o2, o3) = ((q1 >>> 32) ^ o1 ^ a, q1, (q0 >>> 32) ^ o3 ^ b, q0);
            k0 += W0;
            k1 += W1;
        }

        Vector256<ulong> low = Vector256.Create(0xffffffffUL);
        ((e0 & low) | (o0 << 32)).AsUInt32().Store(words);
        ((e1 & low) | (o1 << 32)).AsUInt32().Store(words + 16);
        ((e2 & low) | (o2 << 32)).AsUInt32().Store(words + 32);
        ((e3 & low) | (o3 << 32)).AsUInt32().Store(words + 48);
    }
}
