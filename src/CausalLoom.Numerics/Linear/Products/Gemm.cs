using System.Runtime.CompilerServices;

namespace CausalLoom.Numerics.Linear;

/// <summary>
/// Single-precision matrix products on contiguous row-major operands. B is packed into strips two registers wide, so that
/// the three kinds share one set of tiles; A is read in place. Each element of C is one chain of fused multiply-adds in
/// ascending k that begins at 0, at the old C or at a bias: the result does not depend on the instruction set, the blocking
/// or the other rows of the batch.
/// </summary>
internal static unsafe class Gemm
{
    /// <summary>Blocks: a strip of B (32 × Depth) stays in the first cache, a block of A (Rows × Depth) in the second.</summary>
    private const int DepthBlock = 320, ColumnBlock = 512, RowBlock = 192;

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
        Arguments arguments = new() { Kind = kind, Rows = m, Columns = n, Depth = k, A = a, B = b, C = c, Start = accumulate ? c : bias, StartStep = accumulate ? n * sizeof(float) : 0 };
        switch (Simd.Path)
        {
            case SimdPath.Vector512:
                Run<Register512>(arguments);
                break;
            case SimdPath.Vector256:
                Run<Register256>(arguments);
                break;
            default:
                Run<RegisterScalar>(arguments);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<T>(in Arguments args)
        where T : struct, IRegister<T>
    {
        // Blocks of equal depth, whole 16s: a short last block would cost a pass over C for little.
        int blocks = args.Depth <= DepthBlock + (DepthBlock / 4) ? 1 : (args.Depth + DepthBlock - 1) / DepthBlock;
        int depthBlock = ((((args.Depth + blocks - 1) / blocks) + 15) & ~15);
        for (int p = 0; p < args.Depth; p += depthBlock)
        {
            int depth = Math.Min(depthBlock, args.Depth - p);
            for (int j = 0; j < args.Columns; j += ColumnBlock)
            {
                int columns = Math.Min(ColumnBlock, args.Columns - j);
                float* packed = Scratch(depth * ((columns + (2 * T.Width) - 1) & -(2 * T.Width)));
                Pack<T>(args, p, depth, j, columns, packed);
                for (int i = 0; i < args.Rows; i += RowBlock)
                {
                    Block<T>(args, p, depth, j, columns, i, Math.Min(RowBlock, args.Rows - i), packed);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block<T>(in Arguments args, int p, int depth, int j, int columns, int i, int rows, float* packed)
        where T : struct, IRegister<T>
    {
        bool transposed = args.Kind == GemmKind.TN;
        nint rowStep = transposed ? 1 : args.Depth, depthStep = transposed ? args.Rows : 1;
        GemmStrip strip = new() { Depth = depth, RowStep = rowStep * sizeof(float), DepthStep = depthStep * sizeof(float), TargetStep = args.Columns * sizeof(float) };
        float* a = args.A + (i * rowStep) + (p * depthStep), c = args.C + ((nint)i * args.Columns) + j;

        // Later depth blocks go on from what the earlier ones left in C.
        strip.StartStep = p == 0 ? args.StartStep : strip.TargetStep;
        float* start = p > 0 ? c : args.Start == null ? null : args.Start + (i * (args.StartStep / sizeof(float))) + j;
        for (int left = columns; left > 0; left -= 2 * T.Width)
        {
            strip.Registers = left > T.Width ? 2 : 1;
            strip.Tail = Math.Min(left - ((strip.Registers - 1) * T.Width), T.Width);
            strip.B = packed;
            for (int row = 0; row < rows;)
            {
                float* begin = start == null ? null : (float*)((byte*)start + (row * strip.StartStep));
                row += GemmTiles.Advance<T>(strip, rows - row, a + (row * rowStep), c + ((nint)row * args.Columns), begin);
            }

            packed += (nint)strip.Registers * T.Width * depth;
            c += 2 * T.Width;
            start = start == null ? null : start + (2 * T.Width);
        }
    }

    /// <summary>Copies a block of op(B) strip by strip, zero-filled to whole registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pack<T>(in Arguments args, int p, int depth, int j, int columns, float* packed)
        where T : struct, IRegister<T>
    {
        for (int left = columns; left > 0; left -= 2 * T.Width, j += 2 * T.Width)
        {
            int registers = left > T.Width ? 2 : 1, tail = Math.Min(left - ((registers - 1) * T.Width), T.Width);
            int width = registers * T.Width;
            if (args.Kind == GemmKind.NT)
            {
                PackTransposed<T>(args.B + ((nint)j * args.Depth) + p, args.Depth, depth, width - T.Width + tail, width, packed);
            }
            else
            {
                PackRows<T>(args.B + ((nint)p * args.Columns) + j, args.Columns, depth, registers, tail, packed);
            }

            packed += (nint)width * depth;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void PackRows<T>(float* b, nint stride, int depth, int registers, int tail, float* packed)
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void PackTransposed<T>(float* b, nint stride, int depth, int columns, int width, float* packed)
        where T : struct, IRegister<T>
    {
        for (int p = 0; p < depth; p += T.Width)
        {
            for (int j = 0; j < width; j += T.Width)
            {
                T.Transpose(b + (j * stride) + p, stride, Math.Min(columns - j, T.Width), Math.Min(depth - p, T.Width), packed + ((nint)p * width) + j, width);
            }
        }
    }

    private static float* Scratch(int length)
    {
        if (t_packed is null || t_packed.Length < length)
        {
            t_packed = new PinnedFloats(Math.Max(length, 1 << 14));
        }

        return t_packed.Pointer;
    }

    private struct Arguments
    {
        public GemmKind Kind;
        public int Rows;
        public int Columns;
        public int Depth;
        public float* A;
        public float* B;
        public float* C;
        public float* Start;
        public nint StartStep;
    }
}
