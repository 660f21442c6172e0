using System.Runtime.CompilerServices;

namespace CausalLoom.Numerics.Linear;

/// <summary>
/// Products with a single row or a single column, where packing would cost more than the product. Both are a row x [1 × k]
/// times a matrix of which the lanes hold columns: the matrix is read in place where its columns lie side by side, else
/// transposed a few registers at a time. The sums are the same chains as in <see cref="Gemm"/>.
/// </summary>
internal static unsafe class GemmVector
{
    private const int DepthBlock = 128, Registers = 4;

    /// <summary>C (+)= op(A)·op(B) (+ bias) with one row or one column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T>(in GemmArguments args)
        where T : struct, IRegister<T>
    {
        if (args.Rows == 1)
        {
            if (args.Kind == GemmKind.NT)
            {
                Dots<T>(args.A, args.B, args.Columns, args.Depth, args.C, args.Start);
            }
            else
            {
                Sums<T>(args.A, args.B, args.Columns, args.Depth, args.C, args.Start);
            }

            return;
        }

        float* start = args.Start;
        if (start != null && args.StartStep == 0)
        {
            // The bias is one value for all rows, which are the lanes here.
            new Span<float>(args.C, args.Rows).Fill(*start);
            start = args.C;
        }

        if (args.Kind == GemmKind.TN)
        {
            Sums<T>(args.B, args.A, args.Rows, args.Depth, args.C, start);
        }
        else
        {
            Dots<T>(args.B, args.A, args.Rows, args.Depth, args.C, start);
        }
    }

    /// <summary>c = x·M with M [depth × columns].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sums<T>(float* x, float* matrix, int columns, int depth, float* c, float* start)
        where T : struct, IRegister<T>
    {
        GemmStrip strip = new() { Depth = depth, SourceStep = columns * sizeof(float) };
        for (int done = 0; done < columns;)
        {
            strip.B = matrix + done;
            done += Advance<T>(ref strip, columns - done, x, c + done, start == null ? null : start + done);
        }
    }

    /// <summary>c = x·Mᵀ with M [columns × depth].</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Dots<T>(float* x, float* matrix, int columns, int depth, float* c, float* start)
        where T : struct, IRegister<T>
    {
        int width = Registers * T.Width;
        float* packed = stackalloc float[(DepthBlock * Registers * 16) + 16];
        packed = (float*)(((nint)packed + 63) & ~(nint)63);
        for (int j = 0; j < columns; j += width)
        {
            int used = Math.Min(width, columns - j), wide = (used + T.Width - 1) & -T.Width;
            GemmStrip strip = new() { B = packed, SourceStep = wide * sizeof(float) };
            for (int p = 0; p < depth; p += DepthBlock)
            {
                strip.Depth = Math.Min(DepthBlock, depth - p);
                GemmPacking.Transposed<T>(matrix + ((nint)j * depth) + p, depth, (int)strip.Depth, used, wide, packed);
                float* begin = p > 0 ? c : start;
                for (int done = 0; done < used;)
                {
                    strip.B = packed + done;
                    done += Advance<T>(ref strip, used - done, x + p, c + j + done, begin == null ? null : begin + j + done);
                }
            }
        }
    }

    /// <summary>Computes some columns and returns how many.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Advance<T>(ref GemmStrip strip, int columns, float* x, float* c, float* start)
        where T : struct, IRegister<T>
    {
        int registers = (columns + T.Width - 1) / T.Width;
        registers = registers >= 8 ? 8 : registers >= 4 ? 4 : registers >= 2 ? 2 : 1;
        columns = Math.Min(columns, registers * T.Width);
        strip.Tail = columns - ((registers - 1) * T.Width);
        switch (registers)
        {
            case 8:
                GemmTiles.RowBy8<T>(strip, x, c, start);
                break;
            case 4:
                GemmTiles.RowBy4<T>(strip, x, c, start);
                break;
            case 2:
                GemmTiles.RowBy2<T>(strip, x, c, start);
                break;
            default:
                GemmTiles.RowBy1<T>(strip, x, c, start);
                break;
        }

        return columns;
    }
}
