using System.Runtime.CompilerServices;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Numerics.Neural.Kernels;

/// <summary>
/// The three small products of causal attention on strided operands, on the tiles of <see cref="Gemm"/>: what lies above the
/// diagonal is neither computed nor read beyond the tile that the diagonal crosses, where it must be zero. Each element is
/// one chain of fused multiply-adds in ascending order, so the result does not depend on the instruction set.
/// </summary>
internal static unsafe class CausalProducts
{
    /// <summary>C[i, j] = Σ_d A[i, d] B[j, d] for j ≤ i; elements above the diagonal hold anything.</summary>
    public static void Scores<T>(int rows, int depth, float* a, nint strideA, float* b, nint strideB, float* c, nint strideC, float* packed)
        where T : struct, IRegister<T>
    {
        GemmStrip strip = new() { Depth = depth, RowStep = strideA * sizeof(float), DepthStep = sizeof(float),
            TargetStep = strideC * sizeof(float), B = packed };
        for (int j = 0; j < rows; j += 2 * T.Width)
        {
            int left = rows - j;
            Shape<T>(ref strip, left);
            int columns = ((strip.Registers - 1) * T.Width) + strip.Tail;
            GemmPacking.Transposed<T>(b + (j * strideB), strideB, depth, columns, strip.Registers * T.Width, packed);
            for (int i = j; i < rows;)
            {
                i += GemmTiles.Advance<T>(strip, rows - i, a + (i * strideA), c + (i * strideC) + j, null);
            }
        }
    }

    /// <summary>C[i, d] (+)= Σ_{j ≤ i} A[i, j] B[j, d].</summary>
    public static void Lower<T>(int rows, int width, float* a, nint strideA, float* b, nint strideB, float* c, nint strideC,
        bool accumulate, float* packed)
        where T : struct, IRegister<T>
    {
        GemmStrip strip = Begin<T>(strideA, 1, strideC, accumulate, packed);
        for (int d = 0; d < width; d += 2 * T.Width)
        {
            Shape<T>(ref strip, width - d);
            GemmPacking.Straight<T>(b + d, strideB, rows, strip.Registers, strip.Tail, packed);
            for (int i = 0; i < rows;)
            {
                strip.Depth = Math.Min(rows, i + 12);
                float* target = c + (i * strideC) + d;
                i += GemmTiles.Advance<T>(strip, Math.Min(12, rows - i), a + (i * strideA), target, accumulate ? target : null);
            }
        }
    }

    /// <summary>C[j, d] (+)= Σ_{i ≥ j} A[i, j] B[i, d].</summary>
    public static void LowerTransposed<T>(int rows, int width, float* a, nint strideA, float* b, nint strideB, float* c, nint strideC,
        bool accumulate, float* packed)
        where T : struct, IRegister<T>
    {
        GemmStrip strip = Begin<T>(1, strideA, strideC, accumulate, packed);
        for (int d = 0; d < width; d += 2 * T.Width)
        {
            Shape<T>(ref strip, width - d);
            GemmPacking.Straight<T>(b + d, strideB, rows, strip.Registers, strip.Tail, packed);
            for (int j = 0; j < rows;)
            {
                strip.Depth = rows - j;
                strip.B = packed + ((nint)j * strip.Registers * T.Width);
                float* target = c + (j * strideC) + d;
                j += GemmTiles.Advance<T>(strip, rows - j, a + (j * strideA) + j, target, accumulate ? target : null);
            }
        }
    }

    private static GemmStrip Begin<T>(nint rowStep, nint depthStep, nint strideC, bool accumulate, float* packed)
        where T : struct, IRegister<T> => new()
        {
            RowStep = rowStep * sizeof(float),
            DepthStep = depthStep * sizeof(float),
            TargetStep = strideC * sizeof(float),
            StartStep = accumulate ? strideC * sizeof(float) : 0,
            B = packed,
        };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Shape<T>(ref GemmStrip strip, int columns)
        where T : struct, IRegister<T>
    {
        strip.Registers = columns > T.Width ? 2 : 1;
        strip.Tail = Math.Min(columns - ((strip.Registers - 1) * T.Width), T.Width);
        strip.SourceStep = strip.Registers * T.Width * sizeof(float);
    }
}
