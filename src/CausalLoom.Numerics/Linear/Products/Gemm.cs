using System.Runtime.CompilerServices;

namespace CausalLoom.Numerics.Linear;

/// <summary>
/// Single-precision matrix products on contiguous row-major operands. B is read in strips two registers wide, in place or
/// packed, so that the three kinds share one set of tiles; A is always read in place (copies of it never paid). Each element of C is one
/// chain of
/// fused multiply-adds in ascending k that begins at 0, at the old C or at a bias: the result does not depend on the
/// instruction set, the blocking, the packing or the other rows of the batch.
/// </summary>
internal static unsafe class Gemm
{
    /// <summary>Blocks: a strip of B (32 × Depth) and a block of A (Rows × Depth) stay in the second cache.</summary>
    private const int DepthBlock = 512, ColumnBlock = 1024, RowBlock = 96;

    /// <summary>Up to that many rows a copy of B costs more than it saves: a strip is read only rows/12 times.</summary>
    private const int InPlaceRows = 512;

    /// <summary>From that many values on, C does not stay in the second cache: the next tile of it is asked for in advance.</summary>
    private const int PrefetchLength = 1 << 16;

    // Each thread's room for copies of B, kept because a product is called thousands of times a second with the same sizes. It is written
    // before it is read in every block, so nothing of one product can reach another.
    [ThreadStatic]
    private static PinnedFloats? t_packed;

    /// <summary>C (+)= op(A)·op(B) (+ bias).</summary>
    /// <param name="kind">Which operand is stored transposed.</param>
    /// <param name="m">Rows of C.</param>
    /// <param name="n">Columns of C.</param>
    /// <param name="k">Products in each sum.</param>
    /// <param name="a">A, contiguous.</param>
    /// <param name="b">B, contiguous.</param>
    /// <param name="c">C, contiguous; must not overlap A or B.</param>
    /// <param name="accumulate">Whether to add to what C holds.</param>
    /// <param name="bias">n values to start every row from, or null; not together with <paramref name="accumulate"/>.</param>
    public static void Multiply(GemmKind kind, int m, int n, int k, float* a, float* b, float* c, bool accumulate, float* bias)
    {
        GemmArguments arguments = new() { Kind = kind, Rows = m, Columns = n, Depth = k, A = a, B = b, C = c, Start = accumulate ? c : bias,
            StartStep = accumulate ? n * sizeof(float) : 0 };
        switch (Simd.Path)
        {
            case SimdPath.Vector512:
                Run<Register512>(arguments);
                break;
            case SimdPath.Vector256:
                Run<Register256>(arguments);
                break;
            case SimdPath.Vector128:
                Run<Register128>(arguments);
                break;
            default:
                Run<RegisterScalar>(arguments);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<T>(in GemmArguments args)
        where T : struct, IRegister<T>
    {
        if ((args.Rows == 1 || args.Columns == 1) && args.Depth > 0)
        {
            GemmVector.Run<T>(args);
            return;
        }

        // Blocks of equal depth, whole 16s: a short last block would cost a pass over C for little.
        int blocks = args.Depth <= DepthBlock + (DepthBlock / 4) ? 1 : (args.Depth + DepthBlock - 1) / DepthBlock;
        int depthBlock = ((((args.Depth + blocks - 1) / blocks) + 15) & ~15);
        bool inPlace = args.Kind != GemmKind.NT && args.Rows <= InPlaceRows;
        for (int p = 0; p < args.Depth; p += depthBlock)
        {
            int depth = Math.Min(depthBlock, args.Depth - p);
            for (int j = 0; j < args.Columns; j += ColumnBlock)
            {
                GemmBlock block = new()
                    { From = p, Depth = depth, Column = j, Columns = Math.Min(ColumnBlock, args.Columns - j), InPlace = inPlace };
                block.Packed = Scratch(depth * ((block.Columns + (2 * T.Width) - 1) & -(2 * T.Width)));
                GemmPacking.Pack<T>(args, block);
                for (block.Row = 0; block.Row < args.Rows; block.Row += block.Rows)
                {
                    // A few rows more are better than a block of few.
                    int left = args.Rows - block.Row;
                    block.Rows = left <= RowBlock + (RowBlock / 2) ? left : RowBlock;
                    Strips<T>(args, block);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Strips<T>(in GemmArguments args, in GemmBlock block)
        where T : struct, IRegister<T>
    {
        GemmStrip strip = new() { Depth = block.Depth, TargetStep = args.Columns * sizeof(float), StartStep = block.From == 0
            ? args.StartStep : args.Columns * sizeof(float) };
        float* packed = block.Packed, inPlace = args.B + ((nint)block.From * args.Columns) + block.Column;
        float* c = args.C + ((nint)block.Row * args.Columns) + block.Column;

        // Later depth blocks go on from what the earlier ones left in C.
        float* start = block.From > 0 ? c : args.Start == null ? null
            : args.Start + (block.Row * (args.StartStep / sizeof(float))) + block.Column;
        for (int left = block.Columns; left > 0; left -= 2 * T.Width)
        {
            strip.Registers = left > T.Width ? 2 : 1;
            strip.Tail = Math.Min(left - ((strip.Registers - 1) * T.Width), T.Width);
            if (block.InPlace && left >= 2 * T.Width)
            {
                strip.B = inPlace;
                strip.SourceStep = args.Columns * sizeof(float);
            }
            else
            {
                strip.B = packed;
                strip.SourceStep = strip.Registers * T.Width * sizeof(float);
                packed += (nint)strip.Registers * T.Width * block.Depth;
            }

            Rows<T>(args, block, ref strip, c, start);
            inPlace += 2 * T.Width;
            c += 2 * T.Width;
            start = start == null ? null : start + (2 * T.Width);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows<T>(in GemmArguments args, in GemmBlock block, ref GemmStrip strip, float* c, float* start)
        where T : struct, IRegister<T>
    {
        bool transposed = args.Kind == GemmKind.TN;
        nint rowStep = transposed ? 1 : args.Depth, depthStep = transposed ? args.Rows : 1;
        float* a = args.A + (block.Row * rowStep) + (block.From * depthStep);
        strip.RowStep = rowStep * sizeof(float);
        strip.DepthStep = depthStep * sizeof(float);
        bool prefetch = (long)args.Rows * args.Columns >= PrefetchLength;
        for (int row = 0; row < block.Rows;)
        {
            if (prefetch && block.Rows - row > T.TallestTile)
            {
                T.Prefetch(c + ((nint)(row + T.TallestTile) * args.Columns), args.Columns,
                    Math.Min(T.TallestTile, block.Rows - row - T.TallestTile));
            }

            float* begin = start == null ? null : (float*)((byte*)start + (row * strip.StartStep));
            row += GemmTiles.Advance<T>(strip, block.Rows - row, a + (row * rowStep), c + ((nint)row * args.Columns), begin);
        }
    }

    /// <summary>This thread's scratch of at least that many values.</summary>
    private static float* Scratch(int length)
    {
        if (t_packed is null || t_packed.Length < length)
        {
            t_packed = new PinnedFloats(Math.Max(length, 1 << 14));
        }

        return t_packed.Pointer;
    }
}
