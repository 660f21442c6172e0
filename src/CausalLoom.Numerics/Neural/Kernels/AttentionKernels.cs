using System.Runtime.CompilerServices;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Numerics.Neural.Kernels;

/// <summary>
/// Causal self-attention of one head of one sequence. Queries, keys and values lie side by side in rows of
/// 3 × width columns; a position attends to itself and to those before it.
/// </summary>
internal static unsafe class AttentionKernels
{
    /// <summary>P = softmax of the scaled scores, lower triangular with zeros above; then output = P V.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="rows">Positions in use, at most those of the shape.</param>
    /// <param name="query">The first query of the head; its keys and values follow at the shape's offsets.</param>
    /// <param name="p">Where P goes, [rows × pitch].</param>
    /// <param name="output">The first output of the head, or null for P alone.</param>
    /// <param name="packed">Scratch of at least <see cref="ScratchLength"/> values.</param>
    public static void Forward(in AttentionShape shape, int rows, float* query, float* p, float* output, float* packed)
    {
        switch (Simd.Path)
        {
            case SimdPath.Vector512: Forward<Register512>(shape, rows, query, p, output, packed); break;
            case SimdPath.Vector256: Forward<Register256>(shape, rows, query, p, output, packed); break;
            case SimdPath.Vector128: Forward<Register128>(shape, rows, query, p, output, packed); break;
            default: Forward<RegisterScalar>(shape, rows, query, p, output, packed); break;
        }
    }

    /// <summary>Adds or writes the gradients of queries, keys and values, given P and the gradient of the output.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="rows">Positions in use.</param>
    /// <param name="query">The first query of the head.</param>
    /// <param name="p">P.</param>
    /// <param name="above">The first gradient of the head's output.</param>
    /// <param name="gradient">The first gradient of the head's queries.</param>
    /// <param name="accumulate">Whether to add.</param>
    /// <param name="scores">Scratch of the size of P.</param>
    /// <param name="packed">Scratch of at least <see cref="ScratchLength"/> values.</param>
    public static void Backward(in AttentionShape shape, int rows, float* query, float* p, float* above, float* gradient, bool accumulate,
        float* scores, float* packed)
    {
        switch (Simd.Path)
        {
            case SimdPath.Vector512: Backward<Register512>(shape, rows, query, p, above, gradient, accumulate, scores, packed); break;
            case SimdPath.Vector256: Backward<Register256>(shape, rows, query, p, above, gradient, accumulate, scores, packed); break;
            case SimdPath.Vector128: Backward<Register128>(shape, rows, query, p, above, gradient, accumulate, scores, packed); break;
            default: Backward<RegisterScalar>(shape, rows, query, p, above, gradient, accumulate, scores, packed); break;
        }
    }

    /// <summary>Values of scratch that a head needs: one strip of the longer operand.</summary>
    public static int ScratchLength(in AttentionShape shape) => 32 * (Math.Max(shape.Tokens, shape.HeadWidth) + 16);

    private static void Forward<T>(in AttentionShape shape, int rows, float* query, float* p, float* output, float* packed)
        where T : struct, IRegister<T>
    {
        int stride = shape.Stride, width = shape.HeadWidth, pitch = shape.Pitch;
        CausalProducts.Scores<T>(rows, width, query, stride, query + shape.Width, stride, p, pitch, packed);
        Simd.Run(new SoftmaxKernel(p, rows, pitch, shape.Scale));
        if (output != null)
        {
            CausalProducts.Lower<T>(rows, width, p, pitch, query + (2 * shape.Width), stride, output, shape.Width, false, packed);
        }
    }

    private static void Backward<T>(in AttentionShape shape, int rows, float* query, float* p, float* above, float* gradient,
        bool accumulate, float* scores, float* packed)
        where T : struct, IRegister<T>
    {
        int stride = shape.Stride, width = shape.HeadWidth, pitch = shape.Pitch, whole = shape.Width;
        CausalProducts.LowerTransposed<T>(rows, width, p, pitch, above, whole, gradient + (2 * whole), stride, accumulate, packed);
        CausalProducts.Scores<T>(rows, width, above, whole, query + (2 * whole), stride, scores, pitch, packed);
        Simd.Run(new SoftmaxGradientKernel(p, scores, rows, pitch, shape.Scale));
        CausalProducts.Lower<T>(rows, width, scores, pitch, query + whole, stride, gradient, stride, accumulate, packed);
        CausalProducts.LowerTransposed<T>(rows, width, scores, pitch, query, stride, gradient + whole, stride, accumulate, packed);
    }

    /// <summary>Row i: softmax of scale·s over columns 0 … i, zeros behind.</summary>
    private readonly struct SoftmaxKernel(float* s, int rows, int pitch, float scale) : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<T, TWide>()
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide>
        {
            T zero = T.Create(0);
            for (nint row = 0; row < rows; row++)
            {
                float* at = s + (row * pitch);
                AttentionSoftmax.Row<T, TWide>(at, (int)row + 1, scale);
                for (nint j = ((row + 16) >> 4) << 4; j < pitch; j += 16)
                {
                    T.Store(at + j, zero);
                }
            }
        }
    }

    /// <summary>Row i: d becomes p ∘ (d − ⟨d, p⟩)·scale over columns 0 … i, zeros behind.</summary>
    private readonly struct SoftmaxGradientKernel(float* p, float* d, int rows, int pitch, float scale) : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<T, TWide>()
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide>
        {
            T zero = T.Create(0), factor = T.Create(scale);
            for (nint row = 0; row < rows; row++)
            {
                float* left = p + (row * pitch), at = d + (row * pitch);
                nint end = row + 1;
                T products = zero;
                for (nint j = 0; j < end; j += 16)
                {
                    T mask = T.MaskOf((int)Math.Min(16, end - j));
                    products = T.Fma(T.Load(left + j), T.LoadMasked(at + j, mask), products);
                }

                T dot = T.Create((float)TWide.SumOf(T.Widen(products)));
                nint column = 0;
                for (; column < end; column += 16)
                {
                    T mask = T.MaskOf((int)Math.Min(16, end - column));
                    T share = T.Load(left + column) * (T.LoadMasked(at + column, mask) - dot) * factor;
                    T.Store(at + column, T.Select(mask, share, zero));
                }

                for (; column < pitch; column += 16)
                {
                    T.Store(at + column, zero);
                }
            }
        }
    }
}
