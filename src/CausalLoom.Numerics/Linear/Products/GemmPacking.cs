using System.Runtime.CompilerServices;

namespace CausalLoom.Numerics.Linear;

/// <summary>Copies of blocks of B in the order in which tiles read them.</summary>
internal static unsafe class GemmPacking
{
    /// <summary>Copies a block of op(B) strip by strip, zero-filled to whole registers; strips read in place are left out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack<T>(in GemmArguments args, in GemmBlock block)
        where T : struct, IRegister<T>
    {
        float* packed = block.Packed;
        int j = block.Column;
        for (int left = block.Columns; left > 0; left -= 2 * T.Width, j += 2 * T.Width)
        {
            if (block.InPlace && left >= 2 * T.Width)
            {
                continue;
            }

            int registers = left > T.Width ? 2 : 1, tail = Math.Min(left - ((registers - 1) * T.Width), T.Width);
            int width = registers * T.Width;
            if (args.Kind == GemmKind.NT)
            {
                Transposed<T>(args.B + ((nint)j * args.Depth) + block.From, args.Depth, block.Depth, width - T.Width + tail, width, packed);
            }
            else
            {
                Straight<T>(args.B + ((nint)block.From * args.Columns) + j, args.Columns, block.Depth, registers, tail, packed);
            }

            packed += (nint)width * block.Depth;
        }
    }

    /// <summary>Writes the transpose of columns × depth values as depth rows of a given width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transposed<T>(float* b, nint stride, int depth, int columns, int width, float* packed)
        where T : struct, IRegister<T>
    {
        for (int p = 0; p < depth; p += T.Width)
        {
            for (int j = 0; j < columns; j += T.Width)
            {
                T.Transpose(b + (j * stride) + p, stride, Math.Min(columns - j, T.Width), Math.Min(depth - p, T.Width),
                    packed + ((nint)p * width) + j, width);
            }
        }
    }

    /// <summary>Writes depth rows of one or two registers, the last of which has the given number of columns, side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Straight<T>(float* b, nint stride, int depth, int registers, int tail, float* packed)
        where T : struct, IRegister<T>
    {
        if (registers == 2 && tail == T.Width)
        {
            for (int p = 0; p < depth; p++, b += stride, packed += 2 * T.Width)
            {
                T.Store(packed, T.Load(b));
                T.Store(packed + T.Width, T.Load(b + T.Width));
            }

            return;
        }

        T mask = T.MaskOf(tail);
        for (int p = 0; p < depth; p++, b += stride)
        {
            if (registers == 2)
            {
                T.Store(packed, T.Load(b));
                packed += T.Width;
            }

            T.Store(packed, T.LoadMasked(b + ((registers - 1) * T.Width), mask));
            packed += T.Width;
        }
    }
}
