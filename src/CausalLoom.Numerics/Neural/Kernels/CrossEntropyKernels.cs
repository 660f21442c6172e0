using System.Runtime.CompilerServices;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Numerics.Neural.Kernels;

/// <summary>The gradient of the cross-entropy of column segments, all rows in one pass: most segments are one register wide.</summary>
internal static unsafe class CrossEntropyKernels
{
    /// <summary>
    /// dz += share·(p − e_label) in each segment with share = factor·rowWeight·segmentWeight; negative labels are passed over.
    /// </summary>
    /// <param name="p">Probabilities [rows × columns].</param>
    /// <param name="labels">[rows × segments].</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="segments">The segments.</param>
    /// <param name="factor">What every gradient is multiplied with.</param>
    /// <param name="rowWeights">[rows], or null for ones.</param>
    /// <param name="segmentWeights">[segments], or null for ones.</param>
    /// <param name="dz">The gradient, of the shape of p.</param>
    public static void Gradient(float* p, int* labels, int rows, int columns, Segment[] segments, float factor, float* rowWeights,
        float[]? segmentWeights, float* dz) =>
        Simd.Run(new GradientKernel(p, labels, rows, columns, segments, factor, dz)
            { RowWeights = rowWeights, SegmentWeights = segmentWeights });

    private readonly struct GradientKernel(float* p, int* labels, int rows, int columns, Segment[] segments, float factor, float* dz)
        : IKernel
    {
        public required float* RowWeights { get; init; }

        public required float[]? SegmentWeights { get; init; }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<T, TWide>()
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide>
        {
            int* label = labels;
            for (nint row = 0; row < rows; row++)
            {
                float weight = RowWeights == null ? 1 : RowWeights[row];
                for (int s = 0; s < segments.Length; s++, label++)
                {
                    if (*label < 0)
                    {
                        continue;
                    }

                    nint start = (row * columns) + segments[s].Start;
                    float share = factor * (SegmentWeights is null ? weight : weight * SegmentWeights[s]);
                    AddScaled<T, TWide>(p + start, segments[s].Length, share, dz + start);
                    dz[start + *label] -= share;
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void AddScaled<T, TWide>(float* x, int length, float share, float* to)
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide>
        {
            T scale = T.Create(share);
            nint i = 0;
            for (; i + 16 <= length; i += 16)
            {
                T.Store(to + i, T.Load(to + i) + (T.Load(x + i) * scale));
            }

            if (i < length)
            {
                T mask = T.MaskOf((int)(length - i));
                T.StoreMasked(to + i, mask, T.LoadMasked(to + i, mask) + (T.LoadMasked(x + i, mask) * scale));
            }
        }
    }
}
