using System.Runtime.CompilerServices;

namespace CausalLoom.Numerics.Linear;

/// <summary>Register tiles: each element of C is one chain of fused multiply-adds in ascending depth, whatever the tile.</summary>
internal static unsafe partial class GemmTiles
{
    /// <summary>Computes some rows of a strip and returns how many; the tallest tile that fits the registers and the rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Advance<T>(in GemmStrip strip, int rows, float* a, float* c, float* start)
        where T : struct, IRegister<T>
    {
        bool two = strip.Registers == 2;
        switch (T.TallestTile >= 12 ? rows : Math.Min(rows, 6))
        {
            case >= 12:
                if (two) { Rows12By2<T>(strip, a, c, start); } else { Rows12By1<T>(strip, a, c, start); }
                return 12;
            case >= 8:
                if (two) { Rows8By2<T>(strip, a, c, start); } else { Rows8By1<T>(strip, a, c, start); }
                return 8;
            case >= 6:
                if (two) { Rows6By2<T>(strip, a, c, start); } else { Rows6By1<T>(strip, a, c, start); }
                return 6;
            case >= 4:
                if (two) { Rows4By2<T>(strip, a, c, start); } else { Rows4By1<T>(strip, a, c, start); }
                return 4;
            case >= 2:
                if (two) { Rows2By2<T>(strip, a, c, start); } else { Rows2By1<T>(strip, a, c, start); }
                return 2;
            default:
                if (two) { Rows1By2<T>(strip, a, c, start); } else { Rows1By1<T>(strip, a, c, start); }
                return 1;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put<T>(float* target, T value, bool full, T mask)
        where T : struct, IRegister<T>
    {
        if (full)
        {
            T.Store(target, value);
        }
        else
        {
            T.StoreMasked(target, mask, value);
        }
    }
}
